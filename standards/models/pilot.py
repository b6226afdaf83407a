"""A version tried in chosen departments before it is approved (R6)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.common.models import Entity
from organization.models import Person, Unit
from standards.enums import PilotAdvice
from standards.models.version import StandardVersion


class Pilot(Entity):
    """From its beginning the version is frozen. It ends with a report; `figures` are what the trial sheets said when it was written."""

    version = models.OneToOneField(StandardVersion, on_delete=models.PROTECT, related_name="pilot")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    units = models.ManyToManyField(Unit, through="standards.PilotUnit", related_name="+", verbose_name=_("departments"))
    aim = models.CharField(_("what it should show"), max_length=500)
    started_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    report = models.TextField(_("pilot report"), blank=True)
    advice = models.CharField(_("advice"), max_length=10, choices=PilotAdvice, blank=True)
    reported_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reported_at = models.DateTimeField(null=True, blank=True)

    def get_absolute_url(self) -> str:
        return self.version.get_absolute_url()


class PilotUnit(models.Model):
    """A department in which a version is tried."""

    pilot = models.ForeignKey(Pilot, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pilot", "unit"], name="pilot_unit_once")]
