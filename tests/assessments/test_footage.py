"""CCTV reviews: drawn windows asked for, answered by the unit, watched and noted (R15). Lin's, about East Branch on 12 October 2026; Chen heads it,
Wu is its liaison."""

from datetime import date, datetime
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction

from assessments.enums import CycleState, Method
from assessments.method_enums import FootageGone
from assessments.models import Cycle, FootageAnswer, FootageRequest, FootageViewing, ScoreSheet
from assessments.selectors.footage import due_on_of, footage_of_sheet
from assessments.services.evidence import add_evidence
from assessments.services.falling_out import reasons_for, replace_sheet_item
from assessments.services.footage import answer_request, note_viewing, request_footage
from assessments.services.footage_reminders import remind_of_footage
from assessments.services.sheets import submit_sheet
from assessments.services.verification import verify_revisions
from assessments.tasks import remind_assessors
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from foundation.notifications.models import Notification
from organization.worklist import work_waiting_for
from sampling.enums import ReplacementReason
from sampling.models import DrawnItem
from tests.assessments.files import png
from tests.assessments.half_days import make_half_day
from tests.assessments.sheet_world import full_marks
from tests.assessments.test_sheet_pages import JSON, again, sign_in, url
from tests.sampling.test_verification import unsealed


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """In October 2026; the 26th is a Monday."""
    return clock.at_local(date(2026, 10, day), hour, minute)


@pytest.fixture
def sheet(sheets):
    with clock.travelling(at(26, 9)):
        yield make_half_day(sheets.plan, sheets.cast.lin, Method.FOOTAGE)


def ask(sheet, actor=None, **more) -> FootageRequest:
    given = {"camera": "大堂叫号机上方", "purpose": "评估接待情况", "ground": "本行安防监控管理办法", "key": uuid4()}
    return request_footage(sheet=again(sheet), actor=actor or sheet.assessor, turn=1, **{**given, **more})


def answer(asked, cast, *, is_provided: bool = True, **more) -> FootageAnswer:
    shown = {"where": "二楼监控室", "shown_by": "孙燕", "kept_until": date(2026, 11, 30)}
    given = shown if is_provided else {"reason": FootageGone.OVERWRITTEN}
    values = {"actor": cast.wu, "key": uuid4(), **given, **more}
    return answer_request(asked=asked, is_provided=is_provided, **values)


def watch(sheet, **more) -> FootageViewing:
    given = {"at": clock.now(), "place": "二楼监控室", "present": "孙燕（安保）", "key": uuid4()}
    return note_viewing(sheet=again(sheet), actor=sheet.assessor, turn=1, **{**given, **more})


def submit(sheet) -> dict:
    present = again(sheet)
    return submit_sheet(sheet=present, actor=present.assessor, marks=full_marks(), version=present.version, key=uuid4())


def gap(sheet) -> str:
    with pytest.raises(Invalid) as refusal:
        submit(sheet)
    return refusal.value.message_dict["footage"][0]


# -- Asking


def test_two_windows_follow_from_the_draw_and_are_kept_with_the_request(sheet):
    asked = ask(sheet)
    assert [f"{clock.local(one.start):%H:%M}–{clock.local(one.end):%H:%M}" for one in footage_of_sheet(sheet).windows] == [
        "14:44–14:59", "15:37–15:52",
    ]  # fmt: skip
    assert asked.windows == [
        ["2026-10-12T06:44:00+00:00", "2026-10-12T06:59:00+00:00"],
        ["2026-10-12T07:37:00+00:00", "2026-10-12T07:52:00+00:00"],
    ]


def test_unit_is_told_and_finds_a_row_with_a_deadline_of_two_working_days(sheet, sheets):
    asked = ask(sheet)
    cast = sheets.cast
    told = Notification.objects.filter(kind="assessments.footage.asked").values_list("user", flat=True)
    assert set(told) == {cast.chen.user_id, cast.wu.user_id}
    for person in (cast.chen, cast.wu):
        [item] = [one for one in work_waiting_for(person) if one.group == "footage"]
        assert (item.due_on, item.url) == (date(2026, 10, 28), asked.get_absolute_url())
    assert [one for one in work_waiting_for(cast.li) if one.group == "footage"] == []


