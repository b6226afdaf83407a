"""The corrections of a record, told as what changed."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from organization.models import Unit
from records.enums import Touchpoint
from records.fields import BY_CODE
from records.models import ServiceRecord
from records.parsing import COLUMNS
from records.services.correcting import opened_values, plain_values

CONTACT = ("customer_name", "customer_phone")


@dataclass(frozen=True)
class Correction:
    """One later file: when, and (field, before, after) for each change; contact data and texts are only named."""

    at: datetime
    file: str
    changes: list[tuple[str, str, str]]


def changes_of(record: ServiceRecord) -> list[Correction]:
    """Newest first. A revision holds the values before it, so what came after it is in the next one, or in the record. Two queries."""
    revisions = list(record.revisions.select_related("run__file").order_by("-pk")[:50])
    if not revisions:
        return []
    units = {unit.pk: str(unit) for unit in Unit.objects.all()}
    after = plain_values(record)
    found = []
    for revision in revisions:
        before = opened_values(revision.values)
        changes = [
            (_label(name), *_texts(name, before.get(name), after.get(name), units))
            for name in COLUMNS
            if before.get(name) != after.get(name)
        ]
        found.append(Correction(revision.at, revision.run.name, changes))
        after = before
    return found


def _label(name: str) -> str:
    codes = {"unit_id": "unit", "occurred_at": "date"}
    return str(BY_CODE[codes.get(name, name)].label)


def _texts(name: str, before, after, units: dict[int, str]) -> tuple[str, str]:
    if name in CONTACT or name == "transcript":
        return "", _("changed")
    return _text(name, before, units), _text(name, after, units)


def _text(name: str, value, units: dict[int, str]) -> str:
    if value in (None, ""):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "unit_id":
        return units.get(value, "–")
    if name == "touchpoint":
        return str(Touchpoint(value).label)
    return str(value)
