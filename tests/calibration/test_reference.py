"""From open scores to the reference score."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from assessments.selectors.criteria import criteria_of
from calibration.comparison import compare
from calibration.enums import SessionState
from calibration.models import Attendance, Meeting, ReferenceMark, ReferenceScore, SealedScore
from calibration.selectors.agreed import agreed_marks, last_meeting, open_indicators
from calibration.selectors.sessions import scores_of
from calibration.services.reference import adopt_unanimous, close_session, record_meeting
from calibration.services.sessions import end_scoring
from calibration.verification import verify_calibration
from foundation.audit.models import AuditEvent
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from tests.calibration import world
from tests.calibration.world import agree, hand_in, met


def compared(session, person):
    return compare(criteria_of(session.standard_version), scores_of(session, person), agreed_marks(session))


def test_comparison_marks_who_differs_from_most_and_how_far(cast, opened):
    found = compared(opened, cast.li)
    lines = {line.indicator.code: line for line in found.lines}
    given = {code: {cell.person: (cell.text, cell.differs) for cell in line.cells} for code, line in lines.items()}
    assert given["A1"] == {cast.guo: ("5", False), cast.lin: ("5", False), cast.sun: ("4", True)}
    # Three marks that are all unlike: nobody has most on their side.
    assert given["R1"] == {cast.guo: ("3", True), cast.lin: ("5", True), cast.sun: ("2", True)}
    assert (lines["A1"].spread, lines["R1"].spread, lines["X1"].spread) == (25, 75, None)
    assert found.differing == 2


def test_meeting_takes_somebody_who_has_scored_and_a_time_that_can_be(cast, opened):
    for changes, field in (
        ({"present": [cast.zhou]}, "present"),
        ({"present": []}, "present"),
        ({"held_at": clock.now() + timedelta(hours=1)}, "held_at"),
        ({"held_at": clock.now() - timedelta(days=9)}, "held_at"),
    ):
        given = {"held_at": clock.now(), "present": [cast.lin], "note": "", **changes}
        with pytest.raises(Invalid) as refused:
            record_meeting(session=opened, actor=cast.li, key=uuid4(), **given)
        assert list(refused.value.message_dict) == [field]


def test_meeting_in_the_minute_in_which_the_scores_were_opened_came_after_them(cast, opened):
    minute = opened.ended_at.replace(second=0, microsecond=0)
    held = record_meeting(session=opened, actor=cast.li, held_at=minute, present=[cast.lin], note="", key=uuid4())
    assert last_meeting(opened) == held


def test_chair_is_in_the_register_and_a_later_entry_holds(cast, opened):
    first = met(opened, cast, cast.lin)
    second = met(opened, cast, cast.lin, cast.guo)
    assert {row.person for row in first.register.all()} == {cast.li, cast.lin}
    assert last_meeting(opened) == second


def test_nothing_is_agreed_without_a_meeting(cast, opened):
    with pytest.raises(Invalid):
        agree(opened, cast, "A1", {"level": 5})


@pytest.mark.parametrize(
    ("code", "mark", "more", "field"),
    [
        ("A1", {"level": 9}, {}, "mark"),
        ("A1", {}, {}, "mark"),
        ("X1", {"level": 1}, {}, "mark"),
        ("A1", {"level": 5}, {"reason": " "}, "reason"),
        ("A1", {"level": 5}, {"reason": "x" * 501}, "reason"),
    ],
)
def test_what_is_wrong_with_a_reference_mark_is_said_at_its_field(cast, opened, code, mark, more, field):
    met(opened, cast)
    with pytest.raises(Invalid) as refused:
        agree(opened, cast, code, mark, **more)
    assert list(refused.value.message_dict) == [field]
    assert not ReferenceMark.objects.exists()


def test_most_of_those_present_must_agree(cast, opened):
    met(opened, cast)
    with pytest.raises(Invalid) as refused:
        agree(opened, cast, "A1", {"level": 5}, dissenters=[cast.lin, cast.guo])
    assert list(refused.value.message_dict) == ["dissenters"]
    row = agree(opened, cast, "A1", {"level": 5}, dissenters=[cast.sun])
    assert row.dissenters == [str(cast.sun.public_id)]


def test_who_was_not_there_cannot_disagree(cast, opened):
    met(opened, cast, cast.lin, cast.guo)
    with pytest.raises(Invalid):
        agree(opened, cast, "A1", {"level": 5}, dissenters=[cast.sun])


def test_deduction_carries_the_reason_that_was_agreed(cast, opened):
    met(opened, cast)
    row = agree(opened, cast, "R1", {"level": 3})
    assert row.reason == "录音第二分钟"
    criteria = criteria_of(opened.standard_version)
    assert row.mark == (
        {"level": 3, "reason": "录音第二分钟"} if criteria.indicators["R1"].reason_below_full else {"level": 3}
    )


def test_changed_reference_mark_is_a_further_row_with_a_trail(cast, opened):
    met(opened, cast)
    agree(opened, cast, "R1", {"level": 3})
    agree(opened, cast, "R1", {"level": 2}, reason="再听一遍")
    assert [row.mark["level"] for row in opened.reference_marks.order_by("number")] == [3, 2]
    assert agreed_marks(opened)["R1"].reason == "再听一遍"
    events = AuditEvent.objects.filter(action="calibration.reference.agree").order_by("number")
    assert [event.details["after"] for event in events] == list(opened.reference_marks.values_list("digest", flat=True))


def test_stale_page_does_not_overwrite_what_was_agreed(cast, opened):
    met(opened, cast)
    agree(opened, cast, "R1", {"level": 3})
    with pytest.raises(Conflict):
        agree(opened, cast, "R1", {"level": 5}, number=0)
    assert agreed_marks(opened)["R1"].mark["level"] == 3


def test_only_a_lead_decides(cast, opened):
    with pytest.raises(NotAllowed):
        record_meeting(session=opened, actor=cast.lin, held_at=clock.now(), present=[cast.guo], note="", key=uuid4())
    met(opened, cast)
    for person in (cast.lin, cast.zhou, cast.qian):
        with pytest.raises(NotAllowed):
            agree(opened, cast, "A1", {"level": 5}, actor=person)
        with pytest.raises(NotAllowed):
            adopt_unanimous(session=opened, actor=person)
        with pytest.raises(NotAllowed):
            close_session(session=opened, actor=person)


def test_unanimous_marks_are_adopted_once_and_leave_what_was_agreed(cast, opened):
    met(opened, cast)
    assert adopt_unanimous(session=opened, actor=cast.li) == 1
    assert adopt_unanimous(session=opened, actor=cast.li) == 0
    assert agreed_marks(opened)["X1"].mark == {"triggered": False}
    assert open_indicators(opened, criteria_of(opened.standard_version)) == ["A1", "R1"]


def test_session_closes_only_when_all_is_agreed(cast, opened):
    met(opened, cast)
    agree(opened, cast, "A1", {"level": 5})
    with pytest.raises(Invalid) as refused:
        close_session(session=opened, actor=cast.li)
    assert "R1, X1" in refused.value.messages[0]


def test_reference_score_is_sealed_and_there_is_no_way_back(cast):
    session = world.closed(cast)
    reference = ReferenceScore.objects.get()
    assert (session.state, reference.total) == (SessionState.CLOSED, 80)
    with pytest.raises(Conflict):
        close_session(session=session, actor=cast.li)
    with pytest.raises(Conflict):
        agree(session, cast, "R1", {"level": 5})
    with pytest.raises(Conflict):
        met(session, cast)
    with pytest.raises(Conflict):
        end_scoring(session=session, actor=cast.li, reason="x")
    with pytest.raises(Conflict):
        hand_in(session, cast.lin)
    assert verify_calibration() == []


@pytest.mark.parametrize("model", [SealedScore, Meeting, Attendance, ReferenceMark, ReferenceScore])
def test_what_is_sealed_cannot_be_changed_or_removed(cast, model):
    world.closed(cast)
    for act in (lambda rows: rows.update(id=999_999), lambda rows: rows._raw_delete(rows.db)):
        with pytest.raises(DatabaseError), transaction.atomic():
            act(model.objects.filter(pk=model.objects.first().pk))
