"""Which days are worked, as announced year by year, and what a due date was counted from (R14)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.common.models import Entity
from foundation.workdays.enums import DayKind, Kind


class Announcement(Entity):
    """All days off and days worked for them of one year, as one notice has them. Insert-only: a later one of the same kind and year is a new
    edition and takes the place of the one before, which stays.

    Written only by `services.announce_days`.
    """

    kind = models.CharField(max_length=6, choices=Kind)
    year = models.PositiveSmallIntegerField(_("year"))
    edition = models.PositiveSmallIntegerField(_("edition"))
    source = models.CharField(_("source"), max_length=200)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the days as canonical lines")
    entered_by = models.CharField(max_length=36, help_text="public id of the person")

    class Meta:
        ordering = ["year", "kind", "edition"]
        constraints = [models.UniqueConstraint(fields=["kind", "year", "edition"], name="one_edition_a_number")]

    def __str__(self) -> str:
        return f"{self.year} {self.get_kind_display()} {self.edition}"


class AnnouncedDay(models.Model):
    """A day that differs from its weekday, or is named in the notice. Insert-only."""

    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="days")
    day = models.DateField()
    kind = models.CharField(max_length=4, choices=DayKind)
    name = models.CharField(max_length=60, help_text="as the notice calls it")

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["announcement", "day"], name="day_announced_once")]


class CountedDue(models.Model):
    """A due date that rests on the calendar: `due_on` = `calendar.due_after(counted_from, counted_days)`.

    `counted_days` 0: the date itself was set, and a rest day gives way to the working day before it. Both empty: the calendar has no say.
    Whoever sets `due_on` sets these two with it; `recounting` keeps the three in step when working days change.
    """

    counted_from = models.DateField(null=True, blank=True, editable=False)
    counted_days = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True