def test_lead_asks_too_and_nobody_else(sheet, sheets):
    cast = sheets.cast
    for person in (cast.guo, cast.qian, cast.chen, cast.zhou):
        with pytest.raises(NotAllowed):
            ask(sheet, person)
    assert ask(sheet, cast.li).person == cast.li


@pytest.mark.parametrize(("field", "text"), [("camera", " "), ("purpose", ""), ("ground", ""), ("camera", "x" * 121)])
def test_request_says_what_why_and_on_which_ground(sheet, field, text):
    with pytest.raises(Invalid) as refusal:
        ask(sheet, **{field: text})
    assert list(refusal.value.message_dict) == [field]


def test_footage_is_asked_for_once_until_the_camera_has_nothing(sheet, sheets):
    first = ask(sheet)
    with pytest.raises(Conflict):
        ask(sheet)
    answer(first, sheets.cast, is_provided=False)
    second = ask(sheet, camera="三号柜台")
    assert (second.number, footage_of_sheet(sheet).asked.request) == (2, second)
    with pytest.raises(Conflict, match="not wanted any more"):
        answer(first, sheets.cast)


# -- The unit's answer


def test_head_and_liaison_answer_and_assessors_are_told(sheet, sheets):
    asked, cast = ask(sheet), sheets.cast
    row = answer(asked, cast, actor=cast.chen)
    assert (row.is_late, row.due_on) == (False, date(2026, 10, 28))
    assert [one for one in work_waiting_for(cast.wu) if one.group == "footage"] == []
    assert Notification.objects.get(kind="assessments.footage.answered").user == cast.lin.user
    assert not Notification.objects.filter(kind="assessments.footage.late").exists()


def test_nobody_else_answers(sheet, sheets):
    asked, cast = ask(sheet), sheets.cast
    for person in (cast.lin, cast.li, cast.qian, cast.zhao):
        with pytest.raises(NotAllowed):
            answer(asked, cast, actor=person)


@pytest.mark.parametrize(
    ("is_provided", "more", "field"),
    [
        (True, {"where": ""}, "where"),
        (True, {"shown_by": ""}, "shown_by"),
        (True, {"kept_until": None}, "kept_until"),
        (True, {"kept_until": date(2026, 10, 25)}, "kept_until"),
        (False, {"reason": ""}, "reason"),
        (False, {"reason": "lost"}, "reason"),
        (False, {"reason": FootageGone.OTHER, "text": " "}, "text"),
    ],
)
def test_answer_without_what_it_needs_is_refused_beside_the_field(sheet, sheets, is_provided, more, field):
    with pytest.raises(Invalid) as refusal:
        answer(ask(sheet), sheets.cast, is_provided=is_provided, **more)
    assert list(refusal.value.message_dict) == [field]


def test_late_answer_is_marked_and_leads_are_told(sheet, sheets):
    asked, cast = ask(sheet), sheets.cast
    with clock.travelling(at(29, 9)):
        [item] = [one for one in work_waiting_for(cast.li) if one.group == "footage"]
        assert (item.title, item.due_on) == ("1 unit has not answered about footage", date(2026, 10, 28))
        assert answer(asked, cast).is_late
        assert Notification.objects.get(kind="assessments.footage.late").user == cast.li.user
        assert [one for one in work_waiting_for(cast.li) if one.group == "footage"] == []


def told_of(what: str) -> set[int]:
    return set(Notification.objects.filter(kind=f"assessments.footage.{what}").values_list("user", flat=True))


