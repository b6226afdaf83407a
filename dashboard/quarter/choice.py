"""What the page shows, read from its address: the cycle, a group of comparable units, a dimension. The export reads the same address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from analysis.peers import PeerGroup, peer_groups
from analysis.results import CycleResult, UnitResult
from analysis.scheme import DimensionInfo
from analysis.selectors import chosen_cycle, visible_cycles
from assessments.enums import CycleType
from assessments.models import Cycle
from dashboard.selectors import CycleMark, present_of
from foundation.common import clock
from organization.models import Person

CYCLES_READ = 20  # five years; an older one is still found by its code, and then they are read from there on


@dataclass(frozen=True)
class Mark(CycleMark):
    """A cycle as the page needs it while its figures are drawn already."""

    pk: int
    end: date
    version: UUID


@dataclass(frozen=True)
class Offer:
    """The cycles of the switch, latest first, and the one that is shown (None: there is none yet). `is_recent`: they begin with the latest of all."""

    marks: tuple[Mark, ...]
    chosen: Mark | None
    is_recent: bool = True

    @property
    def present(self) -> Mark | None:
        """The quarter that the top bar shows, where it can be told from these."""
        return present_of([one for one in self.marks if one.type == CycleType.QUARTER]) if self.is_recent else None


def read_offer(person: Person, code: str) -> Offer:
    """The cycles the person may see, and the one the address asks for (404 where there is none of that code)."""
    visible = visible_cycles(person)
    marks = _read_marks(visible)
    if not code:
        today = clock.today()
        quarters = [one for one in marks if one.type == CycleType.QUARTER] or marks
        return Offer(marks, next((one for one in quarters if one.start <= today), quarters[-1] if quarters else None))
    if chosen := next((one for one in marks if one.code == code), None):
        return Offer(marks, chosen)
    older = chosen_cycle(visible, code)
    if older is None:
        raise Http404
    marks = _read_marks(visible.filter(start__lte=older.start))
    return Offer(marks, next(one for one in marks if one.code == code), is_recent=False)


def _read_marks(cycles: QuerySet[Cycle]) -> tuple[Mark, ...]:
    columns = (
        "public_id", "code", "type", "start", "state", "title_zh", "title_en", "pk", "end", "standard_version__public_id",
    )  # fmt: skip
    return tuple(Mark(*row) for row in cycles.values_list(*columns)[:CYCLES_READ])


@dataclass(frozen=True)
class Choice:
    """`group` and `dimension` are None for all; what the address names and the cycle does not have means all."""

    cycle: Cycle
    groups: tuple[PeerGroup, ...]
    group: PeerGroup | None
    dimension: DimensionInfo | None

    @property
    def shown(self) -> tuple[PeerGroup, ...]:
        return (self.group,) if self.group else self.groups

    @property
    def rows(self) -> list[UnitResult]:
        return [row for group in self.shown for row in group.rows]

    @property
    def units(self) -> frozenset[int] | None:
        """Keys of the units that are shown; None: all of them."""
        return None if self.group is None else frozenset(row.unit.pk for row in self.group.rows)

    def url(self, part: str = "", **changes: str) -> str:
        """The page's address with something changed; an empty value means all."""
        group, dimension = self.group.word if self.group else "", self.dimension.code if self.dimension else ""
        values = {"cycle": self.cycle.code, "group": group, "dimension": dimension}
        query = urlencode({name: value for name, value in {**values, **changes}.items() if value})
        return f"?{query}#{part}" if part else f"?{query}"


def read_choice(query: Mapping[str, str], result: CycleResult) -> Choice:
    groups = peer_groups(result)
    return Choice(
        cycle=result.cycle,
        groups=groups,
        group=next((group for group in groups if group.word and group.word == query.get("group")), None),
        dimension=next(
            (one for one in result.scheme.dimensions if one.weight and one.code == query.get("dimension")), None
        ),
    )
