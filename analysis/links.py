"""What a figure is made of, as addresses: the sheets behind it, the records, the answers. Each page asks its own rule again."""

from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse

from analysis.estimates import SHEETS
from analysis.scheme import IndicatorInfo
from assessments.enums import SheetState
from assessments.models import Cycle
from organization.models import Unit
from standards.enums import Scale
from standards.models import Indicator


def unit_url(unit: Unit, cycle: Cycle, part: str = "") -> str:
    """The unit's result in the cycle; `part`: the code of a dimension or indicator to go to."""
    url = f"{reverse('analysis:unit_detail', kwargs={'public_id': unit.public_id})}?{urlencode({'cycle': cycle.code})}"
    return f"{url}#{anchor(part)}" if part else url


def area_url(unit: Unit, cycle: Cycle) -> str:
    """The unit with all below it, in the cycle."""
    return f"{reverse('analysis:area_detail', kwargs={'public_id': unit.public_id})}?{urlencode({'cycle': cycle.code})}"


def targets_url(cycle: Cycle, **chosen: str) -> str:
    """The cycle's targets beside the actual figures."""
    return f"{reverse('analysis:targets')}?{urlencode({'cycle': cycle.code, **chosen})}"


def entered_url(cycle: Cycle, target: str, unit: Unit | None = None) -> str:
    """What was entered by hand of a target, by its code."""
    url = reverse("analysis:entered_figure", kwargs={"public_id": cycle.public_id, "code": target})
    return f"{url}?{urlencode({'unit': unit.code})}" if unit is not None else url


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


def measure_url(measure: str, cycle: Cycle, unit: Unit | None = None, *, sees_all: bool = True) -> str | None:
    """Service records of the quarter for measures of records; for measures from answers the questionnaires, which are open only to those
    who see all units."""
    if measure.startswith("feedback."):
        return reverse("feedback:questionnaire_list") if sees_all else None
    query = {"since": cycle.start.isoformat(), "until": (cycle.end - timedelta(days=1)).isoformat()}
    if unit is not None:
        query["unit"] = unit.code
    return f"{reverse('records:record_list')}?{urlencode(query)}"


def source_url(
    kind: str, cycle: Cycle, unit: Unit | None = None, indicator: str = "", *, sees_all: bool = True
) -> str | None:
    """None where a reader who does not see all units would be refused."""
    return sheets_url(cycle, unit, indicator) if kind == SHEETS else measure_url(kind, cycle, unit, sees_all=sees_all)


def indicator_url(
    indicator: IndicatorInfo | Indicator, cycle: Cycle, unit: Unit | None = None, *, sees_all: bool = True
) -> str | None:
    kind = indicator.measure if indicator.scale == Scale.MEASURED else SHEETS
    return source_url(kind, cycle, unit, indicator.code, sees_all=sees_all)
