"""Which minutes of a drawn half-day are looked at: made from the draw's seed and the item's key, so that nobody chooses them and anybody
can work them out again (docs/draw-rule.md). Pure."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from foundation.common import clock

LABEL = "qa-portal moments 1"
# The hours of a half-day in minutes since midnight, the organization's time: from, before.
HOURS = {"am": (9 * 60, 12 * 60), "pm": (13 * 60 + 30, 17 * 60)}
# Customers are asked six times a half-day, each conversation within five minutes; footage is watched twice for a quarter of an hour.
CONVERSATIONS, CONVERSATION = 6, 5
WINDOWS, WINDOW = 2, 15


@dataclass(frozen=True)
class Moment:
    """One of the drawn moments of a half-day, aware: watched or asked from `start` on. `number` counts from 1."""

    number: int
    start: datetime
    end: datetime


def minutes_of(seed: str, key: str, half: str, *, parts: int, length: int) -> list[int]:
    """The drawn minutes since midnight, one in each of `parts` equal parts of the half-day, so that `length` minutes fit into the part.

    `seed`: the draw's, as 64 hexadecimal digits; `key`: the item's. Part k begins at the number that is SHA-256 of
    “qa-portal moments 1 LF seed LF key LF k”, taken as a whole number, modulo the minutes at which it can begin.
    """
    first, before = HOURS[half]
    part = (before - first) // parts
    room = part - length + 1
    return [
        first + number * part + int(hashlib.sha256(_text(seed, key, number + 1)).hexdigest(), 16) % room
        for number in range(parts)
    ]


def _text(seed: str, key: str, number: int) -> bytes:
    return "\n".join((LABEL, seed, key, str(number))).encode()


def moments_of(seed: str, key: str, half_day: tuple[date, str], *, parts: int, length: int) -> list[Moment]:
    """The same as times of the day; `half_day` is (day, "am" or "pm")."""
    day, half = half_day
    found = []
    for number, minute in enumerate(minutes_of(seed, key, half, parts=parts, length=length), start=1):
        start = clock.at_local(day, minute // 60, minute % 60)
        found.append(Moment(number, start, start + timedelta(minutes=length)))
    return found


def hours_of(half_day: tuple[date, str]) -> tuple[datetime, datetime]:
    """When the half-day begins and ends."""
    day, half = half_day
    begins, ends = (clock.at_local(day, minute // 60, minute % 60) for minute in HOURS[half])
    return begins, ends
