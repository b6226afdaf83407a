"""Nothing twice: a form carries a client-made key, and the same key always gets the same answer."""

import hashlib
import json
from collections.abc import Callable, Iterable
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from foundation.common.errors import Conflict, Invalid
from foundation.common.models import Receipt
from foundation.common.rows import insert_row, update_row


def parse_key(text: str | None) -> UUID:
    """The client key from a form. Raises Invalid where it is missing or malformed."""
    try:
        return UUID(str(text))
    except ValueError:
        raise Invalid(_("The form was incomplete. Load the page again and send it once more.")) from None


def parse_version(text: str | None) -> int | None:
    """The version that a page was loaded with: None where its form says none, -1, which no row has, where it is no number."""
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def required_version(text: str | None) -> int:
    """The same where a page always says one: without it, -1."""
    version = parse_version(text)
    return -1 if version is None else version


def payload_digest(payload) -> str:
    """SHA-256 of the payload as canonical JSON; Decimals, dates and ids as text."""
    return hashlib.sha256(json.dumps(payload, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def once(*, actor, action: str, key: UUID, payload, act: Callable[[], dict]) -> tuple[dict, bool]:
    """Run `act` exactly once for this key, in one transaction with its receipt.

    Returns (answer, is_new). The same key with the same payload gets the first answer; with another payload it is refused.
    The receipt is inserted before the work: a parallel twin waits on the unique index instead of doing the work a second time.
    """
    actor_id, digest = str(actor), payload_digest(payload)
    try:
        with transaction.atomic():
            receipt = Receipt(actor=actor_id, action=action, key=key, payload_digest=digest)
            insert_row(receipt)
            answer = act()
            update_row(Receipt, receipt.pk, {"answer": answer})
            return answer, True
    except IntegrityError:
        first = Receipt.objects.filter(actor=actor_id, action=action, key=key).first()
        if first is None:
            raise  # another constraint of the act itself
    if first.payload_digest != digest:
        raise Conflict(_("This form was already sent with other contents. Load the page again."))
    return first.answer, False


def answers_to(*, actor, action: str, keys: Iterable[UUID]) -> dict[UUID, dict]:
    """{key: answer} of those keys of the actor that were answered already. One query; none without keys."""
    if not (keys := set(keys)):
        return {}
    return dict(Receipt.objects.filter(actor=str(actor), action=action, key__in=keys).values_list("key", "answer"))
