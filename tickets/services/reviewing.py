"""Review on request (核查): the complainant asks for it, somebody above who had no part in the case decides."""

from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from foundation.common import clock
from foundation.common.errors import Invalid
from foundation.common.states import advance
from organization.models import Person
from tickets.enums import ReviewOutcome, StepAct, TicketState
from tickets.models import Ticket, TicketReview
from tickets.people import tell
from tickets.rules import can_ask_review, can_review
from tickets.selectors import superiors
from tickets.services.acting import act_once, checked, note_step
from tickets.services.handling import begin_anew
from tickets.terms import REVIEW_ASK_DAYS, REVIEW_DAYS


def ask_review(*, ticket: Ticket, text: str, actor: Person, key: UUID) -> Ticket:
    """Note that the complainant asks, and why. Raises NotAllowed, Conflict, Invalid ({"text": sentence}), also once their days are over."""
    text = checked(text)

    def act(present: Ticket) -> None:
        last = clock.local(present.answered_at).date() + timedelta(days=REVIEW_ASK_DAYS)
        if clock.today() > last:
            raise Invalid(
                {
                    "text": _(
                        "A review can be asked for within %(days)d days of the answer. Take a new ticket in instead."
                    )
                    % {"days": REVIEW_ASK_DAYS}
                }
            )
        TicketReview.objects.create(ticket=present, due_on=clock.today() + timedelta(days=REVIEW_DAYS))
        step = note_step(present, StepAct.REVIEW_ASKED, actor, text)
        tell(
            [one for one in superiors(present) if can_review(one, present)],
            present,
            "review_asked",
            occasion=step.public_id,
        )

    return act_once(
        ticket=ticket,
        actor=actor,
        action="review_ask",
        key=key,
        payload={"text": text},
        rule=can_ask_review,
        act=act,
        typed=text,
    )


def decide_review(*, ticket: Ticket, outcome: str, text: str, actor: Person, key: UUID) -> Ticket:
    """The answer stands, or the case is handled anew within the firm's hours. Raises NotAllowed, Invalid ({field: sentence}), Conflict."""
    if outcome not in (ReviewOutcome.STANDS, ReviewOutcome.ANEW):
        raise Invalid({"outcome": _("Choose what you find.")})
    text = checked(text)

    def act(present: Ticket) -> None:
        asked = present.reviews.get(state=ReviewOutcome.ASKED)
        advance(asked, outcome, reviewer=actor, decided_at=clock.now())
        if outcome == ReviewOutcome.ANEW:
            advance(present, TicketState.INVESTIGATED, **begin_anew(), confirmed_at=None, closed_at=None, helped=None)
        step = note_step(present, StepAct.REVIEWED, actor, text, review=outcome)
        tell([present.holder], present, "reviewed", occasion=step.public_id, but=actor)

    payload = {"outcome": outcome, "text": text}
    return act_once(
        ticket=ticket,
        actor=actor,
        action="review_decide",
        key=key,
        payload=payload,
        rule=can_review,
        act=act,
        typed=text,
    )
