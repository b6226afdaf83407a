"""Quarters that can be looked at."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import get_language

from assessments.quarters import next_quarter, quarter_code, quarter_names, quarter_start
from foundation.common import clock

OFFERED = 8


@dataclass(frozen=True)
class Quarter:
    """The days [start, end)."""

    start: date

    @property
    def end(self) -> date:
        return next_quarter(self.start)

    @property
    def before(self) -> "Quarter":
        return Quarter(quarter_start(self.start - timedelta(days=1)))

    @property
    def code(self) -> str:
        return quarter_code(self.start)

    def __str__(self) -> str:
        chinese, english = quarter_names(self.start)
        return chinese if (get_language() or "").startswith("zh") else english


def quarters() -> list[Quarter]:
    """The present one and those before it, newest first."""
    found = [Quarter(quarter_start(clock.today()))]
    while len(found) < OFFERED:
        found.append(found[-1].before)
    return found
