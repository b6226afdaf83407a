"""When people are away, what they may take on, and what a unit asks of whoever assesses it (R13)."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.common import clock
from foundation.common.models import Entity, Versioned
from organization.enums import Half
from organization.models.structure import Person, Unit


class Absence(Entity, Versioned):
    """From a half-day up to and with another one. Why somebody is away is nobody's business here, so it is not asked.

    Never deleted: what was entered by mistake, or ended early, is withdrawn and entered anew.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences", verbose_name=_("person"))
    first_day = models.DateField(_("from"))
    first_half = models.CharField(max_length=2, choices=Half, default=Half.MORNING)
    last_day = models.DateField(_("up to and with"))
    last_half = models.CharField(max_length=2, choices=Half, default=Half.AFTERNOON)
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-first_day", "-pk"]
        verbose_name = _("absence")
        indexes = [models.Index(fields=["person", "last_day"])]
        constraints = [
            models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="absence_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.first_day.isoformat()}"

    def covers(self, day: date, half: str) -> bool:
        """Whether the half-day is within it. “am” comes before “pm” in the alphabet, too."""
        return (self.first_day, self.first_half) <= (day, half) <= (self.last_day, self.last_half)

    @property
    def is_over(self) -> bool:
        return self.last_day < clock.today()

    @property
    def is_now(self) -> bool:
        return self.withdrawn_at is None and self.first_day <= clock.today() <= self.last_day


class Expertise(Entity):
    """That a person may take one kind of work (a method, a touchpoint) or knows something (a language, an industry), in [valid_from, valid_to).

    `kind` and `value` are those of `organization.expertise.kinds`. Taken back where it ends on the day it began: then it counts for nothing.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="expertise")
    kind = models.CharField(_("kind"), max_length=20)
    value = models.CharField(_("what"), max_length=30)
    valid_from = models.DateField(_("from"), default=clock.today)
    valid_to = models.DateField(_("until"), null=True, blank=True)
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["kind", "value", "valid_from"]
        verbose_name = _("expertise")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "value"], condition=Q(valid_to=None), name="expertise_given_once"
            )
        ]

    @property
    def is_void(self) -> bool:
        return self.valid_to is not None and self.valid_to <= self.valid_from

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class UnitNeed(Entity):
    """What whoever assesses the unit, or one below it, must know: the language of its customers, its industry. In [valid_from, valid_to)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="needs")
    kind = models.CharField(_("kind"), max_length=20)
    value = models.CharField(_("what"), max_length=30)
    valid_from = models.DateField(_("from"), default=clock.today)
    valid_to = models.DateField(_("until"), null=True, blank=True)
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["kind", "value", "valid_from"]
        verbose_name = _("need of a unit")
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "value"], condition=Q(valid_to=None), name="need_set_once")
        ]

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)
