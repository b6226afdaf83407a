"""A unit's result as rows: the whole, each dimension, and under it its indicators. The page and the workbook read the same rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _, pgettext

from analysis.computing import Scores
from analysis.estimates import SHEETS, ScoreEstimate, Source
from analysis.links import anchor, indicator_url, sheets_url, source_url
from analysis.results import CycleResult, UnitResult
from analysis.sentences import listed
from foundation.common.numbers import round_shown
from foundation.common.templatetags.figures import Figure
from organization.models import Unit
from records.measures import measures
from standards.figures import shown as shown_figure

WHOLE, DIMENSION, INDICATOR = "whole", "dimension", "indicator"


@dataclass(frozen=True)
class ResultRow:
    """`level`: whole, dimension or indicator; `weight` in percent; `url` opens what the figure is made of, None where there is nothing yet."""

    level: str
    code: str
    name: str
    weight: Decimal
    score: ScoreEstimate
    url: str | None

    @property
    def anchor(self) -> str:
        return anchor(self.code)

    @property
    def missing(self) -> list[str]:
        """Names of sources that had no data and so left the denominator; an indicator without any says so by its dash."""
        return [] if self.level == INDICATOR or self.score.few else [source_name(one) for one in self.score.missing]

    @property
    def missing_names(self) -> str:
        return listed(self.missing)

    @property
    def change_mark(self) -> str:
        """▲ ▼ ▬ with the amount."""
        return Figure.of(self.score).change_mark


def result_rows(
    result: CycleResult, scores: Scores, unit: Unit | None = None, *, sees_all: bool = True
) -> list[ResultRow]:
    return list(_rows(result, scores, unit, sees_all))


def _rows(result: CycleResult, scores: Scores, unit: Unit | None, sees_all: bool) -> Iterator[ResultRow]:
    cycle, sheets = result.cycle, sheets_url(result.cycle, unit)

    def opened(score: ScoreEstimate, url: str | None) -> str | None:
        return None if score.value is None else url

    yield ResultRow(
        WHOLE,
        "",
        _("Whole score"),
        _percent(sum(one.weight for one in result.scheme.weighted)),
        scores.whole,
        opened(scores.whole, sheets),
    )
    for dimension in result.scheme.dimensions:
        score = scores.dimensions.get(dimension.code)
        if score is None:
            continue
        yield ResultRow(
            DIMENSION, dimension.code, str(dimension), _percent(dimension.weight), score, opened(score, sheets)
        )
        for indicator in dimension.indicators:
            own = scores.indicators.get(indicator.code)
            if own is not None:
                url = opened(own, indicator_url(indicator, cycle, unit, sees_all=sees_all))
                yield ResultRow(INDICATOR, indicator.code, str(indicator), _percent(indicator.weight), own, url)


def _percent(weight: int) -> Decimal:
    return Decimal(weight) / 100


@dataclass(frozen=True)
class SourceRow:
    """One source of the whole score: what it is, how much it weighs, what it says."""

    name: str
    weight: Decimal
    n: int
    figure: str
    score: Decimal | None
    url: str | None
    is_missing: bool
    few: bool = False


def source_rows(result: CycleResult, row: UnitResult, *, sees_all: bool = True) -> list[SourceRow]:
    return [
        SourceRow(
            name=source_name(source),
            weight=_percent(source.weight),
            n=source.n,
            figure=_own_figure(source),
            score=None if source.is_missing else Decimal(source.estimate.value),
            url=None if source.is_missing else source_url(source.kind, result.cycle, row.unit, sees_all=sees_all),
            is_missing=source.is_missing,
            few=source.few,
        )
        for source in row.whole.sources
    ]


def source_name(source: Source) -> str:
    """“Score sheets”, or what the measure is called."""
    if source.kind == SHEETS:
        return _("Score sheets")
    known = measures.get(source.kind)
    return str(known.label) if known else source.kind


def _own_figure(source: Source) -> str:
    """A measure's own figure before the break points: “92.7%”."""
    return "" if source.figure is None else shown_figure(source.kind, source.figure)


def export_headers() -> list[str]:
    return [
        pgettext("of a result", "Level"),
        _("Code"),
        pgettext("of an indicator", "Name"),
        _("Weight, %"),
        _("Score"),
        _("95 % interval: lower end"),
        _("95 % interval: upper end"),
        "n",
        _("Small sample"),
        _("Target"),
        pgettext("since the cycle before", "Change"),
        _("Change beyond chance"),
        _("Sources without data"),
    ]


def export_rows(rows: list[ResultRow]) -> Iterator[list]:
    """Rounded as the page shows them."""
    levels = {WHOLE: _("whole"), DIMENSION: _("dimension"), INDICATOR: _("indicator")}
    for row in rows:
        score = row.score
        yield [
            levels[row.level],
            row.code,
            row.name,
            row.weight,
            *(shown(value) for value in (score.value, score.low, score.high)),
            score.n,
            _yes(score.small and score.value is not None),
            shown(score.target),
            shown(score.change),
            "" if score.change is None else _yes(score.significant),
            listed(row.missing),
        ]


def shown(value: Decimal | None) -> Decimal | None:
    return None if value is None else round_shown(value)


def _yes(value: bool) -> str:
    return _("yes") if value else ""
