"""What the unit lays before the rulers: files on its draft, kept as evidence on sheets is."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from appeals.enums import AppealState
from appeals.models import Appeal, AppealEvidence
from appeals.rules import can_edit_appeal
from assessments.selectors.criteria import criteria_of
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.files import EVIDENCE_TYPES, MAX_EVIDENCE_BYTES, content_digest, store_file
from foundation.common.receipts import once
from organization.models import Person

MOST_FILES = 20


def add_appeal_evidence(
    *, appeal: Appeal, source, name: str, caption: str, indicator: str, actor: Person, key: UUID
) -> AppealEvidence:
    """Photos, audio, PDF or Office documents, for one indicator by its code or for the whole appeal. The same key with the same bytes gives the same.

    Raises NotAllowed, Invalid for a file that is not accepted, Conflict where the appeal was sent in the meantime.
    """
    require(can_edit_appeal, actor, appeal)
    on = criteria_of(appeal.sheet.standard_version).indicators.get(indicator)
    if indicator and on is None:
        raise Invalid(_("This sheet has no indicator %(code)s.") % {"code": indicator[:20]})

    def act() -> dict:
        present = Appeal.objects.select_for_update(of=("self",), no_key=True).get(pk=appeal.pk)
        _require_draft(present)
        if present.evidence.filter(removed_at=None).count() >= MOST_FILES:
            raise Invalid(_("An appeal takes up to %(limit)s files.") % {"limit": MOST_FILES})
        file = store_file(source=source, name=name, actor=actor, allowed=EVIDENCE_TYPES, max_bytes=MAX_EVIDENCE_BYTES)
        row = AppealEvidence.objects.create(
            appeal=present, indicator=on, file=file, caption=caption.strip()[:200], added_by=actor
        )
        record_event(
            actor=actor, action="appeals.evidence.add", target=present, evidence=row.public_id, digest=file.digest
        )
        return {"evidence": str(row.public_id)}

    payload = [str(appeal.public_id), name, caption, indicator, content_digest(source)]
    answer, _is_new = once(actor=actor.public_id, action="appeals.evidence.add", key=key, payload=payload, act=act)
    return AppealEvidence.objects.get(public_id=answer["evidence"])


@transaction.atomic
def remove_appeal_evidence(*, evidence: AppealEvidence, actor: Person) -> None:
    """Take back what was added by mistake. The row and the bytes stay, end-dated. Twice is once."""
    require(can_edit_appeal, actor, evidence.appeal)
    appeal = Appeal.objects.select_for_update(of=("self",), no_key=True).get(pk=evidence.appeal_id)
    _require_draft(appeal)
    if AppealEvidence.objects.filter(pk=evidence.pk, removed_at=None).update(removed_at=clock.now()):
        record_event(actor=actor, action="appeals.evidence.remove", target=appeal, evidence=evidence.public_id)


def _require_draft(appeal: Appeal) -> None:
    if appeal.state != AppealState.DRAFT:
        raise Conflict(_("The appeal has been sent, and its evidence with it."))