def test_unit_is_reminded_a_working_day_before_and_once_it_is_late_and_leads_then(sheet, sheets):
    cast = sheets.cast
    unit = {cast.chen.user_id, cast.wu.user_id}
    with clock.travelling(at(22, 9)):  # a Thursday: due on Monday
        ask(sheet)
        assert (remind_of_footage(), told_of("due_soon")) == (0, set())
    with clock.travelling(at(23, 9)):
        assert (remind_of_footage(), remind_of_footage(), told_of("due_soon")) == (1, 1, unit)
    with clock.travelling(at(26, 9)):
        remind_of_footage()
        assert (told_of("overdue"), told_of("unanswered")) == (set(), set())
    with clock.travelling(at(27, 9)):
        assert (remind_of_footage(), remind_of_footage()) == (1, 1)
    assert (told_of("overdue"), told_of("unanswered")) == (unit, {cast.li.user_id})
    assert Notification.objects.filter(kind__startswith="assessments.footage").count() == 2 + 2 + 2 + 1


def test_nobody_is_reminded_of_footage_that_is_answered(sheet, sheets):
    answer(ask(sheet), sheets.cast)
    with clock.travelling(at(29, 9)):
        remind_assessors()
        assert (
            Notification.objects.filter(
                kind__in=["assessments.footage.due_soon", "assessments.footage.overdue"]
            ).count()
            == 0
        )


def test_schedule_reminds_of_footage(sheet, sheets):
    ask(sheet)
    with clock.travelling(at(29, 9)):
        remind_assessors()
    assert told_of("unanswered") == {sheets.cast.li.user_id}


def test_unit_answers_anew_until_somebody_has_watched(sheet, sheets):
    asked, cast = ask(sheet), sheets.cast
    answer(asked, cast, is_provided=False)
    answer(asked, cast)
    assert footage_of_sheet(sheet).is_provided
    watch(sheet)
    with pytest.raises(Conflict, match="was watched already"):
        answer(asked, cast, is_provided=False)


def test_two_of_the_unit_do_not_answer_over_each_other(sheet, sheets, client):
    asked, cast = ask(sheet), sheets.cast
    chen, address = sign_in(client, cast.chen), f"{asked.get_absolute_url()}answer/"
    assert '<input type="hidden" name="seen" value="0"' in chen.get(asked.get_absolute_url()).content.decode()
    answer(asked, cast)
    sent = {"choice": "gone", "reason": "overwritten", "text": "硬盘已满", "seen": "0", "client_key": str(uuid4())}
    late = chen.post(address, sent)
    assert late.status_code == 409 and "硬盘已满" in late.content.decode()
    assert footage_of_sheet(sheet).is_provided
    assert chen.post(address, {**sent, "seen": "1", "client_key": str(uuid4())}).status_code == 302
    assert footage_of_sheet(sheet).is_gone


def test_answer_that_is_sent_twice_is_kept_once(sheet, sheets):
    asked, key = ask(sheet), uuid4()
    rows = [answer(asked, sheets.cast, key=key, seen=0) for _time in range(2)]
    assert rows[0] == rows[1] and FootageAnswer.objects.count() == 1


def test_rows_are_never_changed(sheet, sheets):
    asked = ask(sheet)
    for row in (asked, answer(asked, sheets.cast), watch(sheet)):
        with pytest.raises(DatabaseError), transaction.atomic():
            row.save()


# -- Watching


def test_viewing_is_noted_with_who_was_present_and_encrypted(sheet, sheets):
    answer(ask(sheet), sheets.cast)
    row = watch(sheet)
    with connection.cursor() as cursor:
        cursor.execute("SELECT present FROM assessments_footageviewing")
        assert "孙燕" not in cursor.fetchone()[0]
    corrected = watch(sheet, place="安保部", corrects=row.public_id)
    assert [one.place for one in footage_of_sheet(sheet).valid] == ["安保部"]
    with pytest.raises(Conflict):
        watch(sheet, corrects=row.public_id)
    assert corrected.person == sheet.assessor


def test_nothing_can_have_been_watched_that_was_not_provided(sheet, sheets):
    asked = ask(sheet)
    with pytest.raises(Conflict):
        watch(sheet)
    answer(asked, sheets.cast, is_provided=False)
    with pytest.raises(Conflict):
        watch(sheet)


