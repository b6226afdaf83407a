"""What looks like personal data and must not stand in a frame that is shown to outsiders.

A look, not a proof: check digits are not asked for, because whoever reads a frame cannot tell a mistyped card number from a real
one either. What must pass is a source's own numbering, so a match never begins or ends inside a longer run of digits or
hexadecimal letters (a UUID, a digest), and a long number that begins with a year is no card.
"""

import re
import unicodedata
from enum import StrEnum

_BEFORE, _AFTER = r"(?<![0-9A-Fa-f])", r"(?![0-9A-Fa-f])"

# 1[3-9] and nine digits, as 3-4-4 or in one, with or without the country's prefix.
_MOBILE = rf"{_BEFORE}(?:(?:00)?86-?)?1[3-9]\d-?\d{{4}}-?\d{{4}}{_AFTER}"

# GB 11643: province, city and county (6), date of birth (8), serial (3), check digit or X.
_ID_NUMBER = (
    rf"{_BEFORE}(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91)\d{{4}}"
    rf"(?:18|19|20)\d{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{{3}}[\dXx]{_AFTER}"
)

# 16 to 19 digits, in one or in groups of four, that begin as issued bank cards do (ISO/IEC 7812, and 9 for older Chinese debit cards).
_CARD = rf"{_BEFORE}(?:3[05689]|[4569]\d|2[2-7]|81)\d{{2}}(?:-?\d{{4}}){{3}}(?:-?\d{{1,3}})?{_AFTER}"

_PATTERN = re.compile(rf"(?P<email>@)|(?P<id_number>{_ID_NUMBER})|(?P<mobile>{_MOBILE})|(?P<card>{_CARD})", re.ASCII)


class PersonalKind(StrEnum):
    """The kinds of personal data that are recognized by their form."""

    MOBILE = "mobile"
    ID_NUMBER = "id_number"
    CARD = "card"
    EMAIL = "email"


def personal_kind(text: str) -> PersonalKind | None:
    """Return what `text` looks like, or None. Full-width digits and signs are read as plain ones."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    found = _PATTERN.search(text)
    return PersonalKind(found.lastgroup) if found else None
