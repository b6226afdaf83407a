"""What a figure is made of, as addresses: the sheets behind it, the records, the answers. Each page asks its own rule again."""

from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse

from analysis.estimates import SHEETS
from analysis.scheme import IndicatorInfo
from assessments.enums import SheetState
from assessments.models import Cycle
from organization.models import Unit


def unit_url(unit: Unit, cycle: Cycle, part: str = "") -> str:
    """The unit's result in the cycle; `part`: the code of a dimension or indicator to go to."""
    url = f"{reverse('analysis:unit_detail', kwargs={'public_id': unit.public_id})}?{urlencode({'cycle': cycle.code})}"
    return f"{url}#{anchor(part)}" if part else url


def anchor(code: str) -> str:
    return f"row-{code}".replace(".", "-")


def sheets_url(cycle: Cycle, unit: Unit | None = None, indicator: str = "") -> str:
    """The sealed sheets of a unit (or of all) in a cycle."""
    query = {"view": "all", "cycle": cycle.code, "state": SheetState.SUBMITTED.value}
    if unit is not None:
        query["unit"] = unit.code
    if indicator:
        query["indicator"] = indicator
    return f"{reverse('assessments:sheet_list')}?{urlencode(query)}"


def measure_url(measure: str, cycle: Cycle, unit: Unit | None = None) -> str:
    """Service records of the quarter for measures of records; the questionnaires for measures from answers."""
    if measure.startswith("feedback."):
        return reverse("feedback:questionnaire_list")
    query = {"since": cycle.start.isoformat(), "until": (cycle.end - timedelta(days=1)).isoformat()}
    if unit is not None:
        query["unit"] = unit.code
    return f"{reverse('records:record_list')}?{urlencode(query)}"


def source_url(kind: str, cycle: Cycle, unit: Unit | None = None, indicator: str = "") -> str:
    return sheets_url(cycle, unit, indicator) if kind == SHEETS else measure_url(kind, cycle, unit)


def indicator_url(indicator: IndicatorInfo, cycle: Cycle, unit: Unit | None = None) -> str:
    kind = indicator.measure if indicator.is_measured else SHEETS
    return source_url(kind, cycle, unit, indicator.code)