def test_unit_undoes_no_viewing_by_taking_its_word_back(sheet, sheets, client):
    asked = ask(sheet)
    offered = answer(asked, sheets.cast)
    with clock.travelling(at(26, 11)):
        answer(asked, sheets.cast, is_provided=False)
        lin = sign_in(client, sheets.cast.lin)
        assert "Note the viewing" in lin.get(url("sheet_score", sheet)).content.decode()
    with clock.travelling(at(26, 12)):
        with pytest.raises(Invalid, match="had not provided the footage by then"):
            watch(sheet, at=at(26, 11, 30))
        row = watch(sheet, at=at(26, 10))
        assert row.answer == offered
        with pytest.raises(Invalid, match="The footage was watched"):
            fall_out(sheet, ReplacementReason.FOOTAGE_GONE)
        submit(sheet)
    assert verify_revisions() == []


@pytest.mark.parametrize(
    ("more", "field"),
    [({"at": at(26, 8, 59)}, "at"), ({"at": at(26, 9, 1)}, "at"), ({"at": None}, "at"), ({"place": ""}, "place"), ({"present": ""}, "present")],
)  # fmt: skip
def test_viewing_without_time_place_or_company_is_refused(sheet, sheets, more, field):
    answer(ask(sheet), sheets.cast)
    with pytest.raises(Invalid) as refusal:
        watch(sheet, **more)
    assert list(refusal.value.message_dict) == [field]


# -- Sealing


def test_sheet_is_sealed_only_after_a_noted_viewing(sheet, sheets):
    assert gap(sheet) == "Ask the unit for the footage first."
    asked = ask(sheet)
    assert gap(sheet) == "The unit has not answered yet."
    answer(asked, sheets.cast, is_provided=False)
    assert gap(sheet).startswith("The footage is not available")
    answer(asked, sheets.cast)
    assert gap(sheet).startswith("Note when and where you watched the footage")
    watch(sheet)
    submit(sheet)
    assert verify_revisions() == []
    with pytest.raises(Conflict):
        watch(sheet)


def test_answer_that_was_slipped_in_afterwards_is_found(sheet, sheets):
    asked = ask(sheet)
    row = answer(asked, sheets.cast)
    watch(sheet)
    submit(sheet)
    FootageAnswer.objects.create(
        request=asked, number=2, person=row.person, is_provided=False, reason="overwritten", due_on=due_on_of(asked)
    )
    assert any("is not what was sealed" in fault for fault in verify_revisions())


def test_seal_says_which_viewing_another_one_replaces(sheet, sheets):
    answer(ask(sheet), sheets.cast)
    first, second = watch(sheet), watch(sheet, place="一楼")
    right = watch(sheet, place="三楼", corrects=first.public_id)
    submit(sheet)
    assert verify_revisions() == []
    with unsealed(FootageViewing):
        FootageViewing.objects.filter(pk=right.pk).update(corrects=second)
    assert verify_revisions() == [f"Sheet {sheet.number}: revision 1 is not what was sealed."]


def test_somebody_who_gets_the_sheet_watches_for_themselves(sheet, sheets):
    answer(ask(sheet), sheets.cast)
    watch(sheet)
    ScoreSheet.objects.filter(pk=sheet.pk).update(assessor=sheets.cast.guo)
    assert gap(sheet).startswith("Note when and where you watched the footage")


def test_footage_itself_is_never_uploaded_stills_are(sheet):
    def add(name: str, source):
        return add_evidence(sheet=again(sheet), actor=sheet.assessor, source=source, name=name, key=uuid4())

    with pytest.raises(Invalid, match="Footage stays with the unit"):
        add("footage.pdf", SimpleUploadedFile("footage.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"))
    assert add("still.png", png()).sheet == sheet


# -- Falling out


def fall_out(sheet, reason, actor=None):
    present = again(sheet)
    return replace_sheet_item(
        sheet=present, turn=1, actor=actor or sheet.assessor, reason=reason, note="其他情况", key=uuid4()
    )


