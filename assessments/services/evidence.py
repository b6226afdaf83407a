"""Photos, recordings and PDF files on a sheet or on one of its indicators (R17). Sealed with the sheet."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.enums import SheetState
from assessments.models import Evidence, ScoreSheet
from assessments.rules.sheets import can_score_sheet
from assessments.selectors.criteria import criteria_of
from assessments.services.marks import CONTROLS
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.files import EVIDENCE_TYPES, MAX_EVIDENCE_BYTES, content_digest, sniff, store_file
from foundation.common.receipts import once
from organization.models import Person

TYPES = EVIDENCE_TYPES - {"application/zip"}
MOST_FILES = 30
LONGEST_CAPTION = 200


def add_evidence(
    *, sheet: ScoreSheet, actor: Person, source, name: str, key: UUID, indicator: str = "", caption: str = ""
) -> Evidence:
    """Keep a file (a file object) with the sheet, or with one indicator by its code. The same key gives the same evidence.

    Raises Invalid for a file that is empty, too large or of another kind (its first bytes decide, not its name), Conflict once sealed.
    """
    require(can_score_sheet, actor, sheet)
    _require_open(sheet)
    on = criteria_of(sheet.standard_version).indicators.get(indicator)
    if indicator and on is None:
        raise Invalid(_("This sheet has no indicator %(code)s.") % {"code": indicator[:20]})
    caption = caption.strip()
    if len(caption) > LONGEST_CAPTION or CONTROLS.search(caption):
        raise Invalid(_("Say what it shows in up to %(limit)s characters.") % {"limit": LONGEST_CAPTION})
    source.seek(0)
    if (head := source.read(16)) and sniff(head) not in TYPES:
        raise Invalid(_("This kind of file is not accepted. Photos (JPEG, PNG), recordings and PDF files are."))

    def act() -> dict:
        # Locked, so that nothing is added to a sheet that is being sealed at this moment.
        present = ScoreSheet.objects.select_for_update().get(pk=sheet.pk)
        _require_open(present)
        if present.turn != sheet.turn:
            raise Conflict(_("This sheet has been given to somebody else in the meantime."))
        if sheet.evidence.filter(removed_at=None).count() >= MOST_FILES:
            raise Invalid(_("A sheet takes up to %(limit)s files.") % {"limit": MOST_FILES})
        file = store_file(source=source, name=name, actor=actor, allowed=TYPES, max_bytes=MAX_EVIDENCE_BYTES)
        evidence = Evidence.objects.create(sheet=sheet, indicator=on, file=file, caption=caption, added_by=actor)
        record_event(
            actor=actor,
            action="assessments.evidence.add",
            target=sheet,
            after=file.digest,
            evidence=str(evidence.public_id),
        )
        return {"evidence": str(evidence.public_id)}

    # Camera files all have the same name: only the bytes tell a second photo from the first one sent twice.
    content = content_digest(source)
    payload = {"sheet": sheet.public_id, "indicator": indicator, "name": name, "caption": caption, "content": content}
    answer, _is_new = once(actor=actor.public_id, action="assessments.evidence.add", key=key, payload=payload, act=act)
    return Evidence.objects.select_related("file", "indicator").get(public_id=answer["evidence"])


@transaction.atomic
def remove_evidence(*, evidence: Evidence, actor: Person) -> None:
    """Take a file off an open sheet. The row and the bytes stay, end-dated. Twice is once."""
    sheet = ScoreSheet.objects.select_for_update().select_related("unit").get(pk=evidence.sheet_id)
    require(can_score_sheet, actor, sheet)
    _require_open(sheet)
    if Evidence.objects.filter(pk=evidence.pk, removed_at=None).update(removed_at=clock.now(), removed_by=actor):
        record_event(
            actor=actor,
            action="assessments.evidence.remove",
            target=sheet,
            before=evidence.file.digest,
            evidence=str(evidence.public_id),
        )


def nothing_chosen() -> str:
    return _("Choose a file.")


def _require_open(sheet: ScoreSheet) -> None:
    if sheet.state == SheetState.SUBMITTED:
        raise Conflict(_("This sheet is sealed, and its evidence with it."))
