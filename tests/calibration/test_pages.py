"""What the pages offer and refuse, without scripts."""

from uuid import uuid4

from django.urls import reverse

from calibration.models import CalibrationSession, Meeting, SealedScore
from calibration.services.reference import adopt_unanimous
from foundation.common import clock
from foundation.workdays.calendar import add_workdays
from organization.worklist import work_waiting_for
from records.selectors import visible_to as records_visible_to
from tests.assessments.sheet_world import make_record
from tests.calibration import world
from tests.calibration.world import agree, call_session, hand_in, met, sheet_of
from tests.factories import make_version


def form_for(version, *people, **more) -> dict:
    return {
        "title": "挂失来电",
        "standard_version": version.public_id,
        "due_on": add_workdays(clock.today(), 3).isoformat(),
        "assessors": [person.public_id for person in people],
        "client_key": uuid4(),
        **more,
    }


def test_lead_opens_a_session_by_the_number_of_a_record(cast, client_of):
    record, version = make_record(cast.east), make_version()
    data = form_for(version, cast.lin, cast.guo, reference=f" {record.number} ")
    answer = client_of(cast.li).post(reverse("calibration:session_open"), data)
    session = CalibrationSession.objects.get()
    assert (answer.status_code, answer.url, session.record) == (302, session.get_absolute_url(), record)


def test_refused_form_keeps_what_was_typed_and_says_what_is_wrong(cast, client_of):
    record, version = make_record(cast.east), make_version()
    data = form_for(version, cast.lin, cast.chen, reference=record.number, title="客户来电")
    answer = client_of(cast.li).post(reverse("calibration:session_open"), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="客户来电"' in page
    assert page.count("checked") == 2
    assert cast.chen.name in "".join(answer.context["form"].errors["assessors"])
    missing = client_of(cast.li).post(reverse("calibration:session_open"), {**data, "reference": "没有这个号"})
    assert "reference" in missing.context["form"].errors


def test_assessor_scores_on_the_page_of_a_score_sheet(cast, session, client_of):
    client, sheet = client_of(cast.lin), sheet_of(session, cast.lin)
    url = reverse("calibration:sheet_score", args=[sheet.public_id])
    page = client.get(url)
    key = page.context["key"]
    data = {"m.A1": "5", "m.R1": "3", "r.R1": "未说明", "version": "1", "client_key": key}
    saved = client.post(reverse("calibration:sheet_save", args=[sheet.public_id]), data)
    assert (saved.status_code, saved.url) == (302, url)
    version = client.get(url).context["version"]
    refused = client.post(reverse("calibration:sheet_submit", args=[sheet.public_id]), {**data, "version": version})
    assert refused.status_code == 422
    assert list(refused.context["errors"]) == ["X1"]
    done = client.post(reverse("calibration:sheet_submit", args=[sheet.public_id]), {**data, "m.X1": "0", "version": version})  # fmt: skip
    assert done.url == sheet.get_absolute_url()
    assert SealedScore.objects.get().marks["R1"] == {"level": 3, "reason": "未说明"}
    assert client.get(url).url == sheet.get_absolute_url()
    assert client.get(sheet.get_absolute_url()).status_code == 200


def test_autosave_answers_with_the_version_or_with_both_sides(cast, session, client_of):
    client, sheet = client_of(cast.lin), sheet_of(session, cast.lin)
    url = reverse("calibration:sheet_save", args=[sheet.public_id])
    body = {"version": 1, "key": str(uuid4()), "sequence": 1, "marks": {"A1": {"level": 4}}}
    assert client.post(url, body, content_type="application/json").json()["version"] == 2
    stale = client.post(url, {**body, "key": str(uuid4()), "marks": {"A1": {"level": 1}}}, content_type="application/json")  # fmt: skip
    assert (stale.status_code, stale.json()["marks"]) == (409, {"A1": ["4", ""]})
    wrong = client.post(url, {**body, "version": 2, "sequence": 2, "marks": {"A1": {"level": 9}}}, content_type="application/json")  # fmt: skip
    assert (wrong.status_code, list(wrong.json()["errors"])) == (422, ["A1"])


def test_page_that_comes_after_the_end_gets_only_a_sentence(cast, session, client_of):
    from calibration.services.sessions import end_scoring

    for person in (cast.guo, cast.sun):
        hand_in(session, person)
    end_scoring(session=session, actor=cast.li, reason="会议提前")
    sheet = sheet_of(session, cast.lin)
    body = {"version": 1, "key": str(uuid4()), "sequence": 1, "marks": {"A1": {"level": 4}}}
    late = client_of(cast.lin).post(reverse("calibration:sheet_save", args=[sheet.public_id]), body, content_type="application/json")  # fmt: skip
    assert (late.status_code, sorted(late.json())) == (409, ["gone", "message"])


def test_assessor_sees_the_record_of_a_session_and_others_do_not(cast, session):
    assert records_visible_to(cast.lin).filter(pk=session.record_id).exists()
    other = make_record(cast.east)
    assert not records_visible_to(cast.lin).filter(pk=other.pk).exists()


def test_work_list_follows_the_session(cast, session):
    def titles(person):
        return [item.url for item in work_waiting_for(person) if item.group == "calibration"]

    sheet = sheet_of(session, cast.lin)
    assert titles(cast.lin) == [reverse("calibration:sheet_score", args=[sheet.public_id])]
    assert titles(cast.li) == []
    with clock.travelling(clock.at_local(add_workdays(session.due_on, 1), 9)):
        assert titles(cast.li) == [session.get_absolute_url()]
    for person in (cast.lin, cast.guo, cast.sun):
        hand_in(session, person)
    assert titles(cast.lin) == []
    assert titles(cast.li) == [session.get_absolute_url()]


def test_lead_is_led_from_the_meeting_to_each_open_mark(cast, opened, client_of):
    client = client_of(cast.li)
    agree_url = reverse("calibration:reference_agree", args=[opened.public_id, "A1"])
    assert client.get(agree_url).url == reverse("calibration:meeting_record", args=[opened.public_id])
    with world.later():
        held = f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}"
        data = {"held_at": held, "present": [cast.lin.public_id, cast.guo.public_id], "note": "", "client_key": uuid4()}
        assert client.post(reverse("calibration:meeting_record", args=[opened.public_id]), data).status_code == 302
        meeting = Meeting.objects.get()
        assert f"{clock.local(meeting.held_at):%Y-%m-%dT%H:%M}" == held
        adopt_unanimous(session=opened, actor=cast.li)
        answer = client.post(agree_url, {"m.A1": "5", "reason": "全程礼貌", "number": "0", "client_key": uuid4()})
        assert answer.url == reverse("calibration:reference_agree", args=[opened.public_id, "R1"])
        wrong = client.post(answer.url, {"reason": "x", "number": "0", "client_key": uuid4()})
        assert (wrong.status_code, bool(wrong.context["problem"])) == (422, True)
        last = client.post(answer.url, {"m.R1": "3", "reason": "未跟进", "number": "0", "client_key": uuid4()})
        assert last.url == opened.get_absolute_url()
        client.post(reverse("calibration:session_close", args=[opened.public_id]))
    opened.refresh_from_db()
    assert opened.state == "closed"