def test_half_day_falls_out_only_where_the_unit_says_that_its_footage_is_gone(sheet, sheets):
    assert ReplacementReason.FOOTAGE_GONE in reasons_for(sheet)
    assert ReplacementReason.IMPOSSIBLE not in reasons_for(sheet)
    asked = ask(sheet)
    with pytest.raises(Invalid, match="Only where the unit has answered"):
        fall_out(sheet, ReplacementReason.FOOTAGE_GONE)
    answer(asked, sheets.cast, is_provided=False)
    item = DrawnItem.objects.create(
        draw=sheet.item.draw, stratum="footage", position=900, key="footage:2026-10-13-am", is_reserve=True
    )
    fall_out(sheet, ReplacementReason.FOOTAGE_GONE)
    present = again(sheet)
    assert (present.item, present.item.replaces.reason) == (item, "footage_gone")
    so_far = footage_of_sheet(present)
    assert so_far.asked is None and so_far.may_ask


def test_watched_half_day_does_not_fall_out_for_its_assessor(sheet, sheets):
    answer(ask(sheet), sheets.cast)
    watch(sheet)
    with pytest.raises(Invalid, match="The footage was watched"):
        fall_out(sheet, ReplacementReason.OTHER)


# -- Pages


def test_assessor_asks_and_notes_beside_the_form(sheet, sheets, client):
    lin = sign_in(client, sheets.cast.lin)
    page = lin.get(url("sheet_score", sheet)).content.decode()
    assert "Ask the unit for the footage" in page and "14:44–14:59" in page
    sent = {"turn": 1, "camera": "大堂", "purpose": "评估", "ground": "管理办法", "client_key": str(uuid4())}
    assert lin.post(url("footage_ask", sheet), {**sent, "camera": ""}).status_code == 422
    assert lin.post(url("footage_ask", sheet), sent).status_code == 302
    answer(FootageRequest.objects.get(), sheets.cast)
    assert "Note the viewing" in lin.get(url("sheet_score", sheet)).content.decode()
    viewed = {"turn": 1, "at": "2026-10-26T09:00", "place": "监控室", "present": "孙燕", "client_key": str(uuid4())}
    assert lin.post(url("footage_view", sheet), {**viewed, "present": ""}, headers=JSON).status_code == 422
    part = lin.post(url("footage_view", sheet), viewed, headers=JSON).content.decode()
    assert "present: 孙燕" in part


def test_lead_asks_from_the_page_of_the_sheet(sheet, sheets, client):
    li = sign_in(client, sheets.cast.li)
    assert "Ask for the footage" in li.get(url("sheet_detail", sheet)).content.decode()
    sent = {"turn": 1, "camera": "", "purpose": "评估", "ground": "管理办法", "client_key": str(uuid4())}
    refused = li.post(url("footage_ask", sheet), sent)
    assert refused.status_code == 422 and "评估" in refused.content.decode()
    assert li.post(url("footage_ask", sheet), {**sent, "camera": "大堂"}).url == url("sheet_detail", sheet)


def test_unit_answers_on_its_page_and_sees_no_sheet(sheet, sheets, client):
    asked = ask(sheet)
    wu = sign_in(client, sheets.cast.wu)
    page = wu.get(asked.get_absolute_url()).content.decode()
    assert "Can the footage be watched?" in page and sheet.number not in page
    sent = {"choice": "gone", "reason": "", "text": "", "client_key": str(uuid4())}
    address = f"{asked.get_absolute_url()}answer/"
    refused = wu.post(address, sent)
    assert refused.status_code == 422 and "Choose why it is not available." in refused.content.decode()
    assert wu.post(address, {**sent, "reason": "overwritten"}).status_code == 302
    page = wu.get(asked.get_absolute_url()).content.decode()
    assert "Overwritten already" in page and "Answer anew" in page
    assert wu.get(url("sheet_detail", sheet)).status_code == 404


def test_log_of_viewings_is_read_by_supervisors_and_not_by_the_unit(sheet, sheets, client):
    answer(ask(sheet), sheets.cast)
    watch(sheet)
    submit(sheet)
    Cycle.objects.filter(pk=sheet.cycle_id).update(state=CycleState.FEEDBACK)
    assert "孙燕（安保）" in sign_in(client, sheets.cast.qian).get(url("sheet_detail", sheet)).content.decode()
    assert "孙燕（安保）" not in sign_in(client, sheets.cast.chen).get(url("sheet_detail", sheet)).content.decode()
