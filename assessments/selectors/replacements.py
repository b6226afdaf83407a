"""How many items each assessor had replaced, of how many, and for what reasons (R13)."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import QuerySet

from assessments.enums import HandoverAct
from assessments.models import Handover, ScoreSheet
from organization.models import Person
from sampling.enums import ReplacementReason
from sampling.shares import wilson_interval


@dataclass
class Tally:
    """`had`: items that were the person's, replaced ones too; `low` and `high`: the share's 95 % interval; `is_high`: all of the interval lies
    above the share of everybody together."""

    person: Person
    had: int = 0
    replaced: int = 0
    reasons: Counter = field(default_factory=Counter)
    low: float = 0.0
    high: float = 0.0
    is_high: bool = False

    @property
    def share(self) -> float:
        return self.replaced / self.had if self.had else 0.0

    @property
    def told(self) -> list[tuple[str, int]]:
        """(reason, how often), the most frequent first."""
        return [
            (str(ReplacementReason(code).label), n)
            for code, n in self.reasons.most_common()
            if code in ReplacementReason.values
        ]


def replacements_of(sheets: QuerySet[ScoreSheet]) -> tuple[list[Tally], float | None]:
    """(tallies, the share of everybody together), the highest share first; of the sheets of a cycle that the reader may know of. Three queries,
    whatever the number of sheets.

    An item counts for each who had it when it fell out. Items that went to somebody else without falling out count for whom they went to.
    """
    rows = Handover.objects.filter(sheet__in=sheets.order_by(), act=HandoverAct.REPLACED)
    fallen = list(rows.values_list("assessor_before", "co_assessor_before", "kind"))
    present = sheets.values_list("assessor", "co_assessor")
    had, replaced = Counter(), Counter()
    reasons: dict[int, Counter] = {}
    for pair in present.order_by():
        had.update(pk for pk in pair if pk is not None)
    for *pair, kind in fallen:
        for pk in pair:
            if pk is not None:
                had[pk] += 1
                replaced[pk] += 1
                reasons.setdefault(pk, Counter())[kind] += 1
    if not had:
        return [], None
    overall = sum(replaced.values()) / sum(had.values())
    people = Person.objects.filter(pk__in=had).select_related("unit")
    tallies = [_tally(person, had[person.pk], replaced[person.pk], reasons, overall) for person in people]
    return sorted(tallies, key=lambda one: (-one.share, -one.replaced, one.person.sort_key)), overall


def _tally(person: Person, had: int, replaced: int, reasons: dict[int, Counter], overall: float) -> Tally:
    interval = wilson_interval(replaced, had)
    return Tally(
        person,
        had=had,
        replaced=replaced,
        reasons=reasons.get(person.pk, Counter()),
        low=interval.low,
        high=interval.high,
        is_high=replaced > 0 and interval.low > overall,
    )
