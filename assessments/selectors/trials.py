"""The assessments by which a version is tried, for the version's own page (R6)."""

from decimal import Decimal

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from assessments.enums import Method, SheetState
from assessments.models import ScoreSheet, ScoreTotal
from assessments.models.total import TotalLevel
from assessments.selectors.cycles import with_progress
from foundation.common.numbers import from_units
from foundation.common.templatetags.numbers import plain
from foundation.common.texts import localized
from standards.models import StandardVersion
from standards.trials import Trial


def trials_of_version(version: StandardVersion) -> list[Trial]:
    """How many of their sheets are sealed, and the mean of these. Two queries, however many there are.

    Everybody reads a standard: of mystery visits only sealed ones are counted.
    """
    told = ScoreSheet.objects.exclude(~Q(state=SheetState.SUBMITTED), method=Method.MYSTERY)
    cycles = list(with_progress(version.cycles.filter(type="special"), told).order_by("-start", "-pk"))
    sums = {
        row["cycle"]: (row["n_all"], row["sum_all"])
        for row in ScoreTotal.objects.filter(cycle__in=cycles, level=TotalLevel.SHEET)
        .order_by()
        .values("cycle")
        .annotate(n_all=Sum("n"), sum_all=Sum("total"))
    }
    return [
        Trial(
            f"{cycle.code} {localized(cycle, 'name')}",
            _said(cycle, *sums.get(cycle.pk, (0, 0))),
            cycle.get_absolute_url(),
        )
        for cycle in cycles
    ]


def _said(cycle, n: int, total: int) -> str:
    facts = {"sealed": cycle.sealed_count, "sheets": cycle.sheet_count}
    text = _("%(sealed)s of %(sheets)s sheets are sealed") % facts
    if not n:
        return text
    mean = Decimal(from_units(total)) / n
    return _("%(text)s, mean %(mean)s") % {"text": text, "mean": plain(mean)}
