"""The lot that decides which sealed sheets are reviewed, and nothing else. Pure: anybody can do it again from what the page shows.

A sheet's lot is a number in [0, 1): the first eight bytes of HMAC-SHA256(secret, digest of its first revision in hexadecimal letters), read as an
integer, over 2^64. The sheet is drawn where the lot lies below the share. The secret is made and committed to before anything is drawn, and the
digest holds a random number that is made with the seal: nobody can know or choose a lot. A higher share draws the same sheets and more.
"""

import hmac

_BYTES = 8
_WHOLE = 1 << (8 * _BYTES)


def lot_of(secret: bytes, digest: str) -> int:
    """The numerator of the lot, over 2^64."""
    return int.from_bytes(hmac.digest(secret, digest.encode("ascii"), "sha256")[:_BYTES], "big")


def is_drawn(secret: bytes, digest: str, percent: int) -> bool:
    return lot_of(secret, digest) * 100 < percent * _WHOLE


def percent_of(lot: int) -> float:
    """For the eye: from which share on the sheet is drawn."""
    return lot / _WHOLE * 100
