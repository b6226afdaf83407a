"""What can be drawn from: the unit's service records of a period by touchpoint, customers who can be called, and half-days for visits."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from urllib.parse import quote, unquote

from django.db.models import Count, Max, QuerySet

from assessments.methods import is_of_half_day
from assessments.models import Cycle
from foundation.workdays.calendar import is_workday
from organization.models import Unit
from organization.tree import descendants
from records.measures import records_between
from records.models import ServiceRecord
from sampling.models import DrawnItem
from standards.selectors import touchpoints_in_scope

CALLBACK = "callback"
HALF_DAYS = ("am", "pm")


def records_in_frame(unit: Unit, start: date, end: date) -> QuerySet[ServiceRecord]:
    """The records of the unit and of all below it on the days of [start, end) in which somebody was served.

    An unanswered call holds nothing that could be scored; it counts in the measure of answered calls instead.
    """
    return records_between(start, end).filter(unit__in=descendants({unit.pk})).exclude(answered=False)


def frame_of_cycle(unit: Unit, cycle: Cycle) -> QuerySet[ServiceRecord]:
    """What the cycle's standard lets be drawn for the unit: its records of the cycle, of the touchpoints that the standard is for."""
    records = records_in_frame(unit, cycle.start, cycle.end)
    touchpoints = touchpoints_in_scope(cycle.standard_version)
    return records.filter(touchpoint__in=touchpoints) if touchpoints else records


def counts_by_touchpoint(records: QuerySet[ServiceRecord]) -> dict[str, int]:
    return dict(records.order_by().values_list("touchpoint").annotate(n=Count("pk")))


def record_pairs(records: QuerySet[ServiceRecord]) -> Iterator[tuple[str, str]]:
    """(stratum, key) of each record; the stratum is its touchpoint."""
    rows = records.order_by().values_list("touchpoint", "source__name", "number")
    for touchpoint, source, number in rows.iterator(chunk_size=5000):
        yield touchpoint, record_key(source, number)


def customers_in_frame(unit: Unit, cycle: Cycle, until: datetime) -> QuerySet[ServiceRecord]:
    """Each customer served in the cycle up to then whose number is kept, once, by the record that came last: who came often is not called
    oftener."""
    records = frame_of_cycle(unit, cycle).filter(occurred_at__lte=until).exclude(phone_index="")
    return ServiceRecord.objects.filter(
        pk__in=records.order_by().values("phone_index").annotate(latest=Max("pk")).values("latest")
    )


def callback_pairs(records: QuerySet[ServiceRecord]) -> Iterator[tuple[str, str]]:
    """(stratum, key) of each customer who can be called: `callback:source:number`.

    The record behind it may be drawn for a review too. That is another look at another thing, so its key is another one.
    """
    for source, number in records.order_by().values_list("source__name", "number").iterator(chunk_size=5000):
        yield CALLBACK, callback_key(record_key(source, number))


def callback_key(key: str) -> str:
    return f"{CALLBACK}:{key}"


def record_key(source: str, number: str) -> str:
    """`source:number`; what a key may not hold (blanks, a colon in the source's name) is written as %XX."""
    return f"{_plain(source, ':')}:{_plain(number, '')}"


def _plain(text: str, also: str) -> str:
    return "".join(quote(sign, safe="") if sign in f" %{also}" or not sign.isprintable() else sign for sign in text)


def records_of_keys(keys: Iterable[str]) -> dict[str, ServiceRecord]:
    """{key: record} for the keys of records; one query a source."""
    wanted: dict[str, dict[str, str]] = {}
    for key in keys:
        source, _colon, number = key.partition(":")
        wanted.setdefault(unquote(source), {})[unquote(number)] = key
    found = {}
    for source, numbers in wanted.items():
        for record in ServiceRecord.objects.filter(source__name=source, number__in=list(numbers)):
            found[numbers[record.number]] = record
    return found


def records_of_items(items: Iterable[DrawnItem]) -> dict[str, ServiceRecord]:
    """{key of the item: the record that it is about}; half-days are about none. One query a source."""
    keys = {
        item.key: item.key.removeprefix(f"{CALLBACK}:") if item.stratum == CALLBACK else item.key
        for item in items
        if not is_of_half_day(item.stratum)
    }
    records = records_of_keys(keys.values())
    return {key: records[record] for key, record in keys.items() if record in records}


def half_day_pairs(stratum: str, first: date, last: date) -> list[tuple[str, str]]:
    """(stratum, key) of each working half-day from `first` to `last`: `visit:2026-10-12-am`."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [(stratum, f"{stratum}:{day.isoformat()}-{half}") for day in days if is_workday(day) for half in HALF_DAYS]


def day_of_key(key: str) -> date:
    """The day of a half-day's key."""
    return date.fromisoformat(key.partition(":")[2][:10])


def half_day_of_key(key: str) -> tuple[date, str] | None:
    """(day, "am" or "pm") of a half-day's key; None for a key that names none."""
    day, half = key.partition(":")[2][:10], key.rpartition("-")[2]
    try:
        return (date.fromisoformat(day), half) if half in HALF_DAYS else None
    except ValueError:
        return None
