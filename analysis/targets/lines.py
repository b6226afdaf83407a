"""One target of one subject as a line: what pages and the workbook read alike."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from analysis.computing import Scores
from analysis.enums import TargetState
from analysis.links import entered_url, indicator_url, measure_url, sheets_url, unit_url
from analysis.results import CycleResult
from analysis.targets.actuals import Actual, Board, measured_board, scored
from analysis.targets.aims import DIMENSION, INDICATOR, LEVELS, Aim, figure_aims, score_aims
from analysis.targets.periods import periods_of
from analysis.targets.words import decimal, target_text, time_text, why_text
from foundation.common.templatetags.figures import Figure
from foundation.common.templatetags.numbers import plain
from foundation.common.texts import localized
from organization.models import Unit
from standards.target_units import readable


@dataclass(frozen=True)
class TargetLine:
    """`unit` is None for the organization. `url` opens what the figure is made of. `baseline_of` names the period that a change refers to.

    `judged` and `met`: of how many units there is something to judge, and how many of them reach the target (of the organization's lines).
    """

    aim: Aim
    actual: Actual
    unit: Unit | None = None
    url: str | None = None
    baseline_of: str = ""
    judged: int = 0
    met: int = 0

    @property
    def state(self) -> TargetState:
        return self.actual.state

    @property
    def level(self) -> str:
        return str(LEVELS[self.aim.level])

    @property
    def place(self) -> str:
        """“Indicator 1.1”, “Dimension”: where a score stands in the standard; nothing for figures, which stand in its list by their names.
        A dimension's code is for workbooks; people know it by its name."""
        if self.aim.level == INDICATOR:
            return f"{self.level} {self.aim.code}"
        return self.level if self.aim.level == DIMENSION else ""

    @property
    def internal(self) -> str:
        return target_text(self.aim, self.aim.value)

    @property
    def industry(self) -> str:
        return target_text(self.aim, self.aim.benchmark)

    @property
    def figure(self) -> Figure:
        """The actual figure with interval, n and change, in the unit in which people say it."""
        actual = self.actual
        if actual.value is None:
            return Figure()
        unit, by = readable(actual.value, self.aim.unit)
        low, high = self.ends(by)
        value, change = actual.value * by, None if actual.change is None else actual.change * by
        return Figure(
            value=decimal(value),
            half=_even_half(decimal(value), low, high),
            low=low,
            high=high,
            n=actual.n or None,
            change=decimal(change),
            significant=actual.significant,
            unit=unit.value,
            url=self.url,
            small=actual.small,
            better="low" if self.aim.is_at_most else "high",
        )

    def ends(self, by=1) -> tuple[Decimal | None, Decimal | None]:
        estimate = self.actual.estimate
        if estimate is None or estimate.low is None:
            return None, None
        return tuple(Decimal(end * float(by)).quantize(Decimal("0.0001")) for end in (estimate.low, estimate.high))

    @property
    def reached(self) -> Figure | None:
        """The change against the baseline in percent, with its interval."""
        if self.actual.reached is None:
            return None
        estimate, value = self.actual.reached_estimate, decimal(self.actual.reached)
        low, high = (
            (None, None)
            if estimate is None or estimate.low is None
            else (_rounded(estimate.low), _rounded(estimate.high))
        )
        return Figure(value=value, half=_even_half(value, low, high), low=low, high=high, unit="percent")

    @property
    def reached_text(self) -> str:
        """“−12.3% ±1.4 against 58.2 s (Q3 2026)”."""
        reached = self.reached
        if reached is None:
            return ""
        sign = "+" if reached.value > 0 else ""
        figure = f"{sign}{reached.shown} {reached.interval}".strip()
        base = time_text(self.aim, self.actual.baseline)
        return _("%(change)s against %(baseline)s (%(period)s)") % {
            "change": figure,
            "baseline": base,
            "period": self.baseline_of,
        }

    @property
    def baseline_text(self) -> str:
        """What a change is measured from, where it cannot be told yet how far it has got."""
        return _("against %(period)s") % {"period": self.baseline_of} if self.aim.is_change else ""

    @property
    def why(self) -> str:
        return why_text(self.aim, self.actual)

    @property
    def note(self) -> str:
        """Where a figure is from that no room computes, or what is missing."""
        if self.actual.as_of is None:
            return self.why
        return " ".join(
            filter(None, [_("Entered by hand, as of %(day)s.") % {"day": self.actual.as_of.isoformat()}, self.why])
        )

    @property
    def is_to_enter(self) -> bool:
        return self.aim.is_entered and self.actual.value is None

    @property
    def tally(self) -> str:
        """“9 / 12”: units that reach it, of those that can be judged."""
        return f"{plain(self.met, 0)} / {plain(self.judged, 0)}" if self.judged else ""


def _rounded(end: float) -> Decimal:
    return Decimal(end).quantize(Decimal("0.0001"))


def _even_half(value: Decimal | None, low: Decimal | None, high: Decimal | None) -> Decimal | None:
    """Half of an interval that reaches equally far to both sides, as far as one decimal shows."""
    if value is None or low is None or abs((high - value) - (value - low)) > Decimal("0.1"):
        return None
    return (high - low) / 2


class Sheet:
    """All targets of a cycle beside the actual figures. Computed from a result that is read already; asks the database for the version's own
    list of figures at most, and where these name past cycles as their baseline for those, in two queries."""

    def __init__(self, result: CycleResult, *, sees_all: bool = True, chosen: frozenset[int] | None = None):
        self.result, self.sees_all = result, sees_all
        self.figures = figure_aims(result.cycle.standard_version)
        self.scores = score_aims(result.scheme)
        made = result.made_from
        self.periods = periods_of(self.figures)
        named = tuple((code, one.period) for code, one in self.periods.items())
        self.board: Board = measured_board(self.figures, made.now, made.before, made.nesting, chosen, named)

    @property
    def aims(self) -> tuple[Aim, ...]:
        return (*self.figures, *self.scores)

    def of_organization(self, aims: Iterable[Aim] | None = None, overall: Scores | None = None) -> list[TargetLine]:
        """`overall`: the mean of the units that are looked at; by default of all."""
        found = {**self.board.whole, **scored(self.scores, overall or self.result.overall)}
        tallies = self._tallies()
        return [
            self._line(aim, found[aim.key], None, *tallies[aim.key]) for aim in (self.aims if aims is None else aims)
        ]

    def of_unit(self, unit: Unit, aims: Iterable[Aim] | None = None) -> list[TargetLine]:
        row = self.result.row_of(unit)
        if row is None:
            return []
        found = {**self.board.units.get(unit.pk, {}), **scored(self.scores, row)}
        return [self._line(aim, found.get(aim.key, Actual()), unit) for aim in (self.aims if aims is None else aims)]

    def _tallies(self) -> Mapping[str, tuple[int, int]]:
        """{aim: (units that can be judged, units that reach it)}."""
        by_unit = [{**self.board.units.get(row.unit.pk, {}), **scored(self.scores, row)} for row in self.result.rows]
        return {aim.key: _tally(states.get(aim.key) for states in by_unit) for aim in self.aims}

    def _line(self, aim: Aim, actual: Actual, unit: Unit | None, judged: int = 0, met: int = 0) -> TargetLine:
        url = self._url(aim, unit) if actual.value is not None or aim.is_entered else None
        return TargetLine(aim, actual, unit, url, self._baseline_of(aim), judged, met)

    def _baseline_of(self, aim: Aim) -> str:
        if not aim.is_change:
            return ""
        if aim.baseline_cycle:
            named = self.periods.get(aim.baseline_cycle)
            return localized(named.cycle, "name") if named else aim.baseline_cycle
        if aim.baseline is not None:
            return aim.baseline_source or _("the standard’s baseline")
        return localized(self.result.previous, "name") if self.result.previous else _("the cycle before")

    def _url(self, aim: Aim, unit: Unit | None) -> str | None:
        cycle = self.result.cycle
        if aim.is_entered:
            return entered_url(cycle, aim.code, unit)
        if aim.measure:
            return measure_url(aim.measure, cycle, unit, sees_all=self.sees_all)
        if unit is not None:
            return unit_url(unit, cycle, aim.code)
        if aim.level == INDICATOR:
            return indicator_url(self.result.scheme.indicator_by_code[aim.code], cycle, sees_all=self.sees_all)
        return sheets_url(cycle) if self.sees_all else None


def _tally(actuals: Iterator[Actual | None]) -> tuple[int, int]:
    states = [actual.state for actual in actuals if actual is not None and actual.state.is_judged]
    return len(states), sum(state == TargetState.MET for state in states)


def is_of_units(aim: Aim) -> bool:
    """Whether there can be a figure of a single unit: a rank in the industry is the organization's."""
    return not aim.is_rank
