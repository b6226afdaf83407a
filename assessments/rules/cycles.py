"""Who opens and reads a cycle and moves it from gate to gate."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from assessments.enums import CycleType
from assessments.models import Cycle, ScoreSheet, SheetRevision
from assessments.rules.recusals import recused_units
from organization.enums import Role
from organization.models import Person
from organization.rules import close_units, sees_all_units


def can_open_cycle(person: Person | None) -> bool:
    return person is not None and person.has_role(Role.LEAD)


def can_discard_cycle(person: Person | None, cycle) -> bool:
    """A special assessment that was opened by mistake; quarters are never taken away."""
    return can_open_cycle(person) and cycle.type == CycleType.SPECIAL


def can_take_back_cycle(person: Person | None, cycle) -> bool:
    """A quarter that was opened too early, by the role that opens it. Whether it still can be is said by `selectors.openings.why_not_taken_back`."""
    return can_open_cycle(person) and cycle.type == CycleType.QUARTER


def can_pass_gate(person: Person | None, cycle) -> bool:
    """A lead; what the gate asks for is decided by others."""
    return person is not None and person.has_role(Role.LEAD)


def can_go_back(person: Person | None, cycle) -> bool:
    return person is not None and person.has_role(Role.LEAD)


def can_call_group(person: Person | None, cycle) -> bool:
    """Whoever names the group does not sit in it."""
    return person is not None and person.has_role(Role.LEAD)


def can_set_dates(person: Person | None, cycle) -> bool:
    return person is not None and person.has_role(Role.LEAD)


def can_refresh_measures(person: Person | None, cycle) -> bool:
    return person is not None and person.has_role(Role.LEAD)


def sees_cycles(person: Person | None) -> bool:
    """How the plans stand is for those who plan, approve and watch."""
    return sees_all_units(person)


def sees_calendar(person: Person | None) -> bool:
    """When the quarters' gates are is no secret within the bank; how often it is spot-checked is for those who see cycles."""
    return person is not None


def objections_to_deciding(people: Iterable[Person], cycle: Cycle) -> dict[int, str]:
    """{key of the person: why they may not vote on the results of the cycle}; who is not in it may. Six queries, however many people."""
    people = list(people)
    keys = [person.pk for person in people]
    sheets = ScoreSheet.objects.filter(cycle=cycle).filter(Q(assessor__in=keys) | Q(co_assessor__in=keys))
    scored = {key for pair in sheets.values_list("assessor", "co_assessor") for key in pair}
    scored |= set(SheetRevision.objects.filter(sheet__cycle=cycle, author__in=keys).values_list("author", flat=True))
    assessed = set(cycle.plans.order_by().values_list("unit", flat=True))
    close = close_units(people, (cycle.start, cycle.end))
    recused = recused_units(people)
    found = {}
    for person in people:
        if person.has_role(Role.ADMINISTRATOR):
            found[person.pk] = _("Administrators do not decide about scores.")
        elif person.pk in scored:
            found[person.pk] = _("Has scored or corrected sheets of this cycle.")
        elif close[person.pk] & assessed:
            found[person.pk] = _("The own unit is assessed in this cycle.")
        elif recused[person.pk] & assessed:
            found[person.pk] = _("Has declared a recusal from a unit that is assessed in this cycle.")
    return found
