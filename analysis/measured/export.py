"""Measures as rows of a workbook: just what the pages show, figures as numbers."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _, pgettext

from analysis.intervals import Estimate
from analysis.measured.estimates import percentile
from analysis.measured.lines import MeasureLine
from foundation.common.texts import localized
from records.measures import BALANCE, MEAN, RATE, SECONDS, SHARE, Measure


def unit_label(measure: Measure) -> str:
    return {SHARE: "%", BALANCE: _("points"), SECONDS: _("seconds"), RATE: "‰", MEAN: _("points")}[measure.unit]


def measure_headers() -> list[str]:
    return [
        _("Measure"), _("Definition"), _("in"), _("Figure"), _("From"), _("To"), pgettext("of observations", "Number"),
        _("Target"), pgettext("since the cycle before", "Change"), _("From"), _("To"),
    ]  # fmt: skip


def measure_rows(lines: Iterable[MeasureLine]) -> Iterator[list]:
    for line in lines:
        measure = line.measure
        yield [
            str(measure.label),
            str(measure.help),
            unit_label(measure),
            *_numbers(measure, line.estimate),
            line.n,
            line.target,
            *_numbers(measure, line.change),
        ]


def unit_headers(measure: Measure) -> list[str]:
    more = [_("Median"), _("90th percentile")] if measure.spread else []
    return [
        _("Unit code"),
        _("Unit"),
        _("in"),
        _("Figure"),
        _("From"),
        _("To"),
        pgettext("of observations", "Number"),
        *more,
    ]


def unit_rows(lines: Iterable[MeasureLine]) -> Iterator[list]:
    for line in lines:
        more = [percentile(line.values, 0.5), percentile(line.values, 0.9)] if line.values is not None else []
        yield [
            line.unit.code,
            localized(line.unit, "name"),
            unit_label(line.measure),
            *_numbers(line.measure, line.estimate),
            line.n,
            *more,
        ]


def _numbers(measure: Measure, estimate: Estimate | None) -> list[Decimal | None]:
    if estimate is None:
        return [None] * 3
    by = 100 if measure.unit in (SHARE, BALANCE) else 1
    return [
        None if value is None else round(Decimal(str(value)) * by, 4)
        for value in (estimate.value, estimate.low, estimate.high)
    ]
