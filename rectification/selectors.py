"""What a person may see of findings and tasks, and what of it is due."""

from django.db.models import Case, Count, Q, QuerySet, Value, When

from foundation.common import clock
from foundation.common.texts import localized
from organization.enums import Role
from organization.models import Person
from organization.rules import sees_all_units
from organization.tree import descendants
from rectification.enums import WITH_OWNER, FindingState, TaskState
from rectification.models import Finding, RectificationTask
from tickets.models import Ticket
from tickets.selectors import visible_to as tickets_visible_to


def findings_visible_to(person: Person | None) -> QuerySet[Finding]:
    """Lead, manager and supervisor: all. Heads and liaisons: their unit and what lies below it."""
    rows = Finding.objects.select_related("cycle", "unit", "indicator")
    if person is None:
        return rows.none()
    if sees_all_units(person):
        return rows
    return rows.filter(unit__in=descendants(person.units_as(Role.HEAD, Role.LIAISON)))


def waiting_first(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    """What nobody mends yet, then what is being mended, then the rest; in each what was found last."""
    rank = Case(
        When(state=FindingState.OPEN, then=Value(0)), When(state=FindingState.TASKED, then=Value(1)), default=Value(2)
    )
    return findings.order_by(rank, "-created_at", "-pk")


def with_complaints(findings: QuerySet[Finding], person: Person) -> QuerySet[Finding]:
    """`behind`: how many of the complaints behind each the person may see."""
    seen = Q(complaints__ticket__in=tickets_visible_to(person).values("pk"))
    return findings.annotate(behind=Count("complaints", filter=seen))


def tasks_visible_to(person: Person | None) -> QuerySet[RectificationTask]:
    """The same, and everybody the tasks they own."""
    rows = RectificationTask.objects.select_related("finding__cycle", "finding__indicator", "unit", "owner")
    if person is None:
        return rows.none()
    if sees_all_units(person):
        return rows
    return rows.filter(Q(unit__in=descendants(person.units_as(Role.HEAD, Role.LIAISON))) | Q(owner=person))


def for_list(tasks: QuerySet[RectificationTask]) -> QuerySet[RectificationTask]:
    """With what a row of the list shows, and nothing else: half of a long row is texts and times that nobody reads there."""
    return (
        tasks.select_related(None)
        .select_related("finding__indicator", "unit", "owner")
        .only(
            *(
                "public_id",
                "number",
                "title",
                "state",
                "due_on",
                "finding__indicator__name_zh",
                "finding__indicator__name_en",
                "finding__name_zh",
                "finding__name_en",
            ),
            *("unit__name_zh", "unit__name_en", "owner__name", "owner__name_en"),
        )
    )


def called(tasks: QuerySet[RectificationTask], words: str) -> QuerySet[RectificationTask]:
    """By number and by what is to be mended; where nobody has put that in words, by what the finding is about."""
    name = Q(finding__indicator__name_zh__icontains=words) | Q(finding__indicator__name_en__icontains=words)
    name |= Q(finding__name_zh__icontains=words) | Q(finding__name_en__icontains=words)
    return tasks.filter(Q(number__icontains=words) | Q(title__icontains=words) | Q(title="") & name)


def late(tasks: QuerySet[RectificationTask]) -> QuerySet[RectificationTask]:
    """Those that are still with their owner after the deadline."""
    return tasks.filter(state__in=WITH_OWNER, due_on__lt=clock.today())


def progress_of(tasks: QuerySet[RectificationTask]) -> dict[str, int]:
    """How many are in each state, and how many of them are late; one query."""
    still_open = Q(state__in=WITH_OWNER)
    counts = {state: Count("pk", filter=Q(state=state)) for state in TaskState.values}
    return tasks.order_by().aggregate(late=Count("pk", filter=still_open & Q(due_on__lt=clock.today())), **counts)


def links_of_ticket(person: Person, ticket: Ticket) -> list[tuple[str, str]]:
    """The finding that a justified complaint stands behind, where the person may see it."""
    rows = findings_visible_to(person).filter(complaints__ticket=ticket)
    return [(localized(finding.about, "name"), finding.get_absolute_url()) for finding in rows]
