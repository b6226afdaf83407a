"""What the pages of measures show: a line for each measure, and of one measure a line for each unit."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from operator import add

from django.utils.translation import gettext as _

from analysis.enums import TargetState
from analysis.intervals import Estimate
from analysis.measured.estimates import change_of, estimate_of, percentile
from analysis.measured.periods import Quarter
from analysis.targets.aims import Aim, figure_aims
from analysis.targets.judging import judge
from analysis.targets.words import target_text
from foundation.common.templatetags.numbers import DASH, MINUS, plain, short
from organization.models import Unit
from records.measures import ALL, BALANCE, MEAN, RATE, SECONDS, SHARE, Measure, MeasureFigure, compute_many, measures
from standards.selectors import version_in_force

# The order in which customers meet them; what other rooms enter besides comes after.
ORDER = (
    "records.answered", "records.answered_in_target", "records.answer_seconds", "records.handle_seconds", "records.resolved",
    "records.first_contact", "records.repeated", "tickets.replied", "tickets.complaint_rate", "records.complaints", "tickets.contacted",
    "tickets.handled", "tickets.content", "feedback.satisfaction", "feedback.recommend", "feedback.effort", "feedback.need_met",
    "records.rating", "feedback.response_rate",
)  # fmt: skip


@dataclass(frozen=True)
class Scope:
    """Of whom the figures are: `unit`, or None for the whole organization, whose topmost units are `tops`."""

    unit: Unit | None
    tops: tuple[Unit, ...]

    @property
    def units(self) -> tuple[Unit, ...]:
        return (self.unit,) if self.unit else self.tops

    @property
    def code(self) -> str:
        return self.unit.code if self.unit else ""


@dataclass(frozen=True)
class MeasureLine:
    """A measure's figure of somebody in a period; `named` is a unit where the line is one of many of the same measure."""

    measure: Measure
    figure: MeasureFigure
    estimate: Estimate | None
    change: Estimate | None = None
    aim: Aim | None = None
    quarter: Quarter | None = None
    code: str = ""
    unit: Unit | None = None
    values: Counter | None = None

    @property
    def value(self) -> str:
        return said(self.measure, self.estimate.value) if self.estimate else DASH

    @property
    def interval(self) -> str:
        return between(self.measure, self.estimate)

    @property
    def n(self) -> int:
        return self.figure.n

    @property
    def is_small(self) -> bool:
        return self.estimate is not None and self.estimate.is_small

    @property
    def change_text(self) -> str:
        if self.change is None:
            return ""
        return said_change(self.measure, self.change.value)

    @property
    def change_interval(self) -> str:
        return between(self.measure, self.change, shared=self.measure.unit == SHARE)

    @property
    def change_tone(self) -> str:
        """Empty where chance alone may explain it."""
        if self.change is None or self.change.low is None or self.change.low <= 0 <= self.change.high:
            return ""
        return "done" if (self.change.value < 0) == self.measure.fewer_is_better else "late"

    @property
    def target(self) -> str:
        return target_text(self.aim, self.aim.value) if self.aim else ""

    @property
    def state(self) -> TargetState | None:
        """Judged as every target is (decision 31)."""
        if self.aim is None or self.estimate is None or self.aim.factor is None:
            return None
        by = self.aim.factor
        ends = [None if end is None else end * float(by) for end in (self.estimate.low, self.estimate.high)]
        value = Fraction(self.figure.value) * by
        return judge(value, *ends, target=Fraction(self.aim.value), at_most=self.aim.is_at_most)

    @property
    def spread(self) -> str:
        """Median and 90th percentile of times."""
        if not self.values:
            return ""
        ends = {"half": percentile(self.values, 0.5), "most": percentile(self.values, 0.9)}
        return _("median %(half)s, 90%% within %(most)s") % {
            name: said(self.measure, end) for name, end in ends.items()
        }

    @property
    def lists(self) -> list[tuple[str, str, int]]:
        """(what, address, how many): all that counts, and of shares and balances each outcome."""
        if self.measure.listing is None or self.quarter is None or not (self.n or self.figure.hits):
            return []

        def at(outcome: str) -> str:
            return self.measure.listing(self.code, self.quarter.start, self.quarter.end, outcome)

        if self.measure.unit == RATE:
            return [(_("Complaints"), at(ALL), self.figure.hits)]
        parts = self.measure.counts_of(self.figure)
        return [
            (_("All that count"), at(ALL), self.n),
            *((str(self.measure.outcomes[one]), at(one), count) for one, count in parts.items()),
        ]


