"""The chain's arithmetic: what a row's digest is made of."""

import json
from datetime import UTC

from foundation.common.crypto import keyed_digest

START = "0" * 64


def canonical(event) -> bytes:
    """The row as canonical JSON (sorted keys, no spaces, UTC microseconds); everything but `digest` and the database key."""
    fields = {
        "schema": event.schema,
        "key_id": event.key_id,
        "number": event.number,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": event.actor,
        "actor_label": event.actor_label,
        "action": event.action,
        "target_kind": event.target_kind,
        "target": event.target,
        "details": event.details,
        "address": event.address,
        "previous": event.previous,
    }
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest_of(event) -> str:
    return keyed_digest(canonical(event), purpose="audit", key_id=event.key_id)
