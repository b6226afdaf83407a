"""Who finds, gives, does and verifies."""

from assessments.models import ScoreSheet
from organization.enums import Role
from organization.models import Person
from organization.rules import answers_for_unit
from organization.tree import descendants
from rectification.enums import WITH_OWNER, FindingState, TaskState
from rectification.models import Finding, RectificationTask
from tickets.models import Step


def can_draw_findings(person: Person) -> bool:
    return person is not None and person.has_role(Role.LEAD)


def can_dismiss_finding(person: Person, finding: Finding) -> bool:
    """The lead, with a reason; not the department itself."""
    return person.has_role(Role.LEAD) and finding.state == FindingState.OPEN


def can_take_up_finding(person: Person, finding: Finding) -> bool:
    """Second thoughts: the lead takes up again what was dismissed."""
    return person.has_role(Role.LEAD) and finding.state == FindingState.DISMISSED


def can_link_article(person: Person | None, finding: Finding) -> bool:
    """Leads, and whoever answers for the unit."""
    return person is not None and (person.has_role(Role.LEAD) or answers_for_unit(person, finding.unit))


def can_give_task(person: Person, finding: Finding) -> bool:
    """The lead, or whoever is head of the unit."""
    if finding.state not in (FindingState.OPEN, FindingState.TASKED):
        return False
    is_head = person.has_role(Role.HEAD) and finding.unit_id in descendants(person.units_as(Role.HEAD))
    return person.has_role(Role.LEAD) or is_head


def can_own_task(person: Person, finding: Finding) -> bool:
    """A member of the unit, or of one below it, who can sign in."""
    return person.user_id is not None and person.left_on is None and person.unit_id in descendants({finding.unit_id})


def owns_task(person: Person, task: RectificationTask) -> bool:
    return task.owner_id == person.pk


def can_work_on_task(person: Person, task: RectificationTask) -> bool:
    return owns_task(person, task) and task.state in WITH_OWNER


def had_a_hand(person: Person, task: RectificationTask) -> bool:
    """Scored the unit whose result it is, or did something in one of the complaints."""
    finding = task.finding
    if finding.is_of_complaints:
        return Step.objects.filter(ticket__in=finding.complaints.values("ticket"), person=person).exists()
    sheets = ScoreSheet.objects.filter(cycle_id=finding.cycle_id, unit_id=finding.unit_id)
    return sheets.filter(assessor=person).exists() or sheets.filter(co_assessor=person).exists()


def can_verify_task(person: Person, task: RectificationTask) -> bool:
    """A lead or manager: never the owner, never somebody of the unit, never who scored it or dealt with its complaints."""
    if task.state != TaskState.REPORTED or not person.has_role(Role.LEAD, Role.MANAGER) or task.owner_id == person.pk:
        return False
    return person.unit_id not in descendants({task.unit_id}) and not had_a_hand(person, task)


def can_reopen_task(person: Person, task: RectificationTask) -> bool:
    return task.state == TaskState.CLOSED and person.has_role(Role.LEAD, Role.MANAGER) and task.owner_id != person.pk


def answers_for_task(person: Person, task: RectificationTask) -> bool:
    return answers_for_unit(person, task.unit)
