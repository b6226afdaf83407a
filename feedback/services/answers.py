"""One answer a link: whatever a customer, a mail robot or twenty tabs do."""

from collections.abc import Mapping
from uuid import UUID

from feedback.links import LinkRefused, LinkState, look_up, state_of_invitation
from feedback.models import Answer, Invitation, Response
from feedback.validators import Given, valid_answers
from feedback.verification import digest_of_answers, named
from foundation.audit import context
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict
from foundation.common.receipts import once


def answer_invitation(*, token: str, answers: Mapping[str, object], key: UUID, language: str = "") -> Response:
    """Store a customer's answers {question code: answer}. The same key with the same answers returns the first response.

    Raises LinkRefused where the link is unknown, answered or over, Invalid (by question code) for answers that are none.
    """
    link = look_up(token)
    if link.invitation is None:
        raise LinkRefused(LinkState.UNKNOWN)
    given = valid_answers(link.invitation.questionnaire.questions.all(), answers)
    digest = _digest(given)
    try:
        answer, _is_new = once(
            actor=link.invitation.public_id,
            action="feedback.response.receive",
            key=key,
            payload=digest,
            act=lambda: _store(link.invitation, given, digest, language),
        )
    except LinkRefused:
        raise
    except Conflict:  # the same form with other answers: the first ones stand
        raise LinkRefused(LinkState.ANSWERED) from None
    return Response.objects.get(public_id=answer["response"])


def _digest(given: list[Given]) -> str:
    return digest_of_answers((named(one.question.code, one.part), one.value, one.text) for one in given)


def _store(invitation: Invitation, given: list[Given], digest: str, language: str) -> dict:
    state = state_of_invitation(invitation)
    if state != LinkState.OPEN:
        raise LinkRefused(state)
    now = clock.now()
    if not Invitation.objects.filter(pk=invitation.pk, answered_at=None, expires_at__gt=now).update(answered_at=now):
        invitation.refresh_from_db(fields=["answered_at", "expires_at"])
        raise LinkRefused(LinkState.EXPIRED if invitation.answered_at is None else LinkState.ANSWERED)
    response = Response.objects.create(
        invitation=invitation,
        questionnaire_id=invitation.questionnaire_id,
        unit_id=invitation.unit_id,
        answered_at=now,
        language=language[:10],
    )
    Answer.objects.bulk_create(
        Answer(response=response, question=one.question, part=one.part, value=one.value, text=one.text) for one in given
    )
    _record_without_address(response, digest)
    return {"response": str(response.public_id)}


def _record_without_address(response: Response, digest: str) -> None:
    """The trail says that an answer came in, not from where: not even the digest of an address is kept of a customer."""
    mark = context.address.set("")
    try:
        record_event(
            actor=None,
            action="feedback.response.receive",
            target=response,
            questionnaire=response.questionnaire.public_id,
            digest=digest,
        )
    finally:
        context.address.reset(mark)
