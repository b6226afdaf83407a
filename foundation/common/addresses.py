"""Addresses whose pattern is written once a process.

Finding a URL by its name costs Django as much as a whole row of a list. From row to row nothing changes in it but one key.
"""

from uuid import UUID

from django.conf import settings
from django.urls import get_script_prefix, reverse

# A key that nothing has, so that its place is found in the written address.
_MARK = UUID(int=0x5EED_0000_0000_0000_0000_0000_0000_0000)
_written: dict[tuple[str, str, str], tuple[str, str]] = {}


def address(name: str, key: UUID) -> str:
    """As `reverse(name, args=[key])`."""
    place = (name, *where())
    parts = _written.get(place)
    if parts is None:
        before, _mark, after = reverse(name, args=[_MARK]).partition(str(_MARK))
        parts = _written[place] = before, after
    return f"{parts[0]}{key}{parts[1]}"


def where() -> tuple[str, str]:
    """What an address depends on beside its name: the table of URLs, and where the portal is mounted."""
    return settings.ROOT_URLCONF, get_script_prefix()
