"""Envelopes for what must not be read in the database: AES-256-GCM with the key's id in front.

An envelope reads `v1:<key id>:<base64 of nonce + ciphertext>`. The additional data (`aad`) names the table, column and use, so that a
ciphertext moved to another field does not open there.
"""

import base64
import hmac
import secrets
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

VERSION = "v1"


class WrongKey(Exception):
    """The envelope does not open: the key is missing or the ciphertext was changed or moved."""


def new_salt() -> str:
    """32 hex digits, kept beside a digest of something short, which could be guessed from the digest alone."""
    return secrets.token_hex(16)


def seal_bytes(data: bytes, *, aad: str) -> str:
    nonce = secrets.token_bytes(12)
    key_id = settings.KEYRING.current
    sealed = _cipher(settings.KEYRING.derive("field", key_id)).encrypt(nonce, data, aad.encode())
    return f"{VERSION}:{key_id}:{base64.b64encode(nonce + sealed).decode()}"


@lru_cache(maxsize=64)
def _cipher(key: bytes) -> AESGCM:
    """Setting a cipher up takes longer than sealing a name with it."""
    return AESGCM(key)


def open_bytes(envelope: str, *, aad: str) -> bytes:
    """Raises WrongKey, never returns a ciphertext."""
    try:
        version, key_id, body = envelope.split(":", 2)
        if version != VERSION:
            raise ValueError(version)
        raw = base64.b64decode(body)
        return _cipher(settings.KEYRING.derive("field", key_id)).decrypt(raw[:12], raw[12:], aad.encode())
    except (ValueError, KeyError, InvalidTag) as error:
        raise WrongKey(f"An encrypted value ({aad}) does not open with this installation's keys.") from error


def blind_index(text: str, *, purpose: str) -> str:
    """A keyed digest (64 hex characters) by which an encrypted value can be found without being read."""
    return hmac.digest(settings.KEYRING.derive("blind:" + purpose), text.strip().encode(), "sha256").hex()


def keyed_digest(data: bytes, *, purpose: str, key_id: str | None = None) -> str:
    """HMAC-SHA256 (hex) under a key of its own for the purpose."""
    return hmac.new(settings.KEYRING.derive("hmac:" + purpose, key_id), data, sha256).hexdigest()
