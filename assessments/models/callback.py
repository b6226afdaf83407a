"""Attempts to reach the customer of a callback (R15, R24)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.enums import CallOutcome
from assessments.models.sheet import ScoreSheet
from foundation.common.fields import EncryptedTextField
from foundation.common.models import Entity
from organization.models import Person
from sampling.models import DrawnItem


class CallAttempt(Entity):
    """One attempt, as whoever called noted it. Insert-only: a slip of the pen is put right by a further row that `corrects` it.

    It belongs to the item that the sheet had then, so that the attempts at a customer who fell out do not count for the next one. The note
    may hold what a customer said of themselves: it is encrypted, and stays out of the trail.
    """

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="call_attempts")
    item = models.ForeignKey(DrawnItem, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(_("outcome"), max_length=20, choices=CallOutcome)
    at = models.DateTimeField(_("time of the call"))
    call_back_at = models.DateTimeField(_("time that the customer wishes"), null=True, blank=True)
    note = EncryptedTextField(_("what the customer said"), blank=True, default="")
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )

    class Meta:
        ordering = ["sheet", "at", "pk"]

    @property
    def tone(self) -> str:
        return CallOutcome(self.outcome).tone

    def __str__(self) -> str:
        return f"{self.sheet} {self.at:%Y-%m-%d %H:%M}"
