"""What a survey link is good for right now. Looking never uses it up."""

from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from feedback.models import Invitation
from feedback.tokens import possible_digests
from foundation.common import clock
from foundation.common.errors import Conflict


class LinkState(models.TextChoices):
    OPEN = "open", _("This link is open.")
    ANSWERED = "answered", _("This questionnaire has already been answered. Thank you.")
    EXPIRED = "expired", _("The time for answering is over. Thank you all the same.")
    UNKNOWN = (
        "unknown",
        _(
            "We do not know this link. Perhaps a part of it is missing: scan the code once more, or copy the whole address."
        ),
    )


class LinkRefused(Conflict):
    """The link takes no answer (any more). `state` says why; nothing else about it is told."""

    def __init__(self, state: LinkState):
        self.state = state
        super().__init__(str(state.label))


@dataclass(frozen=True)
class Link:
    state: LinkState
    invitation: Invitation | None = None


def look_up(token: str) -> Link:
    """The link's state; its invitation (with unit and questionnaire) unless it is unknown."""
    digests = possible_digests(token)
    rows = Invitation.objects.select_related("unit", "questionnaire", "batch", "record").filter(
        Q(token_hash__in=digests) | Q(reminder_hash__in=digests)
    )
    invitation = rows.first() if digests else None
    if invitation is None:
        return Link(LinkState.UNKNOWN)
    return Link(state_of_invitation(invitation), invitation)


def state_of_invitation(invitation: Invitation) -> LinkState:
    if invitation.answered_at is not None:
        return LinkState.ANSWERED
    over = invitation.expires_at <= clock.now() or invitation.batch.withdrawn_at is not None
    return LinkState.EXPIRED if over or not invitation.questionnaire.is_open else LinkState.OPEN
