"""The log of a unit (自查台账): what it found itself, what it did about it, its morning meetings and its training, with photos (R49)."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.common import clock
from foundation.common.models import Entity, StoredFile, Versioned
from organization.models import Person, Unit
from selfcheck.enums import EntryKind
from selfcheck.models.check import new_salt
from standards.models import Indicator


class LogEntry(Entity, Versioned):
    """One line. What it says stands in its revisions; the fields of the last one are repeated here for lists, written by `services.log` only."""

    number = models.CharField(_("number"), max_length=24, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="log_entries")
    kind = models.CharField(_("kind"), max_length=10, choices=EntryKind)
    day = models.DateField(_("day"))
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    found = models.TextField(_("what was found, or spoken about"))
    done = models.TextField(_("what was done"), blank=True)
    is_struck = models.BooleanField(_("struck out"), default=False)
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-day", "-pk"]
        verbose_name = _("log entry")
        indexes = [models.Index(fields=["unit", "day"])]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("selfcheck:entry_detail", kwargs={"public_id": self.public_id})

    @property
    def entered_days_later(self) -> int:
        """How many days lie between what happened and its entry."""
        return (clock.local(self.created_at).date() - self.day).days


class EntryRevision(Entity):
    """What an entry says, or said before it was corrected. Insert-only. The first has no reason."""

    entry = models.ForeignKey(LogEntry, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=EntryKind)
    day = models.DateField()
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, related_name="+")
    found = models.TextField()
    done = models.TextField(blank=True)
    is_struck = models.BooleanField(default=False)
    reason = models.CharField(_("why it was corrected"), max_length=200, blank=True)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    salt = models.CharField(max_length=32, default=new_salt)
    digest = models.CharField(max_length=64, help_text="SHA-256, see selfcheck.sealing")

    class Meta:
        ordering = ["entry", "-number"]
        constraints = [models.UniqueConstraint(fields=["entry", "number"], name="log_revision_once")]


class LogFile(Entity):
    """A photo, recording or PDF with an entry. Taken off with a reason: row and bytes stay."""

    entry = models.ForeignKey(LogEntry, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    thumbnail = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_stripped = models.BooleanField(default=False, help_text="place, time and camera were left out of the photo")
    caption = models.CharField(_("what it shows"), max_length=200, blank=True)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    removed_reason = models.CharField(_("why it was taken off"), max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