def said(measure: Measure, value: float) -> str:
    """In the measure's unit, as pages round: “92.7%”, “44.5 s”, “3.2‰”."""
    number = Decimal(str(value))
    if measure.unit == SHARE:
        return f"{plain(number * 100)}%"
    if measure.unit == BALANCE:
        return plain(number * 100)
    if measure.unit == SECONDS:
        return _("%(number)s s") % {"number": short(number)}
    if measure.unit == RATE:
        return f"{plain(number)}‰"
    return plain(number, 2) if measure.unit == MEAN else plain(number)


def said_change(measure: Measure, value: float) -> str:
    """“+2.1 percentage points”: a share that moves from 50% to 52% has not grown by 2%."""
    shown = plain(Decimal(str(value)) * 100) if measure.unit == SHARE else said(measure, value)
    # What is rounded to 0 has not grown.
    if value > 0 and any(letter in "123456789" for letter in shown):
        shown = f"+{shown}"
    return _("%(number)s percentage points") % {"number": shown} if measure.unit == SHARE else shown


def between(measure: Measure, estimate: Estimate | None, *, shared: bool = False) -> str:
    """From the lower to the upper end. `shared`: what stands before it has said already that it is about percentage points."""
    if estimate is None or estimate.low is None or estimate.high is None:
        return ""
    if shared:
        low, high = (plain(Decimal(str(end)) * 100) for end in (estimate.low, estimate.high))
    else:
        low, high = said(measure, estimate.low), said(measure, estimate.high)
    separator = " – " if MINUS in low + high else "–"
    return f"{low}{separator}{high}"


def in_order() -> list[Measure]:
    places = {code: place for place, code in enumerate(ORDER)}
    return sorted(measures, key=lambda one: (places.get(one.code, len(ORDER)), one.code))


def lines_of(scope: Scope, quarter: Quarter) -> list[MeasureLine]:
    """Every measure. A fixed number of statements: what is counted from the same rows takes one pass for the period and one for that before."""
    aims, wanted = _aims(), in_order()
    keys = [unit.pk for unit in scope.units]
    now, before = (compute_many(wanted, keys, one.start, one.end) for one in (quarter, quarter.before))
    return [
        _line(measure, scope, quarter, aims.get(measure.code), now[measure.code], before[measure.code])
        for measure in wanted
    ]


def line_of(measure: Measure, scope: Scope, quarter: Quarter) -> MeasureLine:
    """One measure, with the spread of times."""
    keys = [unit.pk for unit in scope.units]
    now, before = (measure.compute(keys, one.start, one.end) for one in (quarter, quarter.before))
    values = None
    if measure.spread:
        values = reduce(add, measure.spread(keys, quarter.start, quarter.end).values(), Counter())
    return _line(measure, scope, quarter, _aims().get(measure.code), now, before, values)


def _line(
    measure: Measure,
    scope: Scope,
    quarter: Quarter,
    aim: Aim | None,
    now: Mapping[int, MeasureFigure],
    before: Mapping[int, MeasureFigure],
    values: Counter | None = None,
) -> MeasureLine:
    figure = _sum(now.values())
    estimate = estimate_of(measure, figure)
    return MeasureLine(
        measure,
        figure,
        estimate,
        change=change_of(estimate, estimate_of(measure, _sum(before.values()))),
        aim=aim,
        quarter=quarter,
        code=scope.code,
        values=values,
    )


def unit_lines(measure: Measure, units: Iterable[Unit], quarter: Quarter, sort: str) -> list[MeasureLine]:
    """One measure, unit by unit. `sort`: `value`, `n` or `unit`, with a minus in front for the other way; units without a figure come last."""
    units = list(units)
    found = measure.compute([unit.pk for unit in units], quarter.start, quarter.end)
    spreads = measure.spread([unit.pk for unit in units], quarter.start, quarter.end) if measure.spread else {}
    lines = [
        MeasureLine(
            measure,
            found[unit.pk],
            estimate_of(measure, found[unit.pk]),
            quarter=quarter,
            code=unit.code,
            unit=unit,
            values=spreads.get(unit.pk),
        )
        for unit in units
    ]
    keys = {
        "value": lambda line: line.estimate.value if line.estimate else 0,
        "n": lambda line: line.n,
        "unit": lambda line: line.unit.code,
    }
    lines.sort(key=keys[sort.lstrip("-")], reverse=sort.startswith("-"))
    return sorted(lines, key=lambda line: line.estimate is None)


def _sum(figures: Iterable[MeasureFigure]) -> MeasureFigure:
    return reduce(add, figures, MeasureFigure())


def _aims() -> dict[str, Aim]:
    """Measure → what the standard in force wants of it. Changes against a baseline stand on the page of targets."""
    version = version_in_force()
    if version is None:
        return {}
    return {aim.measure: aim for aim in figure_aims(version) if aim.measure and not (aim.is_change or aim.is_rank)}
