"""A unit scores itself on the sheet by which it is inspected (R49)."""

import secrets

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.models import Cycle
from foundation.common import clock
from foundation.common.fields import PointsField
from foundation.common.models import Entity, Versioned
from organization.models import Person, Unit
from selfcheck.enums import STILL_OPEN, CheckState
from standards.models import StandardVersion


def new_salt() -> str:
    return secrets.token_hex(16)


class SelfCheck(Entity, Versioned):
    """Asked of one unit in one cycle, by the version of the standard that the cycle is scored by.

    `indicators`: codes in the standard's order. `workdays_before`: `due_on` is so many working days before the first day of the unit's plan and
    follows both (`services.deadlines`); empty: a day that was set. `draft` is as in `assessments.ScoreSheet`.
    """

    States = CheckState
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="self_checks")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="self_checks")
    standard_version = models.ForeignKey(StandardVersion, on_delete=models.PROTECT, related_name="self_checks")
    indicators = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=CheckState, default=CheckState.ASKED)
    due_on = models.DateField(_("due"))
    workdays_before = models.PositiveSmallIntegerField(null=True, blank=True)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    draft = models.JSONField(default=dict)
    draft_saved_at = models.DateTimeField(null=True, blank=True)
    draft_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    draft_key = models.UUIDField(null=True, blank=True, editable=False)
    draft_sequence = models.PositiveIntegerField(default=0, editable=False)
    withdrawn_reason = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)

    class Meta:
        ordering = ["-cycle__start", "unit__code", "pk"]
        verbose_name = _("self-check")
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "unit"], condition=~Q(state=CheckState.WITHDRAWN), name="one_self_check_a_unit"
            )
        ]
        indexes = [models.Index(fields=["unit", "state", "due_on"])]

    def __str__(self) -> str:
        return f"{self.cycle.code} {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("selfcheck:check_detail", kwargs={"public_id": self.public_id})

    @property
    def is_open(self) -> bool:
        return self.state in STILL_OPEN

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_on < clock.today()


class SealedCheck(Entity):
    """What a unit handed in. Insert-only, and in no total. `marks` in the one shape of `assessments.services.marks`, in the standard's order.

    The trail keeps the digest; the salt keeps anybody from trying marks out against it while the unit is being inspected.
    """

    check_of = models.OneToOneField(SelfCheck, on_delete=models.PROTECT, related_name="sealed")
    marks = models.JSONField()
    total = PointsField(null=True, help_text="over the indicators asked; empty where all were not applicable")
    triggered = models.JSONField(default=list)
    due_on = models.DateField(help_text="as it was when it was handed in")
    handed_in_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sealed_at = models.DateTimeField(default=clock.now)
    salt = models.CharField(max_length=32, default=new_salt)
    digest = models.CharField(max_length=64, help_text="SHA-256, see selfcheck.sealing")

    class Meta:
        ordering = ["check_of"]

    @property
    def was_late(self) -> bool:
        return clock.local(self.sealed_at).date() > self.due_on
