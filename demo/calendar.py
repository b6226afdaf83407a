"""Working days as the administrator entered them: the notice of the year's public holidays, and the bank's own days."""

from datetime import date, timedelta

from demo.keys import key_of
from demo.organization import Bank
from foundation.workdays.builtin import known_year
from foundation.workdays.calendar import is_workday
from foundation.workdays.enums import DayKind, Kind
from foundation.workdays.reading import Day
from foundation.workdays.services import announce_days


def announce(bank: Bank, years: list[int]) -> None:
    """For each year the holidays, as far as they are announced, and what the bank gives off and works."""
    for year in years:
        known = known_year(year)
        if known.is_announced:
            days = [Day(day, DayKind.OFF, name) for day, name in known.off.items()]
            days += [Day(day, DayKind.WORKED, name) for day, name in known.worked.items()]
            _enter(bank, Kind.PUBLIC, year, days, f"国务院办公厅关于{year}年部分节假日安排的通知")
        _enter(bank, Kind.OWN, year, _own(year), f"滨海银行办公室关于{year}年行庆日和年终决算安排的通知")


def _own(year: int) -> list[Day]:
    """The anniversary, a day off where it is worked otherwise; the last Saturday of the year, worked for the closing of accounts."""
    anniversary = date(year, 6, 16)
    days = [Day(anniversary, DayKind.OFF, "行庆日")] if is_workday(anniversary) else []
    last = date(year, 12, 31)
    saturday = last - timedelta(days=(last.weekday() - 5) % 7)
    return [*days, *([] if is_workday(saturday) else [Day(saturday, DayKind.WORKED, "年终决算")])]


def _enter(bank: Bank, kind: Kind, year: int, days: list[Day], source: str) -> None:
    announce_days(
        kind=kind, year=year, days=days, source=source, edition=0, actor=bank.people["admin"], key=key_of(kind, year)
    )
