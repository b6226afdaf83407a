"""What a session can be about: a service record, or an item that was drawn and scored before."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from assessments.enums import SheetState
from assessments.models import ScoreSheet
from assessments.selectors.sheets import visible_to as sheets_visible_to
from foundation.common.errors import Invalid
from organization.models import Person
from records.models import ServiceRecord
from records.selectors import visible_to as records_visible_to
from sampling.models import DrawnItem

NAMED = 3


@dataclass(frozen=True)
class Item:
    """A record; `drawn`: the item of the draw that it came from, where there is one."""

    record: ServiceRecord
    drawn: DrawnItem | None = None


def find_item(reference: str, person: Person) -> Item:
    """By the number of a record (`number` or `source:number`) or of a score sheet, within what the person may see.

    Raises Invalid ({"reference": sentence}) where there is none, several, a visit, or one whose own sheet is still open: whoever scores it would
    hear of it here.
    """
    reference = reference.strip()
    record = _record_of_sheet(reference, person) or _record(reference, person)
    sheets = list(ScoreSheet.objects.filter(record=record).select_related("item").order_by("-pk"))
    waiting = [sheet.number for sheet in sheets if sheet.state != SheetState.SUBMITTED]
    if waiting:
        raise _wrong(
            _("It is on score sheet %(number)s, which is not sealed yet: its assessor would hear here what to mark.")
            % {"number": waiting[0]}
        )
    return Item(record, sheets[0].item if sheets else None)


def _record_of_sheet(reference: str, person: Person) -> ServiceRecord | None:
    rows = sheets_visible_to(person).filter(number__iexact=reference)
    sheet = rows.select_related("record__source", "record__unit").first()
    if sheet is None:
        return None
    if sheet.record is None:
        raise _wrong(_("Score sheet %(number)s is about a visit: describe what was seen instead.") % {"number": sheet.number})  # fmt: skip
    return sheet.record


def _record(reference: str, person: Person) -> ServiceRecord:
    source, _colon, number = reference.rpartition(":")
    wanted = Q(number=number, source__name=source) if source else Q(number=reference)
    found = list(records_visible_to(person).filter(wanted)[: NAMED + 1])
    if not found:
        raise _wrong(_("There is no service record or score sheet with this number."))
    if len(found) > 1:
        names = ", ".join(record.key for record in found[:NAMED])
        raise _wrong(_("Several records have this number. Write the source before it: %(names)s") % {"names": names})
    return found[0]


def _wrong(sentence: str) -> Invalid:
    return Invalid({"reference": sentence})
