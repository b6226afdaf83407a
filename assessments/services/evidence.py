"""Photos, recordings and PDF files on a sheet or on one of its indicators (R17). Sealed with the sheet."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.enums import Method, SheetState
from assessments.models import Evidence, ScoreSheet
from assessments.rules.sheets import can_score_sheet
from assessments.selectors.criteria import criteria_of
from assessments.selectors.evidence import may_return
from assessments.services.files import check_caption, end_date, keep_file, read_photo
from foundation.audit.services import record_event
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.files import content_digest
from foundation.common.receipts import once
from organization.models import Person

MOST_FILES = 30
ADDED = "assessments.evidence.add"


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
    caption = check_caption(caption)
    strip = settings.STRIP_PHOTOS if strip is None else strip
    photo = read_photo(source, strip=strip)
    if sheet.method == Method.FOOTAGE and photo is None:
        raise Invalid(_("Footage stays with the unit: of a CCTV review only stills are added, as photos."))

    def act() -> dict:
        # Locked, so that nothing is added to a sheet that is being sealed at this moment.
        present = ScoreSheet.objects.select_for_update(no_key=True).get(pk=sheet.pk)
        _require_open(present)
        if present.turn != sheet.turn:
            raise Conflict(_("This sheet has been given to somebody else in the meantime."))
        _require_room(sheet)
        file, small = keep_file(source=source, name=name, photo=photo, actor=actor)
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
            action=ADDED,
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
    answer, _is_new = once(actor=actor.public_id, action=ADDED, key=key, payload=payload, act=act)
    return Evidence.objects.select_related("file", "indicator").get(public_id=answer["evidence"])


@transaction.atomic
def remove_evidence(*, evidence: Evidence, actor: Person, reason: str) -> Evidence:
    """Take a file off an open sheet and say why. The row and the bytes stay, end-dated; until the sheet is sealed it can be put back. Twice is
    once.

    Raises Invalid without a reason, Conflict once sealed.
    """
    sheet = _locked(evidence, actor)
    if end_date(evidence, actor=actor, reason=reason):
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
    sheet = ScoreSheet.objects.select_for_update(no_key=True).select_related("unit").get(pk=evidence.sheet_id)
    require(can_score_sheet, actor, sheet)
    _require_open(sheet)
    return sheet


def _require_room(sheet: ScoreSheet) -> None:
    if sheet.evidence.filter(removed_at=None).count() >= MOST_FILES:
        raise Invalid(_("A sheet takes up to %(limit)s files.") % {"limit": MOST_FILES})


def _require_open(sheet: ScoreSheet) -> None:
    if sheet.state == SheetState.SUBMITTED:
        raise Conflict(_("This sheet is sealed, and its evidence with it."))
