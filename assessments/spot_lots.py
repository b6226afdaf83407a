"""The lot that plans a quarter's spot checks (R11): which unit is looked at when. Pure.

It is an ordinary draw by rule 1 (docs/draw-rule.md) from a frame with three strata, so the script that checks any draw checks it too:

- `turn`: as many keys of each unit as checks are promised to it. All of them are drawn: their order is the order of the checks.
- `lot`: as many lots of each unit as its risk weighs. So many are drawn as there are further checks; a unit with three times the lots is
  three times as likely to be drawn, and may be drawn again.
- `moment`: every working minute that is left of the quarter. The first check takes the first moment of the order, and so on; the reserve
  list stands in for moments that fall out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from foundation.common import clock
from sampling.ordering import Drawn

TURN, LOT, MOMENT = "turn", "lot", "moment"
OPENS, CLOSES = 9, 17  # working hours in which a check may fall
MINUTES = (CLOSES - OPENS) * 60
# One further check for every four units, so that having been looked at protects nobody.
UNITS_A_FURTHER_CHECK = 4
RESERVE_MOMENTS = 300


@dataclass(frozen=True)
class Slot:
    """A planned check: the unit's key, whether it is one of those promised, and the place of its moment in the order (None: none was left)."""

    unit: str
    is_promised: bool
    moment: int | None


def further_checks(units: int) -> int:
    return -(-units // UNITS_A_FURTHER_CHECK)


def frame_pairs(lots: Mapping[str, int], promised: int, moments: Iterable[datetime]) -> Iterator[tuple[str, str]]:
    """(stratum, key) pairs of the frame. `lots`: unit's key → number of lots."""
    for unit, weight in lots.items():
        for number in range(1, promised + 1):
            yield TURN, f"{TURN}:{unit}-{number}"
        for number in range(1, weight + 1):
            yield LOT, f"{LOT}:{unit}-{number}"
    for moment in moments:
        yield MOMENT, moment_key(moment)


def moment_key(moment: datetime) -> str:
    """`moment:2026-10-12T09:07`, in the organization's zone."""
    return f"{MOMENT}:{clock.local(moment):%Y-%m-%dT%H:%M}"


def moment_of(key: str) -> datetime:
    here = datetime.fromisoformat(key.partition(":")[2])
    return clock.at_local(here.date(), here.hour, here.minute)


def unit_of(key: str) -> str:
    """The unit's key in the key of a turn or lot."""
    return key.partition(":")[2].rpartition("-")[0]


def working_moments(days: Iterable[date], after: datetime) -> list[datetime]:
    """Every minute from 9 to 17 o'clock of the days that comes after the instant."""
    starts = (clock.at_local(day, OPENS) for day in days)
    moments = (start + timedelta(minutes=minute) for start in starts for minute in range(MINUTES))
    return [moment for moment in moments if moment > after]


def sizes_of(lots: Mapping[str, int], promised: int, further: int, moments: int) -> tuple[dict, dict]:
    """(sizes, reserves) by stratum. There are never more further checks than lots."""
    turns, drawn = promised * len(lots), min(further, sum(lots.values()))
    wanted = min(turns + drawn, moments)
    sizes = {TURN: turns, LOT: drawn, MOMENT: wanted}
    reserves = {MOMENT: min(RESERVE_MOMENTS, moments - wanted)}
    return {stratum: n for stratum, n in sizes.items() if n}, {stratum: n for stratum, n in reserves.items() if n}


def lay_out(drawn: Sequence[Drawn]) -> tuple[list[Slot], list[datetime]]:
    """The planned checks, and all moments in their order (position 1 first) with the reserve list."""
    ordered = sorted(drawn, key=lambda item: item.position)
    units = [
        (unit_of(item.key), stratum == TURN) for stratum in (TURN, LOT) for item in ordered if item.stratum == stratum
    ]
    moments = [item for item in ordered if item.stratum == MOMENT]
    sample = sum(not item.is_reserve for item in moments)
    slots = [
        Slot(unit, is_promised, place if place <= sample else None)
        for place, (unit, is_promised) in enumerate(units, start=1)
    ]
    return slots, [moment_of(item.key) for item in moments]


def expected_checks(lots: Mapping[str, int], promised: int, further: int) -> dict[str, Fraction]:
    """How many checks each unit gets in the mean: the promised ones, and its share of the further ones by its share of the lots."""
    total = sum(lots.values())
    drawn = min(further, total)
    return {unit: promised + Fraction(drawn * weight, total) for unit, weight in lots.items()}


def design_weight(expected: Fraction, records: int) -> Fraction:
    """How many records of its unit a checked record stands for in a result of the quarter: Horvitz and Thompson, one over the expected
    number of times that a record is drawn. `records` are those of the frame of the check, which draws one."""
    return Fraction(records) / expected
