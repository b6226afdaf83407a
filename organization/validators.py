"""What may be typed for units and people; shared by services, forms and commands."""

import re

from django.utils.translation import gettext as _

from foundation.common.errors import Invalid

UNIT_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,19}")
STAFF_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,19}")
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")
# Control characters and marks that turn the direction of text: they make one name look like another.
HIDDEN = re.compile("[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def clean_line(text: str, field: str, longest: int, *, required: bool = True) -> str:
    """One line without hidden characters, spaces trimmed. Raises Invalid for the field."""
    text = " ".join((text or "").split())
    if required and not text:
        raise Invalid({field: _("This is needed.")})
    if len(text) > longest:
        raise Invalid({field: _("At most %(longest)d characters.") % {"longest": longest}})
    if HIDDEN.search(text):
        raise Invalid({field: _("This contains characters that cannot be seen.")})
    return text


def clean_unit_code(text: str) -> str:
    text = (text or "").strip().upper()
    if not UNIT_CODE.fullmatch(text):
        raise Invalid({"code": _("Letters, digits and hyphens, at most 20.")})
    return text


def clean_staff_number(text: str) -> str:
    text = (text or "").strip()
    if not STAFF_NUMBER.fullmatch(text):
        raise Invalid({"staff_number": _("Letters, digits and hyphens, at most 20.")})
    return text


def clean_username(text: str) -> str:
    """Small letters: two people cannot differ by a capital alone."""
    text = (text or "").strip().lower()
    if not USERNAME.fullmatch(text):
        raise Invalid({"username": _("2 to 60 small letters, digits, dots, hyphens or underscores.")})
    return text
