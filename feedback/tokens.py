"""The secret in a survey link: 256 random bits, of which only a keyed digest is kept."""

import re
import secrets

from django.conf import settings

from foundation.common.crypto import keyed_digest

TOKEN_BYTES = 32
PURPOSE = "feedback.invitation"
_SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")


def new_token() -> str:
    """43 characters that may stand in a URL."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest_of_token(token: str) -> str:
    """What the database keeps, under the current key."""
    return keyed_digest(token.encode(), purpose=PURPOSE)


def possible_digests(token: str) -> list[str]:
    """The digests under every key of the installation: links outlive a change of keys. Empty for what cannot be a token."""
    if not _SHAPE.fullmatch(token):
        return []
    return [keyed_digest(token.encode(), purpose=PURPOSE, key_id=key_id) for key_id in settings.KEYRING.keys]
