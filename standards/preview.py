"""What break points would have given by the figures of the quarter before this one: a wrong unit or a step too far shows before anything is saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from foundation.common import clock
from foundation.common.texts import localized
from organization.models import Unit
from records.measures import compute, measures
from standards.breakpoints import BreakPoints
from standards.figures import shown


@dataclass(frozen=True)
class PreviewRow:
    """A unit with its figure, in words, and the points (None: nothing was observed)."""

    unit: str
    figure: str
    n: int
    points: Decimal | None


@dataclass(frozen=True)
class Preview:
    """`[start, end)` is the quarter; `rows` has every assessed unit, those with the most points first."""

    start: date
    end: date
    rows: tuple[PreviewRow, ...]

    @property
    def observed(self) -> list[PreviewRow]:
        return [row for row in self.rows if row.points is not None]

    @property
    def is_flat(self) -> bool:
        """All units get the same, and that is nothing or everything: more likely a slip than a finding."""
        points = {row.points for row in self.observed}
        return len(self.observed) > 1 and points <= {Decimal(0), Decimal(100)} and len(points) == 1

    @property
    def sentence(self) -> str:
        """The finding, as the heading says it."""
        quarter = {"year": self.start.year, "number": (self.start.month + 2) // 3}
        if not self.observed:
            return _("Q%(number)d %(year)d: nothing was observed that these break points could be tried on") % quarter
        best, worst = self.observed[0].points, self.observed[-1].points
        span = {"low": _short(worst), "high": _short(best)} | quarter
        if best == worst:
            return _("By the figures of Q%(number)d %(year)d every unit gets %(low)s points") % span
        return _("By the figures of Q%(number)d %(year)d the units get %(low)s to %(high)s points") % span


def quarter_before(day: date) -> tuple[date, date]:
    """[start, end) of the last calendar quarter that is over."""
    end = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return (end - timedelta(days=1)).replace(day=1, month=(end - timedelta(days=1)).month - 2), end


def preview(measure: str, break_points: Sequence[tuple[str, str]]) -> Preview | None:
    """None where the measure or the break points make no sense yet; what is wrong with them is told elsewhere. A fixed number of statements."""
    if measure not in measures:
        return None
    try:
        scale = BreakPoints([(Decimal(figure), Decimal(points)) for figure, points in break_points])
    except (ArithmeticError, ValueError):
        return None
    start, end = quarter_before(clock.today())
    units = list(Unit.objects.filter(is_assessed=True, valid_to=None).order_by("code"))
    found = compute(measure, [unit.pk for unit in units], start, end)
    rows = []
    for unit in units:
        figure = found[unit.pk]
        value = Fraction(figure.total) / figure.n if figure.n else None
        points = None if value is None else scale.points_for(value)
        rows.append(PreviewRow(localized(unit, "name"), shown(measure, value), figure.n, points))
    rows.sort(key=lambda row: (row.points is None, -(row.points or 0), row.unit))
    return Preview(start, end, tuple(rows))


def _short(points: Decimal) -> str:
    text = f"{points:.1f}"
    return text.removesuffix(".0")
