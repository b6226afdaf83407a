"""Addresses whose pattern is written once a process.

Finding a URL by its name costs Django as much as a whole row of a list. From row to row nothing changes in it but one key.
"""

from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.urls import get_script_prefix, reverse

# A key of each kind that nothing has, so that its place is found in the written address.
_MARKS = {UUID: UUID(int=0x5EED_0000_0000_0000_0000_0000_0000_0000), int: 0x5EED_0000_0000_0000}
_written: dict[tuple, tuple[str, str]] = {}
# Names times places where the portal is mounted. The place comes with each request; however many are asked for, no more than this is kept.
KEEP_AT_MOST = 2_000
T = TypeVar("T")


def keep(kept: dict, place: tuple, value: T, most: int) -> T:
    """Keep the value, and return it. Where `most` are kept already, all are forgotten first: what is needed is written again."""
    if len(kept) >= most:
        kept.clear()
    kept[place] = value
    return value


def address(name: str, key: UUID | int) -> str:
    """As `reverse(name, args=[key])`."""
    place = (name, type(key), *where())
    parts = _written.get(place)
    if parts is None:
        mark = _MARKS[type(key)]
        before, _mark, after = reverse(name, args=[mark]).partition(str(mark))
        parts = keep(_written, place, (before, after), KEEP_AT_MOST)
    return f"{parts[0]}{key}{parts[1]}"


def where() -> tuple[str, str]:
    """What an address depends on beside its name: the table of URLs, and where the portal is mounted."""
    return settings.ROOT_URLCONF, get_script_prefix()
