"""Opening a session, handing in, and the end of the blind part."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.models import ScoreTotal
from calibration.enums import BlindState, SessionState
from calibration.models import BlindSheet, CalibrationSession, SealedScore
from calibration.selectors.items import find_item
from calibration.services.scoring import save_draft, submit_blind
from calibration.services.sessions import Described, end_scoring
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from foundation.notifications.models import Notification
from foundation.workdays.calendar import is_workday
from tests.architecture.world import World
from tests.assessments.sheet_world import make_record
from tests.calibration import world
from tests.calibration.world import ALL_SAME, call_session, hand_in, marks, sheet_of


def test_lead_opens_a_session_and_its_assessors_are_told(cast, session):
    assert (session.number, session.state) == (f"CAL-{clock.today().year}-0001", SessionState.SCORING)
    assert {sheet.assessor for sheet in session.sheets.all()} == {cast.lin, cast.guo, cast.sun}
    told = Notification.objects.filter(kind="calibration.session.opened").values_list("user", flat=True)
    assert set(told) == {cast.lin.user_id, cast.guo.user_id, cast.sun.user_id}


def test_numbers_go_on_without_a_gap(cast, session):
    assert call_session(cast, version=session.standard_version).number.endswith("-0002")


def test_assessor_opens_no_session(cast):
    with pytest.raises(NotAllowed):
        call_session(cast, actor=cast.lin)


def test_the_same_key_opens_one_session(cast):
    key, record = uuid4(), make_record(cast.east)
    given = {"item": world.Item(record), "key": key, "version": world.make_version()}
    assert call_session(cast, **given) == call_session(cast, **given)
    assert CalibrationSession.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"item": None}, "reference"),
        ({"described": Described("也有描述")}, "reference"),
        ({"due_on": clock.today() - timedelta(days=1)}, "due_on"),
        ({"due_on": clock.today() + timedelta(days=400)}, "due_on"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(cast, changes, field):
    with pytest.raises(Invalid) as refused:
        call_session(cast, **changes)
    assert list(refused.value.message_dict) == [field]


def test_a_rest_day_is_no_due_day(cast):
    day = next(clock.today() + timedelta(days=n) for n in range(1, 9) if not is_workday(clock.today() + timedelta(days=n)))  # fmt: skip
    with pytest.raises(Invalid) as refused:
        call_session(cast, due_on=day)
    assert list(refused.value.message_dict) == ["due_on"]


def problem_of(cast, *assessors, **more) -> str:
    with pytest.raises(Invalid) as refused:
        call_session(cast, assessors=assessors, **more)
    return " ".join(refused.value.message_dict["assessors"])


def test_one_assessor_is_no_calibration(cast):
    assert "2" in problem_of(cast, cast.lin)


def test_head_scores_no_record_of_the_own_unit(cast):
    assert cast.chen.name in problem_of(cast, cast.lin, cast.guo, cast.chen)


def test_supervisor_scores_nothing(cast):
    assert cast.qian.name in problem_of(cast, cast.lin, cast.guo, cast.qian)


def test_nobody_scores_the_own_service(cast):
    item = world.Item(make_record(cast.east, agent=cast.lin.staff_number))
    assert cast.lin.name in problem_of(cast, cast.lin, cast.guo, item=item)


def test_who_knows_the_item_from_an_earlier_session_cannot_score_it_blind(cast, session):
    item = world.Item(session.record)
    assert cast.lin.name in problem_of(cast, cast.lin, cast.li, item=item, version=session.standard_version)


def test_item_is_found_by_its_sheet_once_that_is_sealed(cast):
    one = World(cast)
    sheet = one.sheet
    with pytest.raises(Invalid) as refused:
        find_item(sheet.number, cast.li)
    assert sheet.number in refused.value.message_dict["reference"][0]
    assert one.sealed_sheet
    found = find_item(sheet.number.lower(), cast.li)
    assert (found.record, found.drawn) == (sheet.record, sheet.item)
    assert cast.lin.name in problem_of(cast, cast.lin, cast.guo, item=found, version=sheet.standard_version)


def test_record_outside_the_readers_sight_is_not_found(cast):
    record = make_record(cast.west)
    with pytest.raises(Invalid):
        find_item(record.number, cast.lin)
    assert find_item(record.key, cast.li).record == record


def test_described_item_takes_a_recording_and_no_program(cast):
    sound = SimpleUploadedFile("来电.mp3", b"ID3" + b"0" * 64)
    session = call_session(cast, item=None, described=Described("客户来电挂失", sound, "phone"))
    assert (session.record, session.description, session.attachment.content_type) == (
        None,
        "客户来电挂失",
        "audio/mpeg",
    )
    with pytest.raises(Invalid):
        program = Described("", SimpleUploadedFile("a.mp3", b"MZ" + b"0" * 64))
        call_session(cast, item=None, described=program, version=session.standard_version)


def test_draft_is_kept_and_seen_again(cast, session):
    sheet = sheet_of(session, cast.lin)
    version = save_draft(sheet=sheet, actor=cast.lin, marks={"A1": {"level": 4}}, version=sheet.version)
    present = sheet_of(session, cast.lin)
    assert (present.version, present.state, present.draft) == (version, BlindState.DRAFT, {"A1": {"level": 4}})


def test_stale_window_overwrites_nothing(cast, session):
    sheet = sheet_of(session, cast.lin)
    stale = sheet_of(session, cast.lin)
    save_draft(sheet=sheet, actor=cast.lin, marks={"A1": {"level": 4}}, version=sheet.version)
    with pytest.raises(Conflict) as refused:
        save_draft(sheet=stale, actor=cast.lin, marks={"A1": {"level": 1}}, version=stale.version)
    assert refused.value.typed[0][1] == "1"
    assert sheet_of(session, cast.lin).draft == {"A1": {"level": 4}}


def test_nobody_scores_on_somebody_elses_sheet(cast, session):
    sheet = sheet_of(session, cast.lin)
    for other in (cast.guo, cast.li, cast.qian):
        with pytest.raises(NotAllowed):
            save_draft(sheet=sheet, actor=other, marks={}, version=sheet.version)
        with pytest.raises(NotAllowed):
            submit_blind(sheet=sheet, actor=other, marks=ALL_SAME, version=sheet.version, key=uuid4())


def test_incomplete_sheet_is_not_sealed(cast, session):
    with pytest.raises(Invalid) as refused:
        hand_in(session, cast.lin, {"A1": {"level": 4}, "R1": {"level": 5}})
    assert sorted(refused.value.message_dict) == ["A1", "X1"]


def test_score_is_that_of_a_score_sheet_and_counts_in_no_result(cast, session):
    hand_in(session, cast.lin, marks(5, 3))
    score = SealedScore.objects.get()
    assert (score.total, score.triggered) == (80, [])  # 60 % of 100 and 40 % of 50
    assert not ScoreTotal.objects.exists()


def test_a_double_submit_is_one_score_with_one_receipt(cast, session):
    sheet, key = sheet_of(session, cast.lin), uuid4()
    first = submit_blind(sheet=sheet, actor=cast.lin, marks=ALL_SAME, version=sheet.version, key=key)
    again = submit_blind(sheet=sheet_of(session, cast.lin), actor=cast.lin, marks=ALL_SAME, version=1, key=key)
    assert first == again
    assert SealedScore.objects.count() == 1
    with pytest.raises(Conflict):
        hand_in(session, cast.lin)


def test_last_submission_opens_the_scores(cast, session):
    for person in (cast.lin, cast.guo):
        hand_in(session, person)
    session.refresh_from_db()
    assert session.state == SessionState.SCORING
    hand_in(session, cast.sun)
    session.refresh_from_db()
    assert (session.state, session.ended_by) == (SessionState.DISCUSSING, None)
    told = Notification.objects.filter(kind="calibration.session.opened_scores").values_list("user", flat=True)
    assert set(told) == {person.user_id for person in (cast.lin, cast.guo, cast.sun, cast.li)}


def test_lead_ends_the_scoring_with_the_missing_named(cast, session):
    for person in (cast.lin, cast.guo):
        hand_in(session, person)
    sheet = sheet_of(session, cast.sun)
    save_draft(sheet=sheet, actor=cast.sun, marks={"A1": {"level": 2}}, version=sheet.version)
    with pytest.raises(Invalid):
        end_scoring(session=session, actor=cast.li, reason=" ")
    end_scoring(session=session, actor=cast.li, reason="孙燕出差")
    missed = BlindSheet.objects.get(state=BlindState.MISSED)
    assert (session.state, session.ended_reason, missed.assessor, missed.draft) == (
        "discussing",
        "孙燕出差",
        cast.sun,
        {},
    )
    with pytest.raises(Conflict):
        hand_in(session, cast.sun)


def test_with_one_score_there_is_nothing_to_compare(cast, session):
    hand_in(session, cast.lin)
    end_scoring(session=session, actor=cast.li, reason="无人提交")
    assert session.state == SessionState.CALLED_OFF


def test_only_a_lead_ends_the_scoring(cast, session):
    for person in (cast.lin, cast.zhou, cast.qian):
        with pytest.raises(NotAllowed):
            end_scoring(session=session, actor=person, reason="x")
