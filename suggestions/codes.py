"""One-time codes: twelve letters and figures that are easy to read and to write down, kept as a keyed digest only."""

import base64
import hmac
import secrets
from uuid import UUID

from foundation.common.crypto import keyed_digest

# Crockford's alphabet: no I, L, O and U.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})


def code_for(key: UUID) -> str:
    """The code of a form that was sent with this client key: sent twice, it gets the same one, and the key need not be kept."""
    return _letters(bytes.fromhex(keyed_digest(key.bytes, purpose="suggestion-code")))


def receipt_key(key: UUID) -> UUID:
    """What stands in the receipt of a form that was sent with a name: the client key cannot be found from it, nor a code be made."""
    return UUID(hex=keyed_digest(key.bytes, purpose="suggestion-receipt")[:32])


def signed_code(secret: str) -> str:
    """A code of a survey: half chance, half its signature. Nothing of it is kept when it is handed out."""
    chance = "".join(secrets.choice(LETTERS) for _number in range(LENGTH))
    return chance + _signature(chance, secret)


def is_signed_by(code: str, secret: str) -> bool:
    return (
        len(code) == 2 * LENGTH
        and bool(secret)
        and hmac.compare_digest(code[LENGTH:], _signature(code[:LENGTH], secret))
    )


def digest_of(code: str, purpose: str) -> str:
    return keyed_digest(code.encode(), purpose=purpose)


def typed(text: str) -> str:
    """As it was typed: small letters, blanks, dashes and look-alikes."""
    return "".join(text.upper().split()).replace("-", "").translate(_READ_AS)


def shown(code: str) -> str:
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def _signature(chance: str, secret: str) -> str:
    return _letters(bytes.fromhex(keyed_digest(f"{secret}:{chance}".encode(), purpose="survey-code")))


def _letters(data: bytes) -> str:
    return (
        base64.b32encode(data).decode().translate(str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", LETTERS))[:LENGTH]
    )
