"""Links of customers that are opened by whoever is signed in to the portal (decision 078)."""

from uuid import UUID, uuid5

from feedback.models import Invitation
from foundation.audit.services import record_event
from foundation.common.receipts import once
from organization.models import Person

# Names the links that somebody has opened among the keys of forms.
OPENED = UUID("5e0f1d94-4c1f-4f0e-9d0c-6b1f7b6f2a31")


def note_opened_inside(*, invitation: Invitation, actor: Person) -> None:
    """Write down who has opened it, once for each link and person. The trail names the batch, never the link."""

    def act() -> dict:
        record_event(actor=actor, action="feedback.invitation.inside", target=invitation.batch)
        return {}

    key = uuid5(OPENED, str(invitation.public_id))
    once(actor=actor.public_id, action="feedback.invitation.inside", key=key, payload={}, act=act)
