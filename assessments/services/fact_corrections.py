"""What a correction adds to a visit after its facts were confirmed: nobody of the unit has read it, and that is said (R15, R19)."""

from dataclasses import dataclass

from assessments.models import FactSheet, ScoreSheet, SheetRevision
from assessments.selectors.criteria import Criteria
from assessments.selectors.facts import latest_fact_sheet
from assessments.services.facts import found_in
from assessments.services.marks import Marks
from foundation.common.texts import both
from foundation.notifications.services import notify
from organization.selectors import answerable_for
from standards.models import Indicator


@dataclass(frozen=True)
class Unconfirmed:
    """A fact of a sealed sheet that does not stand on the fact sheet, or not in these words. No marks."""

    indicator: Indicator
    text: str


def unconfirmed_facts(row: FactSheet | None, criteria: Criteria, marks: Marks) -> list[Unconfirmed]:
    """What `marks` find beyond the fact sheet, in the standard's order. None where nothing was to be confirmed. No query."""
    if row is None:
        return []
    confirmed = {(fact["code"], fact["text"]) for fact in row.content["facts"]}
    found = found_in(criteria, marks)
    return [
        Unconfirmed(criteria.indicators[code], text) for code, text in found.items() if (code, text) not in confirmed
    ]


def tell_of_unconfirmed(
    *, sheet: ScoreSheet, criteria: Criteria, before: Marks, after: Marks, revision: SheetRevision
) -> None:
    """Who answers for the unit learns of facts that the correction has added; they read them on the page of the fact sheet, without marks."""
    row = latest_fact_sheet(sheet)
    known = unconfirmed_facts(row, criteria, before)
    new = [one for one in unconfirmed_facts(row, criteria, after) if one not in known]
    if not new:
        return
    notify(
        users=[person.user for person in answerable_for(sheet.unit) if person.user_id],
        kind="assessments.facts.unconfirmed",
        url=row.get_absolute_url(),
        params={
            "number": sheet.number,
            "unit": both(sheet.unit, "name"),
            "codes": ", ".join(one.indicator.code for one in new),
        },
        dedupe=f"assessments.facts.unconfirmed:{revision.public_id}",
    )
