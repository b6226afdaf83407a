"""Where a visit's fact sheet stands, for the scoring page."""

from assessments.enums import FactSheetOutcome, Method
from assessments.models import ScoreSheet
from assessments.selectors.facts import digest_of_content, latest_fact_sheet
from assessments.services.facts import present_content


def fact_standing(sheet: ScoreSheet) -> dict | None:
    """The latest fact sheet and whether it covers the saved draft; None where nobody confirms anything."""
    if sheet.method != Method.ON_SITE:
        return None
    last = latest_fact_sheet(sheet)
    covers = last is not None and last.digest == digest_of_content(present_content(sheet))
    return {"last": last, "covers": covers, "refused": last is not None and last.outcome == FactSheetOutcome.REFUSED}
