"""A critical event of a unit: what the standard calls a red line and no sheet can see (R2)."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.enums import EventState
from assessments.models.cycle import Cycle
from foundation.common.models import Entity, Versioned
from organization.models import Person, Unit
from standards.models import Indicator


class CriticalEvent(Entity, Versioned):
    """A regulatory penalty, a justified complaint, a public incident: with its day, and confirmed by a second person before it counts.

    `indicator` is one of the scale “critical event” in the cycle's own standard. Nothing is deleted: what was wrong is dismissed with a reason.
    """

    States = EventState
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="critical_events")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="critical_events", verbose_name=_("unit"))
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+", verbose_name=_("red line"))
    happened_on = models.DateField(_("day"))
    account = models.TextField(_("what happened"))
    reference = models.CharField(_("document or case number"), max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=EventState, default=EventState.REPORTED)
    reported_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(_("reason of the decision"), max_length=500, blank=True)

    class Meta:
        ordering = ["-happened_on", "-pk"]
        indexes = [models.Index(fields=["cycle", "state"])]

    def __str__(self) -> str:
        return f"{self.cycle.code} {self.unit} {self.indicator.code}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:event_detail", kwargs={"public_id": self.public_id})
