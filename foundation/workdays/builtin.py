"""The years that the library `holidays` knows: public holidays of mainland China with the days worked for them."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

FILLED = re.compile(r"（[^）]*）")
SWAPPED = re.compile(r"（由 (\d{4}-\d\d-\d\d) 调休）")


@dataclass(frozen=True)
class KnownYear:
    """Day → what it is called in Chinese, for the days off and for the days that are worked although they fall on a weekend."""

    off: dict[date, str]
    worked: dict[date, str]

    @property
    def is_announced(self) -> bool:
        """The fixed holidays can be worked out for any year; the days worked for them only an announcement knows."""
        return bool(self.worked)


@lru_cache(maxsize=64)
def known_year(year: int) -> KnownYear:
    import holidays
    from holidays.constants import PUBLIC

    found = holidays.country_holidays("CN", years=year, categories=(PUBLIC,), language="zh_CN")
    texts = {day: text for day, text in found.items() if day.year == year}
    named = {day: _plain(text) for day, text in texts.items() if not SWAPPED.search(text)}
    off = {day: named.get(day) or _nearest(day, named) for day in texts}
    taken_for = {date.fromisoformat(match[1]): day for day, text in texts.items() if (match := SWAPPED.search(text))}
    weekends = sorted(day for day in found.weekend_workdays if day.year == year)
    return KnownYear(off, {day: off.get(taken_for.get(day), "") or _nearest(day, named) for day in weekends})


def _plain(text: str) -> str:
    """“春节（补假）”, and the second of two holidays on one day, without what is added."""
    return FILLED.sub("", text).strip()


def _nearest(day: date, named: dict[date, str]) -> str:
    """A day that was swapped belongs to the holiday that is nearest to it."""
    return min(named.items(), key=lambda item: (abs(item[0] - day), item[0]), default=(day, ""))[1]


def each_day(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
