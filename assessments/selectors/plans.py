"""Reading plans: who sees which, and how far each one is."""

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from assessments.enums import PlanState, SheetState
from assessments.models import Cycle, Plan, ScoreSheet, TeamMember
from assessments.rules.cycles import sees_cycles
from assessments.rules.plans import WRITING
from assessments.rules.recusals import units_recused_from
from assessments.selectors.sheets import visible_to
from foundation.audit.authorship import done_to
from organization.enums import Role
from organization.models import Person
from organization.rules import close_units, units_answered_for

DRAWN = (PlanState.SCORING, PlanState.DONE)
# From its approval on the team knows what it will do.
READABLE_BY_TEAM = (PlanState.APPROVED, PlanState.DRAWING, *DRAWN)


def plans_visible_to(person: Person | None) -> QuerySet[Plan]:
    """Lead, manager and supervisor: all. The members of a team: their plan, from its approval on."""
    rows = Plan.objects.select_related("cycle", "unit")
    if person is None:
        return rows.none()
    if sees_cycles(person):
        return rows
    return rows.filter(team__person=person, state__in=READABLE_BY_TEAM)


def count_per(owner: str, rows: QuerySet) -> Coalesce:
    """How many of the rows belong to each row of the query around it, which they name by `owner`: a count of its own, so that several counts
    do not multiply each other."""
    counted = rows.filter(**{owner: OuterRef("pk")}).order_by().values(owner).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def counted_for(reader: Person | None) -> QuerySet[ScoreSheet]:
    """The sheets that tell the reader how far a plan is. To those who watch all of them only what they may know of counts; a team is told of its
    plan as a whole."""
    return visible_to(reader) if sees_cycles(reader) else ScoreSheet.objects.all()


def with_progress(plans: QuerySet[Plan], sheets: QuerySet[ScoreSheet]) -> QuerySet[Plan]:
    """Adds `sheet_count`, `sealed_count` and `team_count`, in the same query; `sheets`: what is counted (`counted_for`)."""
    return plans.annotate(
        sheet_count=count_per("plan", sheets),
        sealed_count=count_per("plan", sheets.filter(state=SheetState.SUBMITTED)),
        team_count=count_per("plan", TeamMember.objects.all()),
    )


def plans_not_drawn(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    return plans.exclude(state__in=DRAWN)


def approvable_by(person: Person, plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """The submitted plans for which `can_approve_plan` holds, asked for all at once."""
    if not person.has_role(Role.MANAGER):
        return plans.none()
    wrote = Q(author=person) | Q(submitted_by=person) | Q(public_id__in=done_to(person, Plan, WRITING))
    member = TeamMember.objects.filter(plan=OuterRef("pk"), person=person)
    return open_to(person, plans.filter(state=PlanState.SUBMITTED).exclude(wrote).exclude(Exists(member)))


def open_to(person: Person, plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """Without the plans for which `is_too_close` holds. Three queries and one for each cycle that the plans are of."""
    closed = Q(unit__in=units_recused_from(person)) | Q(unit__in=units_answered_for(person))
    for cycle in Cycle.objects.filter(pk__in=plans.order_by().values("cycle")):
        closed |= Q(cycle=cycle, unit__in=close_units([person], (cycle.start, cycle.end))[person.pk])
    return plans.exclude(closed)


def draws_to_start(plans: QuerySet[Plan], today) -> QuerySet[Plan]:
    """Approved plans whose time has come."""
    return plans.filter(Q(starts_on=None) | Q(starts_on__lte=today), state=PlanState.APPROVED)
