"""What a method demands before a sheet is sealed, and what of its own is sealed with it. Each method enters its two functions here."""

from collections.abc import Callable, Mapping

from assessments.enums import Method
from assessments.models import ScoreSheet
from assessments.services.footage_seals import footage_gaps, seal_of_footage
from assessments.services.interviews import interview_gaps, seal_of_interviews
from assessments.services.visits import seal_of_covert_visit

_GAPS: dict[str, Callable[[ScoreSheet], Mapping[str, str]]] = {
    Method.INTERVIEW: interview_gaps,
    Method.FOOTAGE: footage_gaps,
}
_SEALS: dict[str, Callable[[ScoreSheet, int], str]] = {
    Method.INTERVIEW: seal_of_interviews,
    Method.FOOTAGE: seal_of_footage,
    Method.MYSTERY: seal_of_covert_visit,
}


def gaps_of_method(sheet: ScoreSheet) -> Mapping[str, str]:
    """{name of the place: sentence} of what is missing beside the marks."""
    found = _GAPS.get(sheet.method)
    return found(sheet) if found else {}


def seal_of_method(sheet: ScoreSheet, schema: int) -> str:
    """The digest of what was noted by the method's own rules, as revisions of the schema hold it; empty for methods that note nothing."""
    found = _SEALS.get(sheet.method)
    return found(sheet, schema) if found else ""
