"""What of this room stands on people's first screens and in the search: results of units, within what the person may see."""

from django.db.models import Q
from django.utils.translation import gettext as _

from analysis.links import unit_url
from analysis.rules import can_see_quarter
from analysis.selectors import chosen_cycle, visible_cycles, visible_units
from assessments.enums import CycleState
from foundation.common.texts import localized
from organization.enums import Role
from organization.models import Person
from organization.searching import Hit
from organization.worklist import WorkItem


def work_of(person: Person) -> list[WorkItem]:
    """Heads and liaisons: the provisional results of their units, while the cycle asks for their word."""
    if can_see_quarter(person) or not person.has_role(Role.HEAD, Role.LIAISON):
        return []
    return [
        WorkItem(
            title=_("Read the provisional result of %(cycle)s") % {"cycle": localized(cycle, "name")},
            url=unit_url(unit, cycle),
            group="results",
            unit=localized(unit, "name"),
            state=str(CycleState(cycle.state).label),
            tone=CycleState(cycle.state).tone,
        )
        for cycle in visible_cycles(person).filter(state=CycleState.FEEDBACK)
        for unit in visible_units(person, cycle)
    ]


def search_results(person: Person, words: str) -> list[Hit]:
    """Units by name or code, with their result in the latest cycle that the person may see."""
    cycle = chosen_cycle(visible_cycles(person), "")
    if cycle is None:
        return []
    found = visible_units(person, cycle).filter(
        Q(code__icontains=words) | Q(name_zh__icontains=words) | Q(name_en__icontains=words)
    )
    return [
        Hit(
            title=_("Result of %(unit)s") % {"unit": localized(unit, "name")},
            url=unit_url(unit, cycle),
            kind=_("Result"),
            detail=localized(cycle, "name"),
        )
        for unit in found[:10]
    ]
