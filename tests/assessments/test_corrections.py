"""Corrections: a further revision with author and reason; the old one stays (R19)."""

from decimal import Decimal
from uuid import uuid4

import pytest

from assessments.enums import CycleState
from assessments.models import Cycle, ScoreSheet, ScoreTotal, SheetRevision
from assessments.services.revisions import marks_of
from assessments.services.sheets import correct_sheet, submit_sheet
from assessments.services.verification import verify_revisions, verify_totals
from foundation.audit.models import AuditEvent
from foundation.common.errors import Conflict, Invalid, NotAllowed
from foundation.notifications.models import Notification
from tests.assessments.sheet_world import full_marks, make_sheet

BETTER = {**full_marks(), "2.1": {"level": 4, "reason": "抢话一次"}}


def again(sheet) -> ScoreSheet:
    return ScoreSheet.objects.select_related("revision", "cycle", "unit", "record", "standard_version").get(pk=sheet.pk)


@pytest.fixture
def sealed(sheets):
    """Lin's sheet is sealed with 2.1 at level 3. A second sheet keeps the plan open."""
    make_sheet(sheets.plan, sheets.cast.guo)
    marks = {**full_marks(), "2.1": {"level": 3, "reason": "语气生硬"}}
    submit_sheet(sheet=sheets.sheet, actor=sheets.cast.lin, marks=marks, version=1, key=uuid4())
    return sheets


def correct(world, marks=None, **more):
    sheet = again(world.sheet)
    given = {
        "sheet": sheet,
        "actor": world.cast.li,
        "marks": marks or BETTER,
        "reason": "复听录音",
        "version": sheet.version,
        "key": uuid4(),
    }
    return correct_sheet(**{**given, **more})


def test_correction_is_a_further_revision_and_the_first_one_stays(sealed):
    receipt = correct(sealed)
    first, second = SheetRevision.objects.order_by("number")
    assert (second.author, second.reason, second.number) == (sealed.cast.li, "复听录音", 2)
    assert (again(sealed.sheet).revision, receipt["revision"], receipt["digest"]) == (second, 2, second.digest)
    assert marks_of(first)["2.1"] == {"level": 3, "reason": "语气生硬"}
    assert marks_of(second) == BETTER
    assert (first.total, second.total) == (Decimal("96.6667"), Decimal("98.3333"))


def test_correction_moves_the_totals_by_the_difference(sealed):
    correct(sealed)
    row = ScoreTotal.objects.get(level="sheet")
    assert (row.n, row.total, row.squares) == (1, 983333, 983333**2)
    assert ScoreTotal.objects.get(level="indicator", code="2.1").total == 850000
    assert (verify_totals(), verify_revisions()) == ([], [])


def test_correction_can_take_an_indicator_out_and_bring_it_back(sealed):
    correct(sealed, {**BETTER, "2.3": {"na": True}})
    assert ScoreTotal.objects.get(level="indicator", code="2.3").n == 0
    correct(sealed, BETTER)
    assert ScoreTotal.objects.get(level="indicator", code="2.3").n == 1
    assert verify_totals() == []


def test_correction_writes_the_digests_before_and_after_to_the_trail(sealed):
    before = again(sealed.sheet).revision.digest
    receipt = correct(sealed)
    event = AuditEvent.objects.get(action="assessments.sheet.correct")
    assert (event.actor_label, event.details) == ("00201", {"before": before, "after": receipt["digest"]})


def test_assessor_hears_of_a_correction_by_the_lead(sealed):
    correct(sealed)
    assert list(Notification.objects.values_list("user__username", "kind", "params")) == [
        (
            "linxiao",
            "assessments.sheet.corrected",
            {"number": sealed.sheet.number, "person": {"zh": "李文", "en": "Li Wen"}},
        )
    ]


@pytest.mark.parametrize("who", ["lin", "li"])
@pytest.mark.parametrize("state", [CycleState.COLLECTING, CycleState.FEEDBACK])
def test_assessor_and_lead_correct_until_publication(sealed, who, state):
    Cycle.objects.update(state=state)
    assert correct(sealed, actor=getattr(sealed.cast, who))["revision"] == 2


@pytest.mark.parametrize("who", ["guo", "zhou", "chen", "wu", "zhao", "sun", "qian", "feng", "he"])
def test_nobody_else_corrects(sealed, who):
    with pytest.raises(NotAllowed):
        correct(sealed, actor=getattr(sealed.cast, who))
    assert SheetRevision.objects.count() == 1


def test_nothing_is_corrected_after_publication(sealed):
    Cycle.objects.update(state=CycleState.PUBLISHED)
    for person in (sealed.cast.lin, sealed.cast.li):
        with pytest.raises(Conflict) as refused:
            correct(sealed, actor=person)
        assert refused.value.typed  # somebody may have been at it while the results were published
    with pytest.raises(NotAllowed):
        correct(sealed, actor=sealed.cast.guo)


def test_open_sheet_cannot_be_corrected(sheets):
    with pytest.raises(NotAllowed):
        correct(sheets)


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_correction_needs_a_reason(sealed, reason):
    with pytest.raises(Invalid) as refusal:
        correct(sealed, reason=reason)
    assert refusal.value.message_dict == {"reason": ["Say in up to 300 characters why the sheet is corrected."]}


def test_correction_that_changes_nothing_is_refused(sealed):
    with pytest.raises(Invalid) as refusal:
        correct(sealed, marks_of(again(sealed.sheet).revision))
    assert refusal.value.messages == ["Nothing is different from what is sealed."]


def test_correction_must_be_complete(sealed):
    with pytest.raises(Invalid) as refusal:
        correct(sealed, {**BETTER, "2.1": {"level": 2}})
    assert refusal.value.message_dict == {"2.1": ["Give the deduction reason."]}


def test_correction_from_a_stale_page_is_refused_with_what_was_typed(sealed):
    stale = again(sealed.sheet)
    correct(sealed)
    with pytest.raises(Conflict) as refusal:
        correct(sealed, {**BETTER, "2.1": {"level": 5}}, sheet=stale, version=stale.version, actor=sealed.cast.lin)
    assert refusal.value.typed[2] == ("2.1 Courtesy", "5")
    assert SheetRevision.objects.count() == 2


def test_same_correction_under_the_same_key_is_one(sealed):
    key, stale = uuid4(), again(sealed.sheet)
    first = correct(sealed, key=key)
    assert correct(sealed, key=key, version=stale.version) == first
    assert SheetRevision.objects.count() == 2
