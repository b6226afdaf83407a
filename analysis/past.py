"""Results of past quarters by unit and indicator, for the entropy weights of `standards`."""

from analysis.computing import scores_by_unit
from analysis.loading import load_rows
from analysis.rules import SHOWN_TO_UNIT
from analysis.scheme import schemes_of
from assessments.enums import CycleType
from assessments.models import Cycle
from standards.studies.quarters import Quarter

LENGTH = 8


def past_quarters() -> list[Quarter]:
    """The last eight quarters whose scoring has ended, latest first. A fixed number of queries."""
    cycles = list(
        Cycle.objects.filter(type=CycleType.QUARTER, state__in=SHOWN_TO_UNIT)
        .select_related("standard_version")
        .order_by("-start")[:LENGTH]
    )
    loaded, schemes = load_rows(cycles), schemes_of(cycle.standard_version for cycle in cycles)
    return [_quarter(cycle, loaded, schemes[cycle.standard_version_id]) for cycle in cycles]


def _quarter(cycle: Cycle, loaded, scheme) -> Quarter:
    rows = {}
    for key, scores in scores_by_unit(scheme, loaded.rows[cycle.pk]).items():
        figures = {code: score.value for code, score in scores.indicators.items() if score.value is not None}
        if figures and key in loaded.units:
            rows[loaded.units[key].code] = figures
    return Quarter(cycle.code, cycle.name_zh, cycle.name_en, rows)
