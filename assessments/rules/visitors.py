"""Who may be a plan's mystery visitor: nobody whom the unit knows, and nobody whose account is not valid for them (R15)."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from assessments.enums import Method
from assessments.models import Cycle, Plan, ScoreSheet
from assessments.rules.teams import objections_to
from foundation.common.dates import dated_text
from foundation.common.texts import labelled
from organization.models import Person
from organization.tree import Tree

# Whoever was at the unit openly within two quarters is known there by face.
REMEMBERED = timedelta(days=184)


def seen_at(units: Iterable[int], since: date) -> dict[int, set[int]]:
    """{unit: keys of those who visited it, or a unit of its line, openly since the day, or are to}. Two queries."""
    tree = Tree.read()
    lines = {unit: {pk for pk in tree.line(unit) if not tree.is_root(pk)} | {unit} for unit in units}
    rows = ScoreSheet.objects.filter(
        method=Method.ON_SITE, unit__in=set().union(*lines.values()), due_on__gte=since
    ).values_list("unit", "assessor", "co_assessor")
    found: dict[int, set[int]] = {unit: set() for unit in lines}
    for place, *people in rows:
        for unit, line in lines.items():
            if place in line:
                found[unit].update(filter(None, people))
    return found


def remembered_since(cycle: Cycle) -> date:
    return cycle.start - REMEMBERED


def objections_to_visitors(
    people: Sequence[Person], plan: Plan, *, team: Iterable[Person] = (), visits: int = 0, due_on: date | None = None
) -> dict[int, str]:
    """{key of the person: why they may not visit the plan's unit covertly}; who is not in it may. `team`, `visits` and `due_on` as the plan
    is to be: its members, how many open visits they make, and by when all is due."""
    found = objections_to(people, plan.unit, plan.cycle)
    seen = seen_at([plan.unit_id], remembered_since(plan.cycle))[plan.unit_id]
    open_visitors = {person.pk for person in team} if visits else set()
    for person in people:
        if person.pk in found:
            continue
        if person.is_outside and due_on is not None and person.access_from > due_on:
            found[person.pk] = _("The account begins on %(day)s, after the sheets are due.") % {
                "day": dated_text(person.access_from)
            }
        elif person.is_expired or (person.is_outside and due_on is not None and person.access_until < due_on):
            found[person.pk] = _("The account ends on %(day)s, before the sheets are due.") % {
                "day": dated_text(person.access_until)
            }
        elif person.pk in seen:
            found[person.pk] = _("Has visited the unit openly within two quarters, or will, and is known there.")
        elif person.pk in open_visitors:
            found[person.pk] = _("Is on the team that visits the unit openly.")
    return found


def problems_of_visitors(
    people: Sequence[Person], plan: Plan, team: Iterable[Person], *, visits: int, due_on: date | None
) -> list[str]:
    """A sentence for each of the named who may not; one where nobody is named."""
    if not people:
        return [_("Name who makes the mystery visits: an outside assessor, or somebody whom the unit does not know.")]
    objections = objections_to_visitors(people, plan, team=team, visits=visits, due_on=due_on)
    return [labelled(person, objections[person.pk]) for person in people if person.pk in objections]


def named_visitors(plan: Plan | None) -> list[Person]:
    if plan is None:
        return []
    named = Q(planned__planned__plan=plan, planned__planned__method=Method.MYSTERY)
    return list(Person.objects.filter(named).select_related("unit", "user").order_by("sort_key", "pk"))
