"""What shows that something was done: added, and taken back, while the task is with its owner."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, require
from foundation.common.files import EVIDENCE_TYPES, MAX_EVIDENCE_BYTES, content_digest, store_file
from foundation.common.receipts import once
from organization.models import Person
from rectification import rules
from rectification.enums import WITH_OWNER
from rectification.models import RectificationTask, TaskEvidence


def add_task_evidence(
    *, task: RectificationTask, source, name: str, caption: str, actor: Person, key: UUID
) -> TaskEvidence:
    """Photos, audio, PDF or Office documents. The same key with the same bytes gives the same evidence, with others it is refused."""
    require(rules.can_work_on_task, actor, task)

    def act() -> dict:
        file = store_file(source=source, name=name, actor=actor, allowed=EVIDENCE_TYPES, max_bytes=MAX_EVIDENCE_BYTES)
        evidence = TaskEvidence.objects.create(task=task, file=file, caption=caption.strip()[:200], added_by=actor)
        record_event(
            actor=actor,
            action="rectification.evidence.add",
            target=task,
            evidence=evidence.public_id,
            digest=file.digest,
        )
        return {"evidence": str(evidence.public_id)}

    payload = [str(task.public_id), name, caption, content_digest(source)]
    answer, _is_new = once(
        actor=actor.public_id, action="rectification.evidence.add", key=key, payload=payload, act=act
    )
    return TaskEvidence.objects.get(public_id=answer["evidence"])


@transaction.atomic
def remove_task_evidence(*, evidence: TaskEvidence, actor: Person) -> None:
    """Take back what was added by mistake. The row and the bytes stay, end-dated. Twice is once."""
    require(rules.can_work_on_task, actor, evidence.task)
    task = RectificationTask.objects.select_for_update(no_key=True).get(pk=evidence.task_id)
    if task.state not in WITH_OWNER:
        raise Conflict(_("The task has been reported as done, and its evidence with it."))
    if TaskEvidence.objects.filter(pk=evidence.pk, removed_at=None).update(removed_at=clock.now()):
        record_event(actor=actor, action="rectification.evidence.remove", target=task, evidence=evidence.public_id)
