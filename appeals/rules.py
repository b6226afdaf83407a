"""Who appeals, clarifies, rules and reads; and who is too close to rule."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from appeals.enums import AppealState, Side
from appeals.models import Appeal, StaffSheet
from assessments.enums import BY_GROUP, CycleState, SheetState
from assessments.models import GateDecision, PlanDecision, ScoreSheet
from assessments.rules.recusals import recused_among
from assessments.rules.sheets import hands_in, is_scored_by, may_amend_sheet, service_time
from decisions.enums import DecisionState
from decisions.models import Vote
from organization.enums import Role
from organization.models import Person
from organization.rules import answers_for_unit, close_units, units_headed

RULING_ROLES = (Role.MANAGER, Role.LEAD, Role.HEAD, Role.HR, Role.ASSESSOR)
MOST_RULERS = 5


def sees_statistics(person: Person | None) -> bool:
    return person is not None and person.has_role(Role.LEAD, Role.MANAGER, Role.SUPERVISOR)


def can_set_terms(person: Person | None) -> bool:
    return person is not None and person.has_role(Role.LEAD)


def can_move_window(person: Person | None, window) -> bool:
    return person is not None and person.has_role(Role.LEAD)


def may_appeal(person: Person | None, sheet: ScoreSheet) -> bool:
    """Head and liaison of the unit, against a sealed sheet, while the cycle is in feedback. Whether the window is open is said by the service."""
    return (
        person is not None
        and sheet.state == SheetState.SUBMITTED
        and sheet.cycle.state == CycleState.FEEDBACK
        and answers_for_unit(person, sheet.unit)
    )


def is_party(person: Person | None, appeal: Appeal) -> bool:
    """Answers for the unit that appeals."""
    return person is not None and answers_for_unit(person, appeal.unit)


def is_head(person: Person | None, appeal: Appeal) -> bool:
    """Heads the unit, or one above it."""
    return person is not None and appeal.unit_id in units_headed(person)


def can_edit_appeal(person: Person | None, appeal: Appeal) -> bool:
    return appeal.state == AppealState.DRAFT and is_party(person, appeal)


def can_submit_appeal(person: Person | None, appeal: Appeal) -> bool:
    """The head; a liaison prepares."""
    return appeal.state == AppealState.DRAFT and is_head(person, appeal)


def can_withdraw_appeal(person: Person | None, appeal: Appeal) -> bool:
    return appeal.is_open and is_head(person, appeal)


def may_lead_clarification(person: Person | None, appeal: Appeal) -> bool:
    """A lead or a manager who had no hand in the sheet and does not belong to the unit."""
    return (
        person is not None
        and person.has_role(Role.LEAD, Role.MANAGER)
        and not person.has_role(Role.SUPERVISOR)
        and may_amend_sheet(person, appeal.sheet)
    )


def can_clarify_appeal(person: Person | None, appeal: Appeal) -> bool:
    return appeal.state == AppealState.SUBMITTED and may_lead_clarification(person, appeal)


def can_refer_appeal(person: Person | None, appeal: Appeal) -> bool:
    """Names who rules; once more while they have not, where somebody named falls out."""
    return appeal.state in (AppealState.CLARIFYING, AppealState.RULING) and may_lead_clarification(person, appeal)


def sides_of(person: Person | None, appeal: Appeal) -> list[Side]:
    """For which side the person may speak in the clarification, their own first; a lead may record what a side said."""
    if person is None or appeal.state != AppealState.CLARIFYING:
        return []
    if is_party(person, appeal):
        return [Side.UNIT]
    if is_scored_by(person, appeal.sheet):
        return [Side.ASSESSOR]
    return [Side.LEAD, Side.UNIT, Side.ASSESSOR] if may_lead_clarification(person, appeal) else []


def can_speak(person: Person | None, appeal: Appeal) -> bool:
    return bool(sides_of(person, appeal))


def is_ruler(person: Person | None, appeal: Appeal) -> bool:
    return person is not None and appeal.rulers.filter(person=person, removed_at=None).exists()


def can_rule(person: Person | None, appeal: Appeal) -> bool:
    """Named to rule, and still not too close when it comes to it."""
    return (
        appeal.state == AppealState.RULING and is_ruler(person, appeal) and not objections_to_ruling([person], appeal)
    )


def objections_to_ruling(people: Iterable[Person], appeal: Appeal) -> dict[int, str]:
    """{key of the person: why they may not rule on the appeal}; who is not in it may. A fixed number of queries, however many people."""
    people, sheet = list(people), appeal.sheet
    close = close_units(people, service_time(sheet) or (sheet.cycle.start, sheet.cycle.end))
    scored, spoke = hands_in(sheet), _who_clarified(appeal)
    planned, approved, recused = _who_planned(sheet), _who_approved(sheet), recused_among(people, sheet)
    agent = sheet.record.agent if sheet.record_id else ""
    found = {}
    for person in people:
        if person.left_on is not None or person.user_id is None:
            found[person.pk] = _("Has no account to rule with.")
        elif person.has_role(Role.SUPERVISOR):
            found[person.pk] = _("Supervisors watch rulings and take no part in them.")
        elif person.has_role(Role.ADMINISTRATOR):
            found[person.pk] = _("Administrators do not decide about scores.")
        elif sheet.unit_id in close[person.pk]:
            found[person.pk] = _("Belongs to the unit that appeals.")
        elif person.pk in scored:
            found[person.pk] = _("Has scored, corrected or had this sheet.")
        elif agent and agent in (person.staff_number, person.name):
            found[person.pk] = _("The sheet is about their own service.")
        elif person.pk in spoke:
            found[person.pk] = _("Has taken part in the clarification.")
        elif person.pk in planned:
            found[person.pk] = _("Has planned this assessment or approved its plan.")
        elif person.pk in approved:
            found[person.pk] = _("Has voted on the results that are disputed.")
        elif person.pk in recused:
            found[person.pk] = _("Is recused from this unit or sheet.")
        elif not person.has_role(*RULING_ROLES):
            found[person.pk] = _("Has no role in which to rule.")
    return found


def _who_clarified(appeal: Appeal) -> set[int | None]:
    said = set(appeal.messages.values_list("author", flat=True))
    return said | {appeal.lead_id, appeal.prepared_by_id, appeal.submitted_by_id}


def _who_planned(sheet: ScoreSheet) -> set[int | None]:
    if sheet.plan_id is None:
        return set()
    plan = sheet.plan
    decided = set(PlanDecision.objects.filter(plan=plan).values_list("person", flat=True))
    return decided | {plan.author_id, plan.submitted_by_id, plan.approved_by_id}


def _who_approved(sheet: ScoreSheet) -> set[int]:
    """Those who voted in the groups by whose decisions the cycle came to feedback."""
    accepted = GateDecision.objects.filter(
        cycle=sheet.cycle_id, gate__in=BY_GROUP, decision__state=DecisionState.ACCEPTED
    )
    return set(Vote.objects.filter(decision__in=accepted.values("decision")).values_list("person", flat=True))


def is_about(person: Person | None, about: StaffSheet) -> bool:
    return person is not None and about.person_id == person.pk


def sees_staff_words(person: Person | None, sheet: ScoreSheet) -> bool:
    """What staff say to a sheet is read by whoever scored it, by the unit's head and liaison, and by those who see all."""
    return person is not None and (
        person.has_role(Role.LEAD, Role.MANAGER, Role.SUPERVISOR)
        or is_scored_by(person, sheet)
        or answers_for_unit(person, sheet.unit)
        or Appeal.objects.filter(sheet=sheet, rulers__person=person, rulers__removed_at=None).exists()
    )
