"""Writing to the audit trail."""

import json

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from foundation.audit import context
from foundation.audit.chain import START, digest_of
from foundation.audit.models import AuditEvent
from foundation.common.engine import lock_for_transaction
from foundation.common.prepared import Prepared
from foundation.common.rows import insert_row

# The end of the chain: asked with every act.
_last = Prepared(lambda: AuditEvent.objects.order_by("-number").values("number", "digest")[:1])


# No savepoint of its own: an act whose event cannot be written is not done either.
@transaction.atomic(savepoint=False)
def record_event(*, actor, action: str, target=None, before=None, after=None, **details) -> AuditEvent:
    """Append one act, in the transaction of the act itself.

    `actor` is a person (`public_id`, `staff_number`), another system (`public_id`, `code`) or None for the portal itself;
    `target` any entity with a `public_id`.
    `before`, `after` and `details` hold ids, states and digests: never what a person wrote.
    Writers queue on one advisory lock until they commit, so the chain cannot fork; call it last in the transaction.
    """
    lock_for_transaction("audit-chain")
    last = _last.first()
    more = {name: value for name, value in {"before": before, "after": after, **details}.items() if value is not None}
    event = AuditEvent(
        key_id=settings.KEYRING.current,
        number=last["number"] + 1 if last else 1,
        actor=str(actor.public_id) if actor else "",
        actor_label=getattr(actor, "staff_number", "") or getattr(actor, "code", ""),
        action=action,
        target_kind=target._meta.label_lower if target is not None else "",
        target=str(target.public_id) if target is not None else "",
        details=json.loads(json.dumps(more, cls=DjangoJSONEncoder)),
        address=context.address.get(),
        previous=last["digest"] if last else START,
    )
    event.digest = digest_of(event)
    insert_row(event)
    return event
