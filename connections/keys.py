"""A system's key: `qap_`, eight characters by which people recognise it, an underscore, 256 random bits. Only a keyed digest is kept.

The digest is keyed (`foundation.common.crypto.keyed_digest`), so that a copy of the database alone does not tell whether a guess is right.
"""

import hmac
import re
import secrets

from django.conf import settings

from foundation.common.crypto import keyed_digest

MARK = "qap_"
SHAPE = re.compile(r"qap_([a-z0-9]{8})_[A-Za-z0-9_-]{43}")
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
# What is compared with where there is no such key, so that the answer takes as long.
NOTHING = "0" * 64


def make_key() -> str:
    return f"{MARK}{''.join(secrets.choice(LETTERS) for _place in range(8))}_{secrets.token_urlsafe(32)}"


def prefix_of(key: str) -> str:
    """`qap_xxxxxxxx` of what has the shape of a key, else nothing. Neither blanks nor another casing are forgiven."""
    found = SHAPE.fullmatch(key)
    return MARK + found[1] if found else ""


def digest_of(key: str, key_id: str | None = None) -> str:
    return keyed_digest(key.encode("utf-8", "replace"), purpose="connection-key", key_id=key_id)


def is_key(key: str, digest: str, key_id: str) -> bool:
    """Takes the same time whatever differs."""
    return hmac.compare_digest(digest_of(key, key_id), digest or NOTHING)


def current_key_id() -> str:
    return settings.KEYRING.current
