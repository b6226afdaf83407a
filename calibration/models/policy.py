"""What an organization asks of its assessors' agreement, and what is to be calibrated again."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from calibration.enums import TodoState
from calibration.models.session import CalibrationSession
from foundation.common import clock
from foundation.common.fields import PointsField
from foundation.common.models import Entity, Versioned
from organization.models import Person
from standards.models import Indicator, Standard, StandardVersion


class CalibrationPolicy(Entity, Versioned):
    """Of one standard, or of the organization where `standard` is empty. Where neither has a row, the defaults of the fields hold.

    `place` is the standard's code, or empty: so there is one of the organization, whoever writes at once.
    """

    place = models.CharField(max_length=40, unique=True, blank=True, editable=False)
    standard = models.OneToOneField(
        Standard, on_delete=models.PROTECT, null=True, blank=True, related_name="calibration_policy"
    )
    alpha_wanted = PointsField(_("alpha wanted"), default=Decimal("0.667"))
    fewest_items = models.PositiveSmallIntegerField(_("items before it is judged"), default=5)
    demands_qualification = models.BooleanField(_("only qualified assessors are assigned sheets"), default=False)
    sheets_wanted = models.PositiveSmallIntegerField(_("reference sheets of an attempt"), default=2)
    tolerance = PointsField(_("tolerance in points"), default=Decimal(25))
    share_wanted = PointsField(_("share within the tolerance in percent"), default=Decimal(90))
    attempts_allowed = models.PositiveSmallIntegerField(_("attempts"), default=3)
    valid_months = models.PositiveSmallIntegerField(_("months of validity"), default=12)

    class Meta:
        verbose_name = _("rules of calibration")

    def __str__(self) -> str:
        return str(self.standard) if self.standard else str(_("The whole organization"))


class Recalibration(Entity, Versioned):
    """An indicator on which assessors agree too little: to be calibrated again, or dismissed with a reason.

    The figures stay as they were when it was found. `session`: the one that was opened for it.
    """

    States = TodoState
    standard_version = models.ForeignKey(StandardVersion, on_delete=models.PROTECT, related_name="recalibrations")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    alpha = PointsField()
    low = PointsField(null=True)
    high = PointsField(null=True)
    wanted = PointsField()
    items = models.PositiveIntegerField()
    assessors = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=TodoState, default=TodoState.OPEN)
    found_at = models.DateTimeField(default=clock.now)
    session = models.OneToOneField(
        CalibrationSession, on_delete=models.PROTECT, null=True, blank=True, related_name="recalibration"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("why it is not calibrated again"), max_length=300, blank=True)

    class Meta:
        ordering = ["-found_at", "-pk"]
        verbose_name = _("recalibration")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator"],
                condition=Q(state__in=(TodoState.OPEN, TodoState.PLANNED)),
                name="one_recalibration_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code} {self.indicator}"

    def get_absolute_url(self) -> str:
        return reverse("calibration:todo_detail", kwargs={"public_id": self.public_id})
