"""Absences that came in, or were taken back, while a frozen draw waited for its chance: they shaped who got what when much was known already."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from assessments.models import Plan, TeamMember
from foundation.common import clock
from organization.models import Absence, Person
from sampling.models import Draw


@dataclass(frozen=True)
class LateAbsence:
    """`by` did it at `at`: entered the absence, or took it back (`is_withdrawal`). `by` None: the system."""

    absence: Absence
    at: datetime
    by: Person | None
    is_withdrawal: bool
    plan: Plan | None = None


def late_absences_of(draw: Draw, people: Iterable[str]) -> list[LateAbsence]:
    """Of the people (public ids), between the freezing of the draw and its assignment. One query."""
    if draw.frozen_at is None:
        return []
    rows = Absence.objects.filter(person__public_id__in=list(people)).select_related(
        "person", "entered_by", "withdrawn_by"
    )
    return _between(rows.order_by("pk"), draw)


def late_absences_in(plans: Iterable[Plan]) -> list[LateAbsence]:
    """Of the members of the plans' teams, each by its own draw; `draw` and `unit` of the plans are loaded. The latest first. Two queries."""
    frozen = {plan.pk: plan for plan in plans if plan.draw is not None and plan.draw.frozen_at is not None}
    if not frozen:
        return []
    earliest = min(plan.draw.frozen_at for plan in frozen.values())
    rows = Absence.objects.filter(Q(created_at__gte=earliest) | Q(withdrawn_at__gte=earliest))
    rows = list(rows.select_related("person", "entered_by", "withdrawn_by"))
    members: dict[int, list[int]] = {}
    people = {row.person_id for row in rows}
    if people:
        teams = TeamMember.objects.filter(plan__in=frozen, person__in=people)
        for plan, person in teams.values_list("plan", "person"):
            members.setdefault(person, []).append(plan)
    found = []
    for row in rows:
        for key in members.get(row.person_id, ()):
            found += _between([row], frozen[key].draw, frozen[key])
    return sorted(found, key=lambda one: (one.at, one.absence.pk), reverse=True)


def _between(rows: Iterable[Absence], draw: Draw, plan: Plan | None = None) -> list[LateAbsence]:
    last = draw.drawn_at or clock.now()
    found = []
    for row in rows:
        if draw.frozen_at < row.created_at <= last:
            found.append(LateAbsence(row, row.created_at, row.entered_by, False, plan))
        if row.withdrawn_at is not None and draw.frozen_at < row.withdrawn_at <= last:
            found.append(LateAbsence(row, row.withdrawn_at, row.withdrawn_by, True, plan))
    return found
