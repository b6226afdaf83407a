"""Who may look at figures before everybody may read them in the publication."""

from assessments.enums import CycleState
from assessments.models import Cycle
from organization.enums import Role
from organization.models import Person, Unit
from organization.rules import answers_for_unit, sees_all_units

# From this gate on a unit sees its own provisional figures: it is asked what it says to them.
SHOWN_TO_UNIT = (CycleState.FEEDBACK, CycleState.PUBLISHED)


def can_see_quarter(person: Person | None) -> bool:
    """All units side by side."""
    return sees_all_units(person)


def can_read_own_results(person: Person | None) -> bool:
    """Whoever answers for a unit has a page with its results."""
    return person is not None and person.has_role(Role.HEAD, Role.LIAISON)


def can_read_targets(person: Person | None) -> bool:
    """Targets beside the actual figures; of what, the selectors say."""
    return can_see_quarter(person) or can_read_own_results(person)


def can_see_own_results(person: Person | None, cycle: Cycle) -> bool:
    """Heads and liaisons, from the gate “feedback” on."""
    return cycle.state in SHOWN_TO_UNIT and can_read_own_results(person)


def can_enter_figure(person: Person | None, cycle: Cycle) -> bool:
    """What no measure computes is entered by the leads, who draw up the standard; also later, as ranks are published late."""
    return person is not None and person.has_role(Role.LEAD)


def can_see_organization(person: Person | None, cycle: Cycle) -> bool:
    """The figures of all units together: to those who see all at any time, to the units when they are published."""
    return can_see_quarter(person) or (cycle.state == CycleState.PUBLISHED and can_read_own_results(person))


def can_see_result(person: Person | None, unit: Unit, cycle: Cycle) -> bool:
    if can_see_quarter(person):
        return True
    return can_see_own_results(person, cycle) and answers_for_unit(person, unit)


def can_read_voices(person: Person | None) -> bool:
    """What free texts say: those who see all units, and whoever answers for one. Others read what they hold in its own room."""
    return can_see_quarter(person) or can_read_own_results(person)


def can_keep_themes(person: Person | None) -> bool:
    """The list of themes and words is the leads', as the standard is."""
    return person is not None and person.has_role(Role.LEAD)


def can_check_themes(person: Person | None) -> bool:
    """Whether themes are right is judged over all units, by those who do not watch: leads and managers."""
    return person is not None and person.has_role(Role.LEAD, Role.MANAGER)


def can_export_voice_texts(person: Person | None) -> bool:
    """Texts in a file leave the portal: only those who see all units."""
    return can_see_quarter(person)


def can_read_measures(person: Person | None) -> bool:
    """Measures of service as they are computed, of the units that the selectors say: nothing here is a result that a publication brings."""
    return can_read_targets(person)
