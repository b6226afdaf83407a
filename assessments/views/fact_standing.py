"""Where a visit's fact sheet stands, for the scoring page; and what that page needs to have it signed where there is no network."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.enums import FactSheetOutcome, Method
from assessments.forms.facts import ConfirmFactsForm
from assessments.models import ScoreSheet
from assessments.selectors.criteria import Criteria
from assessments.selectors.facts import digest_of_content, latest_fact_sheet, numbered_evidence
from assessments.services.facts import present_content
from foundation.common import clock
from foundation.common.texts import localized
from organization.enums import Role
from organization.models import Person
from organization.selectors import holders_of


def fact_standing(sheet: ScoreSheet) -> dict | None:
    """The latest fact sheet and whether it covers the saved draft; None where nobody confirms anything."""
    if sheet.method != Method.ON_SITE:
        return None
    last = latest_fact_sheet(sheet)
    covers = last is not None and last.digest == digest_of_content(present_content(sheet))
    return {
        "last": last,
        "covers": covers,
        "refused": last is not None and last.outcome == FactSheetOutcome.REFUSED,
        "form": ConfirmFactsForm(initial=usual_signer(sheet)),
    }


def usual_signer(sheet: ScoreSheet) -> dict:
    head = holders_of(Role.HEAD, sheet.unit).order_by("pk").first()
    return {"name": head.name, "post": _("Head of the unit")} if head else {}


def facts_as_shown(sheet: ScoreSheet, content: dict, person: Person) -> dict:
    """What the page of the facts shows, as a device says it (`services.facts_away`): for when the network goes while they are being signed."""
    at, place = content["visit"]
    return {
        "person": str(person.public_id),
        "sheet": str(sheet.public_id),
        "title": f"{sheet.number} · {sheet.get_method_display()} · {localized(sheet.unit, 'name')}",
        "page": reverse("assessments:sheet_score", args=[sheet.public_id]),
        "ask": reverse("assessments:facts_show", args=[sheet.public_id]),
        "confirm": reverse("assessments:facts_confirm", args=[sheet.public_id]),
        "assessors": _names_of_assessors(sheet),
        "shown": {
            "visit": [f"{clock.local(datetime.fromisoformat(at)):%Y-%m-%dT%H:%M}" if at else "", place],
            "facts": [[fact["code"], fact["text"], fact["evidence"]] for fact in content["facts"]],
            "evidence": [[number, public_id, name] for number, public_id, _digest, name in content["evidence"]],
        },
    }


def _names_of_assessors(sheet: ScoreSheet) -> list[str]:
    return [name for one in sheet.holders for name in one.written_names]


def facts_for_scripts(sheet: ScoreSheet, criteria: Criteria) -> dict:
    """Of a visit: where its fact sheet goes, and all evidence ever added to it, in order, because a fact sheet names it by its number."""
    codes = {indicator.pk: code for code, indicator in criteria.indicators.items()}
    return {
        "confirm": reverse("assessments:facts_confirm", args=[sheet.public_id]),
        "assessors": _names_of_assessors(sheet),
        "files": [
            {
                "number": one.number,
                "id": one.public_id,
                "name": one.name,
                "code": codes.get(one.indicator, ""),
                "off": one.is_off,
            }
            for one in numbered_evidence(sheet)
        ],
    }
