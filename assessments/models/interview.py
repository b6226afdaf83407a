"""Customers who were asked as they left (R15)."""

import json

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.method_enums import InterviewOutcome
from assessments.models.sheet import ScoreSheet
from foundation.common.fields import EncryptedTextField
from foundation.common.models import Entity
from organization.models import Person
from records.enums import Touchpoint
from sampling.models import DrawnItem


class InterviewNote(Entity):
    """What came of one drawn minute, as whoever stood there noted it. Insert-only: a slip is put right by a further row that `corrects` it.

    It belongs to the item that the sheet had then. No name is asked or kept; the answers are encrypted, and stay out of the trail.
    """

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="interview_notes")
    item = models.ForeignKey(DrawnItem, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(help_text="which of the drawn minutes, from 1")
    after = models.DateTimeField(help_text="the drawn minute")
    outcome = models.CharField(_("outcome"), max_length=12, choices=InterviewOutcome)
    at = models.DateTimeField(_("time"))
    consented = models.BooleanField(_("agreed to be asked"), default=False)
    touchpoint = models.CharField(_("what the customer used"), max_length=20, choices=Touchpoint, blank=True)
    answers = EncryptedTextField(help_text="JSON: {number of the question: what was said}", blank=True, default="")
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )

    class Meta:
        ordering = ["sheet", "number", "pk"]

    @property
    def tone(self) -> str:
        return InterviewOutcome(self.outcome).tone

    @property
    def said(self) -> dict[str, str]:
        """{number of the question: what the customer said}."""
        return json.loads(self.answers) if self.answers else {}

    def __str__(self) -> str:
        return f"{self.sheet} {self.number}"
