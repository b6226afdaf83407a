"""The sheets about somebody's own work, and what they say to them."""

from django.db import models
from django.urls import reverse

from appeals.enums import Stance
from assessments.models import ScoreSheet, SheetRevision
from foundation.common import clock
from foundation.common.models import Entity
from organization.models import Person


class StaffSheet(Entity):
    """That a sealed sheet is about the work of this person. Insert-only; written by `services.staff.tell_staff`."""

    sheet = models.OneToOneField(ScoreSheet, on_delete=models.PROTECT, related_name="about")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sheets_about_me")
    told_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.sheet.number

    def get_absolute_url(self) -> str:
        return reverse("appeals:staff_sheet_detail", kwargs={"public_id": self.public_id})


class StaffWord(Entity):
    """What the person said, about which revision. Insert-only: the latest counts, the earlier ones stay."""

    about = models.ForeignKey(StaffSheet, on_delete=models.PROTECT, related_name="words")
    revision = models.ForeignKey(SheetRevision, on_delete=models.PROTECT, related_name="+")
    stance = models.CharField(max_length=10, choices=Stance)
    text = models.TextField(blank=True)
    said_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["said_at", "pk"]

    @property
    def said(self) -> Stance:
        return Stance(self.stance)
