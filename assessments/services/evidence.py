"""Photos, recordings and PDF files on a sheet or on one of its indicators (R17). Sealed with the sheet."""

from io import BytesIO
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.enums import SheetState
from assessments.models import Evidence, ScoreSheet
from assessments.rules.sheets import can_score_sheet
from assessments.selectors.criteria import criteria_of
from assessments.selectors.evidence import may_return
from assessments.services.marks import CONTROLS
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.contents import PHOTOS, ZIP
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.files import (
    EVIDENCE_TYPES,
    MAX_EVIDENCE_BYTES,
    content_digest,
    evidence_type,
    store_bytes,
    store_file,
)
from foundation.common.photos import PreparedPhoto, prepare_photo
from foundation.common.receipts import once
from organization.models import Person

TYPES = EVIDENCE_TYPES - {ZIP}
MOST_FILES = 30
LONGEST_CAPTION = LONGEST_REASON = 200


def add_evidence(
    *,
    sheet: ScoreSheet,
    actor: Person,
    source,
    name: str,
    key: UUID,
    indicator: str = "",
    caption: str = "",
    strip: bool | None = None,
) -> Evidence:
    """Keep a file (a file object) with the sheet, or with one indicator by its code. The same key gives the same evidence.

    `strip`: leave place, time and camera out of a photo and turn it upright; None: as the installation is set. Raises Invalid for a file that
    is empty, too large, damaged or of another kind (its bytes decide, not its name), Conflict once sealed.
    """
    require(can_score_sheet, actor, sheet)
    _require_open(sheet)
    on = criteria_of(sheet.standard_version).indicators.get(indicator)
    if indicator and on is None:
        raise Invalid(_("This sheet has no indicator %(code)s.") % {"code": indicator[:20]})
    caption = caption.strip()
    if len(caption) > LONGEST_CAPTION or CONTROLS.search(caption):
        raise Invalid(_("Say what it shows in up to %(limit)s characters.") % {"limit": LONGEST_CAPTION})
    strip = settings.STRIP_PHOTOS if strip is None else strip
    photo = read_photo(source, strip=strip)

    def act() -> dict:
        # Locked, so that nothing is added to a sheet that is being sealed at this moment.
        present = ScoreSheet.objects.select_for_update().get(pk=sheet.pk)
        _require_open(present)
        if present.turn != sheet.turn:
            raise Conflict(_("This sheet has been given to somebody else in the meantime."))
        _require_room(sheet)
        kept = BytesIO(photo.data) if photo and photo.data is not None else source
        file = store_file(source=kept, name=name, actor=actor, allowed=TYPES, max_bytes=MAX_EVIDENCE_BYTES)
        small = store_bytes(data=photo.thumbnail, name=f"{file.name}.jpg"[-200:], actor=actor) if photo else None
        evidence = Evidence.objects.create(
            sheet=sheet,
            indicator=on,
            file=file,
            thumbnail=small,
            is_stripped=bool(photo and strip),
            caption=caption,
            added_by=actor,
        )
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
    if photo:
        payload["strip"] = strip
    answer, _is_new = once(actor=actor.public_id, action="assessments.evidence.add", key=key, payload=payload, act=act)
    return Evidence.objects.select_related("file", "indicator").get(public_id=answer["evidence"])


def read_photo(source, *, strip: bool) -> PreparedPhoto | None:
    """A photo made ready; None for what is none. Before anything is locked: decoding takes its time.

    Raises Invalid for a file that is too large, damaged or of a kind that is no evidence.
    """
    source.seek(0, 2)
    if source.tell() > MAX_EVIDENCE_BYTES:
        raise Invalid(_("The file is larger than %(limit)s MB.") % {"limit": MAX_EVIDENCE_BYTES // (1024 * 1024)})
    refusal = _("This kind of file is not accepted. Photos (JPEG, PNG, WebP), recordings and PDF files are.")
    kind = evidence_type(source, allowed=TYPES, refusal=refusal)
    return prepare_photo(source, kind, strip=strip) if kind in PHOTOS else None


@transaction.atomic
def remove_evidence(*, evidence: Evidence, actor: Person, reason: str) -> Evidence:
    """Take a file off an open sheet and say why. The row and the bytes stay, end-dated; until the sheet is sealed it can be put back. Twice is
    once.

    Raises Invalid without a reason, Conflict once sealed.
    """
    sheet = _locked(evidence, actor)
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON or CONTROLS.search(reason):
        raise Invalid(_("Say in up to %(limit)s characters why it is taken off.") % {"limit": LONGEST_REASON})
    changes = {"removed_at": clock.now(), "removed_by": actor, "removed_reason": reason}
    if Evidence.objects.filter(pk=evidence.pk, removed_at=None).update(**changes):
        record_event(
            actor=actor,
            action="assessments.evidence.remove",
            target=sheet,
            before=evidence.file.digest,
            evidence=str(evidence.public_id),
        )
    return Evidence.objects.select_related("file", "sheet", "indicator").get(pk=evidence.pk)


@transaction.atomic
def restore_evidence(*, evidence: Evidence, actor: Person) -> Evidence:
    """Put a file back that was taken off by hand (`selectors.evidence.may_return`). Twice is once.

    Raises Conflict once sealed, Invalid where the sheet is full.
    """
    sheet = _locked(evidence, actor)
    gone = Evidence.objects.filter(pk=evidence.pk).exclude(removed_at=None)
    if gone.exists():
        _require_room(sheet)
        if not may_return(sheet).filter(pk=evidence.pk).exists():
            raise Conflict(_("This file belongs to an earlier assessor or item of the sheet; it does not come back."))
        gone.update(removed_at=None, removed_by=None, removed_reason="")
        record_event(
            actor=actor,
            action="assessments.evidence.restore",
            target=sheet,
            after=evidence.file.digest,
            evidence=str(evidence.public_id),
        )
    return Evidence.objects.select_related("file", "sheet", "indicator").get(pk=evidence.pk)


def nothing_chosen() -> str:
    return _("Choose a file.")


def _locked(evidence: Evidence, actor: Person) -> ScoreSheet:
    sheet = ScoreSheet.objects.select_for_update().select_related("unit").get(pk=evidence.sheet_id)
    require(can_score_sheet, actor, sheet)
    _require_open(sheet)
    return sheet


def _require_room(sheet: ScoreSheet) -> None:
    if sheet.evidence.filter(removed_at=None).count() >= MOST_FILES:
        raise Invalid(_("A sheet takes up to %(limit)s files.") % {"limit": MOST_FILES})


def _require_open(sheet: ScoreSheet) -> None:
    if sheet.state == SheetState.SUBMITTED:
        raise Conflict(_("This sheet is sealed, and its evidence with it."))
