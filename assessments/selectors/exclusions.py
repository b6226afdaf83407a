"""Who may not take which item, and why: found by rule, declared, or because somebody is away or has not learnt it (R13)."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assessments.enums import Exclusion, Method, SheetState
from assessments.methods import ON_THEIR_DAY, WAYS, way_of_stratum
from assessments.models import Cycle, Handover, Recusal, ScoreSheet
from assessments.rules.recusals import covers, has_served
from assessments.rules.visitors import remembered_since, seen_at
from assessments.selectors.frames import half_day_of_key
from foundation.common import clock
from foundation.common.registries import Registry
from organization.absences import absences_between, half_days_here, is_away
from organization.expertise import expertise_of, may_take, needs_of_units
from organization.models import Absence, Person
from organization.rules import close_units
from organization.tree import Tree
from records.enums import Touchpoint
from records.models import ServiceRecord
from sampling.models import DrawnItem

Why = Mapping[int, Exclusion]
# Rooms above enter who else may not take which item, and why: function(people, pieces) → {(key of the person, key of the item): why}.
further_exclusions: Registry[Callable[[Sequence[Person], Sequence["Piece"]], Mapping[tuple[int, str], Exclusion]]] = (
    Registry("exclusions from assignment")
)


@dataclass(frozen=True)
class Piece:
    """What somebody is to take: a drawn item with all that decides who may not. `left`: keys of people who had it and went."""

    key: str
    unit_id: int
    cycle: Cycle
    method: str
    due_on: date | None
    touchpoint: str = ""
    agent: str = ""
    sheet_id: int | None = None
    left: frozenset[int] = frozenset()

    @property
    def half_day(self) -> tuple[date, str] | None:
        return half_day_of_key(self.key) if WAYS[self.method].on_its_day else None


def piece_of_item(
    item: DrawnItem, record: ServiceRecord | None, *, unit_id: int, cycle: Cycle, due_on: date, **more
) -> Piece:
    return Piece(
        key=item.key,
        unit_id=unit_id,
        cycle=cycle,
        method=way_of_stratum(item.stratum).method,
        due_on=due_on,
        touchpoint=record.touchpoint if record else "",
        agent=record.agent if record else "",
        **more,
    )


def pieces_of_sheets(sheets: Iterable[ScoreSheet]) -> dict[int, Piece]:
    """{key of the sheet: what it is about}; `cycle`, `item` and `record` are loaded. One query."""
    sheets = list(sheets)
    left: dict[int, set[int]] = {sheet.pk: set() for sheet in sheets}
    rows = Handover.objects.filter(sheet__in=left).values_list(
        "sheet", "item_before", "assessor_before", "co_assessor_before"
    )
    present = {sheet.pk: sheet.item_id for sheet in sheets}
    for sheet, item, *people in rows:
        if item == present[sheet]:
            left[sheet].update(filter(None, people))
    return {
        sheet.pk: Piece(
            key=sheet.item.key,
            unit_id=sheet.unit_id,
            cycle=sheet.cycle,
            method=sheet.method,
            due_on=sheet.due_on,
            touchpoint=sheet.record.touchpoint if sheet.record else "",
            agent=sheet.record.agent if sheet.record else "",
            sheet_id=sheet.pk,
            left=frozenset(left[sheet.pk] - sheet.holder_keys),
        )
        for sheet in sheets
    }


def find_exclusions(people: Iterable[Person], pieces: Sequence[Piece]) -> dict[str, dict[int, Exclusion]]:
    """{key of the item: {key of the person: why not}}. A fixed number of queries for each cycle that the items are of."""
    people, found = list(people), {piece.key: {} for piece in pieces}
    if not people or not pieces:
        return found
    known = _Known(people, pieces)
    for piece in pieces:
        for person in people:
            if why := known.why_not(person, piece):
                found[piece.key][person.pk] = why
    return found


def reasons_against(pairs: Sequence[tuple[Person, Piece]]) -> list[Exclusion | None]:
    """For each person and item why not, in the order of the pairs; items of several draws may bear one key. A fixed number of queries a cycle."""
    if not pairs:
        return []
    people = {person.pk: person for person, _piece in pairs}
    known = _Known(list(people.values()), [piece for _person, piece in pairs])
    return [known.why_not(person, piece) for person, piece in pairs]


class _Known:
    """All that is asked about these people and items, read at once."""

    def __init__(self, people: list[Person], pieces: Sequence[Piece]):
        self.today, self.tree = clock.today(), Tree.read()
        cycles = {piece.cycle.pk: piece.cycle for piece in pieces}
        self.close = {key: close_units(people, (cycle.start, cycle.end)) for key, cycle in cycles.items()}
        self.recusals: dict[int, list[Recusal]] = {person.pk: [] for person in people}
        for recusal in Recusal.objects.filter(person__in=people, withdrawn_at=None).select_related("about"):
            self.recusals[recusal.person_id].append(recusal)
        self.last = max([self.today, *(piece.due_on for piece in pieces if piece.due_on)])
        self.absences = absences_between(people, self.today, self.last)
        self.expertise = expertise_of(people)
        self.needs = needs_of_units([piece.unit_id for piece in pieces], self.today)
        self.visits = _visitors(pieces)
        self.seen = _seen_openly(pieces)
        self.here: dict[tuple[int, date], int] = {}
        self.further: dict[tuple[int, str], Exclusion] = {}
        for find in further_exclusions:
            self.further.update(find(people, pieces))

    def why_not(self, person: Person, piece: Piece) -> Exclusion | None:
        if piece.unit_id in self.close[piece.cycle.pk][person.pk]:
            return Exclusion.UNIT
        if person.is_outside and (why := _why_not_outside(person, piece)):
            return why
        if has_served(person, piece.agent):
            return Exclusion.SERVICE
        if any(self._covers(recusal, piece) for recusal in self.recusals[person.pk]):
            return Exclusion.RECUSED
        if person.pk in piece.left:
            return Exclusion.LEFT
        if piece.method == Method.MYSTERY and person.pk in self.seen[piece.cycle.pk][piece.unit_id]:
            return Exclusion.SEEN
        if self._is_away(person, piece):
            return Exclusion.AWAY
        if any(person.pk in going for sheet, going in self.visits.get(piece.half_day, ()) if sheet != piece.sheet_id):
            return Exclusion.BUSY
        day = piece.half_day[0] if piece.half_day else self.today
        if not may_take(self.expertise[person.pk], self._needs(piece), day):
            return Exclusion.EXPERTISE
        return self.further.get((person.pk, piece.key))

    def _covers(self, recusal: Recusal, piece: Piece) -> bool:
        return covers(recusal, piece, self.tree, self.today)

    def _is_away(self, person: Person, piece: Piece) -> bool:
        """Where somebody must be there: on its half-day. Otherwise: from now until the sheet is due."""
        absences = self.absences[person.pk]
        if not absences:
            return False
        if piece.half_day:
            return is_away(absences, *piece.half_day)
        return self._half_days_here(person.pk, absences, piece.due_on or self.last) == 0

    def _half_days_here(self, person: int, absences: Collection[Absence], last: date) -> int:
        if (person, last) not in self.here:
            self.here[person, last] = half_days_here(absences, self.today, max(last, self.today))
        return self.here[person, last]

    def _needs(self, piece: Piece) -> list[tuple[str, str]]:
        needs = [("method", piece.method), *sorted(self.needs[piece.unit_id])]
        if piece.touchpoint and piece.touchpoint != Touchpoint.UNKNOWN:
            needs.append(("touchpoint", piece.touchpoint))
        return needs


def _why_not_outside(person: Person, piece: Piece) -> Exclusion | None:
    """What somebody of another firm may not take: anything but mystery visits, and none beyond the days of the account."""
    if piece.method != Method.MYSTERY:
        return Exclusion.OUTSIDE
    day = piece.half_day[0] if piece.half_day else clock.today()
    return None if person.access_from <= day <= person.access_until and not person.is_expired else Exclusion.EXPIRED


def _seen_openly(pieces: Sequence[Piece]) -> dict[int, dict[int, set[int]]]:
    """{cycle: {unit: who is known there}}, where there are mystery visits; two queries for each cycle."""
    covert: dict[int, list[Piece]] = {}
    for piece in pieces:
        if piece.method == Method.MYSTERY:
            covert.setdefault(piece.cycle.pk, []).append(piece)
    return {
        cycle: seen_at({piece.unit_id for piece in those}, remembered_since(those[0].cycle))
        for cycle, those in covert.items()
    }


def _visitors(pieces: Sequence[Piece]) -> dict[tuple[date, str], list[tuple[int, set[int]]]]:
    """{half-day: [(sheet, who is at some unit then)]}, for the half-days of the pieces."""
    wanted = {piece.half_day for piece in pieces if piece.half_day}
    found: dict[tuple[date, str], list[tuple[int, set[int]]]] = {}
    if wanted:
        ways = [way for way in WAYS.values() if way.on_its_day]
        keys = {f"{way.stratum}:{day.isoformat()}-{half}" for way in ways for day, half in wanted}
        rows = ScoreSheet.objects.filter(method__in=ON_THEIR_DAY, item__key__in=keys).exclude(
            state=SheetState.SUBMITTED
        )
        for key, sheet, *people in rows.values_list("item__key", "pk", "assessor", "co_assessor"):
            found.setdefault(half_day_of_key(key), []).append(
                (sheet, {person for person in people if person is not None})
            )
    return found
