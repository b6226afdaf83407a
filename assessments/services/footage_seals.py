"""What keeps a CCTV review from being sealed, and what of its request, answers and viewings is sealed with it (R15)."""

from collections.abc import Mapping
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from assessments.models import ScoreSheet
from assessments.selectors.footage import asked_of_item, footage_of_sheet, viewings_of_item
from assessments.services.replaced_rows import replaced_by
from foundation.common.receipts import payload_digest


def footage_gaps(sheet: ScoreSheet) -> Mapping[str, str]:
    """What keeps a CCTV review from being sealed: {"footage": sentence}. A score for what nobody has watched would be invented."""
    so_far = footage_of_sheet(sheet)
    if so_far is None or so_far.is_viewed:
        return {}
    if so_far.asked is None:
        return {"footage": _("Ask the unit for the footage first.")}
    if so_far.answer is None:
        return {"footage": _("The unit has not answered yet.")}
    if so_far.is_gone:
        return {"footage": _("The footage is not available: let the item fall out, or ask for another camera.")}
    return {"footage": _("Note when and where you watched the footage, and who was present.")}


def seal_of_footage(sheet: ScoreSheet, schema: int) -> str:
    """SHA-256 over requests, answers and viewings of the sheet's item, as revisions of the schema hold them; their random ids are part of it."""
    asked = [
        [
            str(one.request.public_id), str(one.request.person.public_id), one.request.camera, one.request.windows, one.request.purpose,
            one.request.ground, _utc(one.request.asked_at),
            [
                [
                    str(row.public_id), str(row.person.public_id), row.is_provided, row.where, row.shown_by, row.kept_until,
                    row.reason, row.text, row.due_on, _utc(row.answered_at),
                ]
                for row in one.answers
            ],
        ]
        for one in asked_of_item(sheet)
    ]  # fmt: skip
    viewings = list(viewings_of_item(sheet))
    viewed = [
        [
            str(row.public_id),
            str(row.person.public_id),
            _utc(row.at),
            row.place,
            row.present,
            replaced_by(row, viewings, schema),
        ]
        for row in viewings
    ]
    return payload_digest([asked, viewed])


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
