"""Drafts: saved under a version, checked strictly, nobody else's (R16, R18)."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from assessments.enums import Method, SheetState
from assessments.models import ScoreSheet
from assessments.services.drafts import save_draft
from assessments.services.visits import Visit
from foundation.audit.models import AuditEvent
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from tests.assessments.sheet_world import make_sheet


def again(sheet) -> ScoreSheet:
    return ScoreSheet.objects.get(pk=sheet.pk)


def save(world, marks, **more):
    return save_draft(
        **{"sheet": world.sheet, "actor": world.cast.lin, "marks": marks, "version": world.sheet.version, **more}
    )


def test_first_save_starts_the_sheet(sheets):
    assert save(sheets, {"2.1": {"level": 4, "reason": " 抢话一次 "}}) == 2
    kept = again(sheets.sheet)
    assert (kept.state, kept.draft, kept.draft_by) == (
        SheetState.DRAFT,
        {"2.1": {"level": 4, "reason": "抢话一次"}},
        sheets.cast.lin,
    )
    assert kept.started_at == kept.draft_saved_at
    assert list(AuditEvent.objects.values_list("action", flat=True)) == ["assessments.sheet.start"]


def test_second_save_keeps_the_start(sheets):
    save(sheets, {"2.1": {"level": 4}})
    began = again(sheets.sheet).started_at
    assert save(sheets, {"2.1": {"level": 5}, "2.2": {"level": 3}}) == 3
    kept = again(sheets.sheet)
    assert (kept.started_at, kept.draft) == (began, {"2.1": {"level": 5}, "2.2": {"level": 3}})
    assert AuditEvent.objects.count() == 1


def test_draft_keeps_a_reason_without_a_mark_and_drops_empty_marks(sheets):
    save(sheets, {"2.1": {"reason": "等待确认"}, "2.2": {}, "2.3": {"reason": "  "}})
    assert again(sheets.sheet).draft == {"2.1": {"reason": "等待确认"}}


def test_stale_version_is_refused_with_what_was_typed(sheets):
    save(sheets, {"2.1": {"level": 4}})
    with pytest.raises(Conflict) as refusal:
        save(sheets, {"2.1": {"level": 3, "reason": "慢"}, "3.R": {"triggered": False}}, version=1)
    assert refusal.value.typed == [("2.1 Courtesy", "3 · 慢"), ("3.R Leak of customer data", "not triggered")]
    assert refusal.value.message == "林晓 has saved other marks on this sheet in the meantime."
    assert again(sheets.sheet).draft == {"2.1": {"level": 4}}


def test_version_that_moved_after_the_page_read_it_is_refused(sheets):
    stale = again(sheets.sheet)
    save(sheets, {"2.1": {"level": 4}})
    with pytest.raises(Conflict):
        save_draft(sheet=stale, actor=sheets.cast.lin, marks={"2.1": {"level": 1}}, version=stale.version)
    assert again(sheets.sheet).draft == {"2.1": {"level": 4}}


def test_page_whose_answer_was_lost_is_not_in_conflict_with_itself(sheets):
    key = uuid4()
    save(sheets, {"2.1": {"level": 4}}, key=key, sequence=1)
    assert save(sheets, {"2.1": {"level": 5}}, version=1, key=key, sequence=2) == 3
    assert again(sheets.sheet).draft == {"2.1": {"level": 5}}


def test_very_same_save_again_writes_nothing_and_gets_the_same_answer(sheets):
    """A device that was killed before it heard the answer sends what it has kept, with the key that it had (R18)."""
    key, marks = uuid4(), {"2.1": {"level": 4}}
    assert save(sheets, marks, key=key, sequence=1) == 2
    saved_at = again(sheets.sheet).draft_saved_at
    assert save(sheets, marks, version=1, key=key, sequence=1) == 2
    assert (again(sheets.sheet).version, again(sheets.sheet).draft_saved_at) == (2, saved_at)
    with pytest.raises(Conflict):
        save(sheets, {"2.1": {"level": 1}}, version=1, key=key, sequence=1)
    assert again(sheets.sheet).draft == marks


def test_save_that_arrives_late_does_not_undo_a_newer_one(sheets):
    key = uuid4()
    save(sheets, {"2.1": {"level": 5}}, key=key, sequence=2)
    with pytest.raises(Conflict):
        save(sheets, {"2.1": {"level": 4}}, version=1, key=key, sequence=1)
    assert again(sheets.sheet).draft == {"2.1": {"level": 5}}


def test_lost_answer_does_not_excuse_another_page(sheets):
    key = uuid4()
    save(sheets, {"2.1": {"level": 4}}, key=key, sequence=1)
    save(sheets, {"2.1": {"level": 1}}, key=uuid4(), sequence=1)
    with pytest.raises(Conflict):
        save(sheets, {"2.1": {"level": 5}}, version=2, key=key, sequence=2)


@pytest.mark.parametrize(
    ("code", "mark"),
    [
        ("9.9", {"level": 5}),
        ("1.M", {"level": 5}),
        ("2.1", {"level": 6}),
        ("2.1", {"level": "5"}),
        ("2.1", {"level": True}),
        ("2.1", {"level": 5.0}),
        ("2.1", {"points": "100"}),
        ("2.1", {"level": 5, "na": True}),
        ("2.1", {"level": 5, "comment": "?"}),
        ("2.1", {"na": True}),
        ("2.3", {"na": "yes"}),
        ("2.1", {"triggered": False}),
        ("3.R", {"triggered": 1}),
        ("3.R", {"level": 1}),
        ("3.3", {"points": "30.0001"}),
        ("3.3", {"points": "-1"}),
        ("3.3", {"points": "1.00001"}),
        ("3.3", {"points": "９"}),
        ("3.3", {"points": "NaN"}),
        ("3.3", {"points": "Infinity"}),
        ("3.3", {"points": "1e1"}),
        ("3.3", {"points": "1,5"}),
        ("3.3", {"points": " 5"}),
        ("3.3", {"points": "05"}),
        ("3.3", {"points": ""}),
        ("3.3", {"points": 5}),
        ("2.1", {"reason": "x" * 501}),
        ("2.1", {"reason": "a\x00b"}),
        ("2.1", {"reason": 5}),
        ("2.1", 5),
    ],
)
def test_mark_that_the_standard_does_not_allow_is_refused(sheets, code, mark):
    with pytest.raises(Invalid):
        save(sheets, {code: mark})
    assert (again(sheets.sheet).state, again(sheets.sheet).draft) == (SheetState.ASSIGNED, {})


@pytest.mark.parametrize(
    ("typed", "kept"), [("7.5", "7.5"), ("30", "30"), ("0", "0"), ("7.5000", "7.5"), ("10", "10"), ("0.0001", "0.0001")]
)
def test_points_are_kept_exactly(sheets, typed, kept):
    save(sheets, {"3.3": {"points": typed}})
    assert again(sheets.sheet).draft == {"3.3": {"points": kept}}
    assert Decimal(kept) == Decimal(typed)


def test_wrong_marks_are_all_named(sheets):
    with pytest.raises(Invalid) as refusal:
        save(sheets, {"2.1": {"level": 9}, "3.3": {"points": "1e5"}, "2.2": {"level": 5}})
    assert refusal.value.message_dict == {
        "2.1": ["This indicator has no such level."],
        "3.3": ["Enter points from 0 to 30 in plain digits, with at most four decimals."],
    }


@pytest.mark.parametrize("who", ["guo", "li", "zhou", "chen", "wu", "zhao", "qian", "feng", "he"])
def test_only_the_assigned_assessor_saves(sheets, who):
    with pytest.raises(NotAllowed):
        save(sheets, {"2.1": {"level": 4}}, actor=getattr(sheets.cast, who))


def test_assessor_who_worked_in_the_unit_at_the_time_is_refused(sheets):
    from organization.models import FormerUnit

    day = clock.local(sheets.sheet.record.occurred_at).date()
    FormerUnit.objects.create(person=sheets.cast.lin, unit=sheets.cast.east, since=None, until=day + timedelta(days=1))
    with pytest.raises(NotAllowed):
        save(sheets, {"2.1": {"level": 4}})


def test_both_assessors_of_a_visit_save_the_joint_sheet(sheets):
    cast = sheets.cast
    visit = make_sheet(sheets.plan, cast.lin, method=Method.ON_SITE, co_assessor=cast.guo)
    at = clock.now() - timedelta(hours=1)
    version = save_draft(
        sheet=visit, actor=cast.lin, marks={"2.1": {"level": 4}}, version=1, visit=Visit(at, "一楼营业大厅")
    )
    save_draft(sheet=again(visit), actor=cast.guo, marks={"2.1": {"level": 5}}, version=version)
    kept = again(visit)
    assert (kept.draft, kept.draft_by, kept.visited_at, kept.place) == (
        {"2.1": {"level": 5}},
        cast.guo,
        at,
        "一楼营业大厅",
    )
