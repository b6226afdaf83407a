"""The facts that were found on a visit, as its draft or a revision tells them, and what was laid before the unit's head."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Q, QuerySet

from assessments.models import Evidence, FactSheet, ScoreSheet
from assessments.selectors.criteria import Criteria
from assessments.selectors.sheets import visible_to
from foundation.common.receipts import payload_digest
from organization.models import Person
from organization.rules import units_answered_for


@dataclass(frozen=True)
class NumberedFile:
    """Evidence with the number that it bears on the fact sheet: its place among all that was ever added, so that it never changes."""

    number: int
    public_id: str
    digest: str
    name: str
    indicator: int | None
    is_off: bool


def numbered_evidence(sheet: ScoreSheet) -> list[NumberedFile]:
    """One query."""
    rows = sheet.evidence.order_by("pk").values_list(
        "public_id", "file__digest", "caption", "file__name", "indicator", "removed_at"
    )
    return [
        NumberedFile(number, str(public_id), digest, caption or name, indicator, removed is not None)
        for number, (public_id, digest, caption, name, indicator, removed) in enumerate(rows, start=1)
    ]


def number_of(evidence: Evidence) -> int:
    """The number that it bears on the fact sheet."""
    return Evidence.objects.filter(sheet=evidence.sheet_id, pk__lte=evidence.pk).count()


def content_of(
    sheet: ScoreSheet,
    criteria: Criteria,
    found: Mapping[str, str],
    *,
    at: datetime | None,
    place: str,
) -> dict:
    """What is laid before the head: {visit, facts, evidence} with what it is about; plain values only, texts in both languages, no marks.

    `found`: {indicator code: what was found}, see `services.facts.found_in`. Evidence is what is on the indicators of the facts.
    """
    files = [one for one in numbered_evidence(sheet) if not one.is_off and one.indicator is not None]
    facts, shown = [], []
    for code, text in found.items():
        indicator = criteria.indicators[code]
        own = [one for one in files if one.indicator == indicator.pk]
        shown += own
        facts.append(
            {
                "code": code,
                "zh": indicator.name_zh,
                "en": indicator.name_en,
                "red": indicator.is_critical,
                "text": text,
                "evidence": [one.number for one in own],
            }
        )
    return {
        "sheet": str(sheet.public_id),
        "item": str(sheet.item.public_id),
        "unit": str(sheet.unit.public_id),
        "visit": [at.astimezone(UTC).isoformat(timespec="minutes") if at else "", place],
        "facts": facts,
        "evidence": [[one.number, one.public_id, one.digest, one.name] for one in shown],
    }


def digest_of_content(content: Mapping) -> str:
    return payload_digest(content)


def latest_fact_sheet(sheet: ScoreSheet) -> FactSheet | None:
    return sheet.fact_sheets.select_related("recorded_by", "signature").order_by("-number").first()


def fact_sheets_visible_to(person: Person | None) -> QuerySet[FactSheet]:
    """Whoever may see the sheet; and head and liaison of the unit at once, because it was signed in the unit's name. It holds no marks."""
    if person is None:
        return FactSheet.objects.none()
    allowed = Q(sheet__in=visible_to(person))
    if units := units_answered_for(person):
        allowed |= Q(sheet__unit__in=units)
    return FactSheet.objects.filter(allowed).select_related(
        "sheet__unit", "sheet__cycle", "sheet__assessor", "sheet__co_assessor", "signature", "recorded_by"
    )
