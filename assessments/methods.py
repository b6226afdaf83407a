"""What each method looks at, and what follows from it for draws, assignment and sheets (R15). Pure."""

from dataclasses import dataclass

from assessments.enums import Method


@dataclass(frozen=True)
class Way:
    """`stratum`: the one that its items have in a frame; empty where they lie in those of their touchpoints.

    `of_half_day`: an item is a working half-day, `visit:2026-10-12-am`, and no record. It is one to come, whose day was drawn and is kept,
    unless the method `looks_back`: then the half-day has passed, and the sheet is due with the plan's. `assessors`: how many look at one item.
    """

    method: Method
    stratum: str = ""
    of_half_day: bool = False
    looks_back: bool = False
    assessors: int = 1

    @property
    def on_its_day(self) -> bool:
        """Whether somebody must be there on the drawn half-day."""
        return self.of_half_day and not self.looks_back


WAYS = {
    way.method: way
    for way in (
        Way(Method.RECORD_REVIEW),
        Way(Method.CALLBACK, "callback"),
        Way(Method.ON_SITE, "visit", of_half_day=True, assessors=2),
        Way(Method.MYSTERY, "mystery", of_half_day=True),
        Way(Method.INTERVIEW, "interview", of_half_day=True),
        Way(Method.FOOTAGE, "footage", of_half_day=True, looks_back=True),
    )
}
ON_THEIR_DAY = tuple(method for method, way in WAYS.items() if way.on_its_day)
# Planned by number and guide, beside the records, visits and callbacks that every plan speaks of.
FURTHER = (Method.MYSTERY, Method.INTERVIEW, Method.FOOTAGE)
_OF_STRATA = {way.stratum: way for way in WAYS.values() if way.stratum}


def way_of_stratum(stratum: str) -> Way:
    """How an item of the stratum is looked at; any stratum that no method has for itself holds records."""
    return _OF_STRATA.get(stratum, WAYS[Method.RECORD_REVIEW])


def is_of_half_day(stratum: str) -> bool:
    return way_of_stratum(stratum).of_half_day
