"""The final ruling: who may, what it says, and the one correction that it leads to (R21)."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from appeals import services
from appeals.enums import AppealState
from appeals.models import Appeal, Consent, Ruling
from appeals.rules import may_lead_clarification, objections_to_ruling
from appeals.services.verification import verify_appeals
from assessments.models import Amendment, Handover, PlanDecision, Recusal, ScoreTotal, SheetRevision
from assessments.rules.sheets import may_amend_sheet
from assessments.selectors.gates import are_amended, figures_have_moved
from assessments.services.amending import amend_sheet, verify_amendments
from assessments.services.passing import require_approved
from assessments.services.revisions import marks_of
from assessments.services.sheets import correct_sheet
from assessments.services.verification import verify_revisions, verify_totals
from foundation.audit.models import AuditEvent
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from foundation.notifications.models import Notification
from organization.models import FormerUnit
from tests.appeals.world import AFTER, GIVEN, fresh


def test_ruling_decides_each_point_and_leads_to_one_further_revision(world):
    appeal = world.referred()
    ruling = world.ruled(appeal, i21="accepted", i33=("in_part", "25"))
    appeal, second = fresh(appeal), world.fresh_sheet().revision
    assert (appeal.state, appeal.outcome, ruling.state, ruling.revision) == ("ruled", "in_part", "final", second)
    assert (second.number, second.author, second.reason) == (2, world.cast.sun, f"{appeal.number} · 经复听录音裁定")
    now = marks_of(second)
    # full marks need no deduction reason; what stays below them keeps the one that was given
    assert (now["2.1"], now["3.3"]) == ({"level": 5}, {"points": "25", "reason": "记录不全"})
    assert {code: mark for code, mark in now.items() if code not in ("2.1", "3.3")} == {
        code: mark for code, mark in GIVEN.items() if code not in ("2.1", "3.3")
    }
    assert [(row.outcome, row.change) for row in ruling.points.all()] == [
        ("accepted", Decimal(30)),
        ("in_part", Decimal("16.6666")),
    ]


def test_totals_move_by_the_difference_once_and_everything_can_be_verified(world):
    before = ScoreTotal.objects.get(level="sheet").total
    world.ruled(world.referred(), i21="accepted")
    row = ScoreTotal.objects.get(level="sheet")
    assert (row.n, row.total > before) == (1, True)
    assert ScoreTotal.objects.get(level="indicator", code="2.1").total == 1_000_000
    assert [*verify_totals(), *verify_revisions(), *verify_amendments(), *verify_appeals()] == []


def test_refusal_leaves_the_sheet_as_it_was(world):
    appeal = world.referred()
    ruling = world.ruled(appeal, i21="refused")
    assert (fresh(appeal).outcome, ruling.revision, SheetRevision.objects.count()) == ("refused", None, 1)
    assert not Amendment.objects.exists()
    assert [*verify_amendments(), *verify_appeals()] == []


def test_accepted_in_whole(world):
    appeal = world.referred()
    world.ruled(appeal, i21="accepted", i33="accepted")
    assert fresh(appeal).outcome == "accepted"


def test_ruling_leaves_the_approval_of_the_group_in_force_and_an_ordinary_correction_does_not(world):
    figures = world.cycle.passages.get().figures
    assert not are_amended(figures, world.cycle)
    world.ruled(world.referred(), i21="accepted")
    amendment = Amendment.objects.get()
    assert (amendment.figures_before, amendment.figures_after != figures) == (figures, True)
    assert (figures_have_moved(world.cycle), are_amended(figures, world.cycle)) == (False, True)
    require_approved_but_for_the_window(world)
    sheet = world.fresh_sheet()
    marks = {**GIVEN, "2.1": {"level": 4, "reason": "语气生硬"}}
    correct_sheet(sheet=sheet, actor=world.cast.lin, marks=marks, reason="又听一遍", version=sheet.version, key=uuid4())
    assert (figures_have_moved(world.cycle), are_amended(figures, world.cycle)) == (True, False)


def require_approved_but_for_the_window(world) -> None:
    with clock.travelling(AFTER):
        require_approved(world.cycle)


def test_figures_that_are_corrected_back_behind_a_ruling_have_moved(world):
    """What the group approved is not what was ruled since."""
    world.ruled(world.referred(), i21="accepted")
    sheet = world.fresh_sheet()
    correct_sheet(sheet=sheet, actor=world.cast.lin, marks=GIVEN, reason="又听一遍", version=sheet.version, key=uuid4())
    assert figures_have_moved(world.cycle)


def test_correction_before_a_ruling_is_not_covered_by_it(world):
    sheet = world.fresh_sheet()
    marks = {**GIVEN, "2.2": {"level": 4, "reason": "打断一次"}}
    correct_sheet(sheet=sheet, actor=world.cast.lin, marks=marks, reason="又听一遍", version=sheet.version, key=uuid4())
    world.ruled(world.referred(), i21="accepted")
    assert figures_have_moved(world.cycle)


def test_everybody_concerned_is_told_of_the_ruling(world):
    world.ruled(world.referred())
    told = set(Notification.objects.filter(kind="appeals.appeal.ruled").values_list("user__username", flat=True))
    assert told == {"chenjie", "wudi", "linxiao", "liwen", "sunyan"}
    about = Notification.objects.get(kind="appeals.staff_sheet.amended")
    assert about.user == world.cast.zhao.user


# who may rule


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ("lin", "Has scored, corrected or had this sheet."),
        ("chen", "Belongs to the unit that appeals."),
        ("wu", "Belongs to the unit that appeals."),
        ("zhao", "Belongs to the unit that appeals."),
        ("li", "Has taken part in the clarification."),
        ("qian", "Supervisors watch rulings and take no part in them."),
        ("feng", "Administrators do not decide about scores."),
    ],
)
def test_whoever_is_too_close_cannot_be_named_and_is_told_why(world, who, why):
    appeal, person = world.heard(), getattr(world.cast, who)
    with pytest.raises(Invalid) as refusal:
        world.referred(person, appeal=appeal)
    assert refusal.value.message_dict == {"rulers": [f"{person}: {why}"]}
    assert fresh(appeal).state == AppealState.CLARIFYING


@pytest.mark.parametrize("who", ["guo", "zhou", "sun", "he"])
def test_others_can_rule(world, who):
    person = getattr(world.cast, who)
    appeal = world.referred(person)
    world.ruled(appeal, person)
    assert fresh(appeal).state == AppealState.RULED


def test_who_approved_the_plan_does_not_rule(world):
    PlanDecision.objects.create(plan=world.plan, person=world.cast.zhou, outcome="approved")
    assert list(objections_to_ruling([world.cast.zhou], world.heard()).values()) == [
        "Has planned this assessment or approved its plan."
    ]


def test_who_once_corrected_or_handed_over_the_sheet_does_not_rule(world):
    appeal = world.heard()
    Handover.objects.create(
        sheet=world.sheet, turn=1, act="reassigned", assessor_before=world.cast.guo, assessor_after=world.cast.lin,
        item_before=world.sheet.item, item_after=world.sheet.item, kind="other",
    )  # fmt: skip
    assert objections_to_ruling([world.cast.guo], appeal) == {
        world.cast.guo.pk: "Has scored, corrected or had this sheet."
    }
    assert not may_amend_sheet(world.cast.guo, world.fresh_sheet())


def test_who_moved_away_from_the_unit_after_the_service_does_not_rule(world):
    FormerUnit.objects.create(person=world.cast.guo, unit=world.cast.east, until=date(2026, 12, 1))
    assert objections_to_ruling([world.cast.guo], world.heard()) == {
        world.cast.guo.pk: "Belongs to the unit that appeals."
    }


def test_who_is_recused_from_the_unit_does_not_rule(world):
    Recusal.objects.create(person=world.cast.guo, unit=world.cast.east, kind="relative", since=date(2027, 1, 1))
    assert objections_to_ruling([world.cast.guo], world.heard()) == {
        world.cast.guo.pk: "Is recused from this unit or sheet."
    }
    assert not may_amend_sheet(world.cast.guo, world.fresh_sheet())


def test_who_is_recused_from_whom_the_sheet_is_about_neither_rules_nor_amends(world):
    """A colleague or relative whose service it was: the declaration names the person, not the unit."""
    appeal = world.heard()
    record = world.sheet.record
    type(record).objects.filter(pk=record.pk).update(agent=world.cast.zhao.staff_number)
    Recusal.objects.create(person=world.cast.guo, about=world.cast.zhao, kind="relative", since=date(2027, 1, 1))

    appeal.sheet = world.fresh_sheet()
    assert objections_to_ruling([world.cast.guo, world.cast.zhou], appeal) == {
        world.cast.guo.pk: "Is recused from this unit or sheet."
    }
    assert not may_amend_sheet(world.cast.guo, world.fresh_sheet())
    assert may_amend_sheet(world.cast.zhou, world.fresh_sheet())


def test_lead_who_is_recused_from_the_unit_does_not_lead_the_clarification(world):
    appeal = world.heard()
    assert may_lead_clarification(world.cast.li, appeal)
    Recusal.objects.create(person=world.cast.li, unit=world.cast.east, kind="relative", since=date(2027, 1, 1))
    assert not may_lead_clarification(world.cast.li, appeal)


def test_who_came_too_close_after_being_named_cannot_rule_any_more(world):
    appeal = world.referred(world.cast.guo)
    Recusal.objects.create(person=world.cast.guo, unit=world.cast.east, kind="relative", since=date(2027, 1, 1))
    with pytest.raises(NotAllowed):
        world.ruled(appeal, world.cast.guo)
    # another is named in their place
    world.ruled(world.referred(world.cast.sun, appeal=fresh(appeal)), world.cast.sun)
    assert fresh(appeal).state == AppealState.RULED


@pytest.mark.parametrize("who", ["lin", "li", "zhou", "chen", "wu", "zhao", "guo", "qian", "feng", "he"])
def test_whoever_was_not_named_does_not_rule(world, who):
    appeal = world.referred(world.cast.sun)
    with pytest.raises(NotAllowed):
        world.ruled(appeal, getattr(world.cast, who))
    assert not Ruling.objects.exists()


def test_nobody_amends_by_the_back_door(world):
    """The service of the room below refuses by itself whoever had a hand in the sheet or belongs to the unit."""
    for who in ("lin", "chen", "wu", "zhao"):
        with pytest.raises(NotAllowed):
            amend_sheet(
                sheet=world.fresh_sheet(), actor=getattr(world.cast, who), marks={"2.1": {"level": 5}}, reason="x", revision=1, ruling=uuid4(),
            )  # fmt: skip
    assert SheetRevision.objects.count() == 1


# what a ruling must say


@pytest.mark.parametrize(
    ("outcome", "sentence"),
    [
        ("", "Decide about this point."),
        (("in_part", ""), "Say which score is ruled."),
        (("in_part", "3"), "This is the score that stands. Refuse the point instead."),
        (("in_part", "5"), "This is just what was proposed. Accept the point instead."),
        (("in_part", "9"), "This indicator has no such level."),
    ],
)
def test_point_that_is_not_decided_or_wrongly_is_refused_beside_it(world, outcome, sentence):
    appeal = world.referred()
    with pytest.raises(Invalid) as refusal:
        world.ruled(appeal, i21=outcome)
    point = appeal.points.get(indicator__code="2.1")
    assert refusal.value.message_dict == {str(point.public_id): [sentence]}
    assert fresh(appeal).state == AppealState.RULING


def test_ruling_needs_a_reason(world):
    with pytest.raises(Invalid) as refusal:
        world.ruled(world.referred(), reason="  ")
    assert refusal.value.message_dict == {"reason": ["Say in up to 2000 characters why."]}


def test_ruling_on_a_sheet_that_was_corrected_meanwhile_is_refused(world):
    appeal = world.referred()
    sheet = world.fresh_sheet()
    marks = {**GIVEN, "2.1": {"level": 4, "reason": "语气生硬"}}
    correct_sheet(sheet=sheet, actor=world.cast.lin, marks=marks, reason="又听一遍", version=sheet.version, key=uuid4())
    with pytest.raises(Conflict):
        world.ruled(appeal)
    assert (fresh(appeal).state, Amendment.objects.count()) == (AppealState.RULING, 0)


# several rulers


def test_several_rule_when_all_have_signed(world):
    appeal = world.referred(world.cast.sun, world.cast.he)
    ruling = world.ruled(appeal)
    assert (ruling.state, fresh(appeal).state, SheetRevision.objects.count()) == ("proposed", AppealState.RULING, 1)
    signed = services.consent_to_ruling(ruling=ruling, agrees=True, text="", actor=world.cast.he, key=uuid4())
    assert (signed.state, fresh(appeal).state, SheetRevision.objects.count()) == ("final", AppealState.RULED, 2)
    assert set(Consent.objects.values_list("person__name_en", "agrees")) == {("Sun Yan", True), ("He Ting", True)}
    assert verify_appeals() == []


def test_ruler_who_does_not_agree_says_why_and_the_ruling_is_written_anew(world):
    appeal = world.referred(world.cast.sun, world.cast.he)
    first = world.ruled(appeal)
    with pytest.raises(Invalid):
        services.consent_to_ruling(ruling=first, agrees=False, text=" ", actor=world.cast.he, key=uuid4())
    services.consent_to_ruling(ruling=first, agrees=False, text="证据不足", actor=world.cast.he, key=uuid4())
    assert (Ruling.objects.get().state, fresh(appeal).state) == ("dropped", AppealState.RULING)
    second = world.ruled(fresh(appeal), world.cast.he, i21="refused")
    services.consent_to_ruling(ruling=second, agrees=True, text="", actor=world.cast.sun, key=uuid4())
    assert (fresh(appeal).outcome, SheetRevision.objects.count()) == ("refused", 1)


def test_nobody_signs_twice_or_for_another(world):
    appeal = world.referred(world.cast.sun, world.cast.he)
    ruling = world.ruled(appeal)
    with pytest.raises(Conflict):
        services.consent_to_ruling(ruling=ruling, agrees=True, text="", actor=world.cast.sun, key=uuid4())
    with pytest.raises(NotAllowed):
        services.consent_to_ruling(ruling=ruling, agrees=True, text="", actor=world.cast.zhou, key=uuid4())
    assert SheetRevision.objects.count() == 1


# once


def test_same_form_twice_rules_once(world):
    appeal, key = world.referred(), uuid4()
    assert world.ruled(appeal, key=key).pk == world.ruled(appeal, key=key).pk
    assert (SheetRevision.objects.count(), AuditEvent.objects.filter(action="assessments.sheet.amend").count()) == (
        2,
        1,
    )


def test_second_ruling_finds_the_appeal_decided(world):
    appeal = world.referred()
    world.ruled(appeal)
    with pytest.raises(Conflict):
        world.ruled(appeal)
    assert (Ruling.objects.count(), Amendment.objects.count()) == (1, 1)


def test_whoever_changes_a_ruling_behind_the_portal_is_found(world):
    world.ruled(world.referred())
    Ruling.objects.update(reason="另有理由")
    assert verify_appeals() == [f"The ruling on appeal {Appeal.objects.get().number} is not what was signed."]