def test_only_what_was_marked_differently_is_shown_on_demand(cast, opened, client_of):
    page = client_of(cast.lin).get(opened.get_absolute_url() + "?show=differing").content.decode()
    assert "Leak" not in page
    assert "Resolution one" in page


def test_export_holds_what_the_page_shows(cast, opened, client_of):
    from io import BytesIO

    from openpyxl import load_workbook

    met(opened, cast)
    agree(opened, cast, "R1", {"level": 3})
    answer = client_of(cast.qian).get(reverse("calibration:session_export", args=[opened.public_id]))
    rows = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values)
    line = next(row for row in rows if str(row[0]).startswith("R1"))
    assert (line[1:5], line[5], line[6]) == (("3", "5", "2", 75), "3", "录音第二分钟")


def test_search_finds_sessions_within_sight(cast, session, client_of):
    url = f"{reverse('dashboard:search')}?q={session.number}"
    assert session.get_absolute_url() in client_of(cast.lin).get(url).content.decode()
    assert session.get_absolute_url() not in client_of(cast.wu).get(url).content.decode()


def test_working_days_move_the_day_until_which_is_scored(cast, session):
    from calibration.services.due_dates import recount_sessions

    CalibrationSession.objects.update(counted_days=2)
    assert recount_sessions() == 1
    session.refresh_from_db()
    assert session.due_on == add_workdays(session.counted_from, 2)
    assert recount_sessions() == 0


def test_sessions_of_others_stay_out_of_the_list(cast, session, client_of):
    version = session.standard_version
    call_session(cast, version=version, assessors=(cast.guo, cast.sun), title="别人的")
    page = client_of(cast.lin).get(reverse("calibration:session_list")).content.decode()
    assert ("挂失来电" in page, "别人的" in page) == (True, False)
