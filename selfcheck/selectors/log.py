"""Reading the log: who may see which entries, and with what."""

from datetime import timedelta

from django.db.models import Count, Q, QuerySet

from assessments.models import Cycle
from foundation.common import clock
from organization.models import Person, Unit
from organization.rules import sees_all_units, units_answered_for
from selfcheck.models import LogEntry, LogFile

LATELY = timedelta(days=92)


def entries_visible_to(person: Person | None) -> QuerySet[LogEntry]:
    """Those of one's own units; all for leads, managers and supervisors. Assessors are shown a log by the unit, not by the portal."""
    rows = LogEntry.objects.select_related("unit", "indicator", "entered_by")
    if person is None:
        return rows.none()
    return rows if sees_all_units(person) else rows.filter(unit__in=units_answered_for(person))


def with_counts(entries: QuerySet[LogEntry]) -> QuerySet[LogEntry]:
    """Adds `file_count` and `revision_count`."""
    return entries.annotate(
        file_count=Count("files", filter=Q(files__removed_at=None), distinct=True),
        revision_count=Count("revisions", distinct=True),
    )


def files_visible_to(person: Person | None) -> QuerySet[LogFile]:
    """What was taken off stays with those who watch over the work."""
    rows = LogFile.objects.filter(entry__in=entries_visible_to(person).order_by().values("pk"))
    rows = rows.select_related("file", "thumbnail", "entry__unit", "added_by", "removed_by")
    return rows if sees_all_units(person) else rows.filter(removed_at=None)


def of_quarter(unit: Unit, cycle: Cycle) -> QuerySet[LogEntry]:
    """What a unit wrote down in the time of the cycle, without what was struck out."""
    rows = LogEntry.objects.filter(unit=unit, day__gte=cycle.start, day__lt=cycle.end, is_struck=False)
    return with_counts(rows.select_related("indicator")).order_by("-day", "-pk")


def of_late(unit: Unit) -> QuerySet[LogEntry]:
    """What it wrote down in the last three months: what it has before its eyes when it scores itself, often before a quarter begins."""
    rows = LogEntry.objects.filter(unit=unit, day__gt=clock.today() - LATELY, is_struck=False)
    return with_counts(rows.select_related("indicator")).order_by("-day", "-pk")


def own_units(person: Person | None) -> QuerySet[Unit]:
    """The units in whose log the person writes."""
    if person is None:
        return Unit.objects.none()
    today = clock.today()
    rows = Unit.objects.filter(Q(valid_to=None) | Q(valid_to__gt=today), pk__in=units_answered_for(person))
    return rows.order_by("code")
