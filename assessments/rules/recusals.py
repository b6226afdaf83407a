"""From what a declared recusal keeps somebody (R13)."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from assessments.methods import WAYS
from assessments.models import Recusal, ScoreSheet
from foundation.common import clock
from foundation.common.prepared import Prepared
from organization.models import Person
from organization.tree import Tree


class Matter(Protocol):
    """What somebody judges: the item of a sheet, or one that is to become one."""

    unit_id: int
    method: str
    due_on: date | None
    agent: str
    sheet_id: int | None


class _OfSheet:
    """A sheet as what is judged."""

    def __init__(self, sheet: ScoreSheet):
        self.unit_id, self.method, self.due_on, self.sheet_id = sheet.unit_id, sheet.method, sheet.due_on, sheet.pk
        self.agent = sheet.record.agent if sheet.record_id else ""


def covers(recusal: Recusal, matter: Matter, tree: Tree, today: date) -> bool:
    """Whether it keeps its person from the item between today and the day it is due."""
    if not recusal.holds_between(today, max(today, matter.due_on or today)):
        return False
    if recusal.sheet_id is not None:
        return recusal.sheet_id == matter.sheet_id
    if recusal.unit_id is not None:
        return matter.unit_id in tree.below({recusal.unit_id})
    if has_served(recusal.about, matter.agent):
        return True
    # Where one goes one meets whoever works there; footage shows them.
    return WAYS[matter.method].of_half_day and recusal.about.unit_id in tree.below({matter.unit_id})


def has_served(person: Person, agent: str) -> bool:
    """Whether a record is of the person's own service, as far as it tells."""
    return bool(agent) and agent in (person.name, person.staff_number)


def _declared(*, person: int):
    return Recusal.objects.filter(person=person, withdrawn_at=None).select_related("about").order_by()


# Asked with every mark that is saved.
_recusals_of = Prepared(_declared)


def has_recused(person: Person, sheet: ScoreSheet) -> bool:
    """Whether the person has stepped back from the sheet, its unit, or whom it is about, and has not taken that back."""
    return bool(recused_from(person, [sheet]))


def recused_from(person: Person, sheets: Iterable[ScoreSheet]) -> set[int]:
    """Keys of the sheets from which the person has stepped back. One query, and the units where there is a recusal."""
    recusals = _recusals_of(person=person.pk)
    if not recusals:
        return set()
    tree, today = Tree.read(), clock.today()
    matters = [_OfSheet(sheet) for sheet in sheets]
    return {one.sheet_id for one in matters if any(covers(recusal, one, tree, today) for recusal in recusals)}


def recused_among(people: Iterable[Person], sheet: ScoreSheet) -> set[int]:
    """Keys of those who have stepped back from the sheet, its unit, or whom it is about. One query, and the units where there is a recusal."""
    recusals = list(Recusal.objects.filter(person__in=people, withdrawn_at=None).select_related("about"))
    if not recusals:
        return set()
    tree, today, matter = Tree.read(), clock.today(), _OfSheet(sheet)
    return {one.person_id for one in recusals if covers(one, matter, tree, today)}


def units_recused_from(person: Person) -> set[int]:
    """Keys of the units from whose whole the person has stepped back for today, with all below them."""
    return _units_of(_recusals_of(person=person.pk))


def recused_units(people: Iterable[Person]) -> dict[int, set[int]]:
    """The same of many: {key of the person: keys of the units}. One query, and the units for each who has stepped back."""
    recusals: dict[int, list[Recusal]] = {person.pk: [] for person in people}
    for recusal in Recusal.objects.filter(person__in=recusals, withdrawn_at=None).exclude(unit=None):
        recusals[recusal.person_id].append(recusal)
    return {key: _units_of(rows) for key, rows in recusals.items()}


def _units_of(recusals: Iterable[Recusal]) -> set[int]:
    today = clock.today()
    units = {one.unit_id for one in recusals if one.unit_id and one.holds_between(today, today)}
    return Tree.read().below(units) if units else set()
