"""Footage of cameras: asked for, answered by the unit, viewed (R15). The footage itself is never stored here. All three tables are insert-only."""

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.method_enums import FootageGone
from assessments.models.sheet import ScoreSheet
from foundation.common import clock
from foundation.common.fields import EncryptedTextField
from foundation.common.models import Entity
from organization.models import Person
from sampling.models import DrawnItem


class FootageRequest(Entity):
    """What the unit is asked to show: a camera, in the two drawn windows of the half-day. It belongs to the item that the sheet had then.

    A sheet has a further one where another camera is asked for; the latest counts.
    """

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="footage_requests")
    item = models.ForeignKey(DrawnItem, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    camera = models.CharField(_("camera or place"), max_length=120)
    windows = models.JSONField(help_text="[[start, end]] in UTC, as they were drawn")
    purpose = models.CharField(_("purpose"), max_length=300)
    ground = models.CharField(_("legal ground"), max_length=500)
    asked_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["sheet", "number"]
        constraints = [models.UniqueConstraint(fields=["sheet", "number"], name="footage_asked_once")]

    def __str__(self) -> str:
        return f"{self.sheet} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:footage_request", kwargs={"public_id": self.public_id})


class FootageAnswer(Entity):
    """What the unit says: where the footage can be watched, or why it cannot. A further answer takes the place of the one before."""

    request = models.ForeignKey(FootageRequest, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    is_provided = models.BooleanField()
    where = models.CharField(_("where it can be watched"), max_length=120, blank=True)
    shown_by = models.CharField(_("who shows it"), max_length=60, blank=True)
    kept_until = models.DateField(_("kept until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=20, choices=FootageGone, blank=True)
    text = EncryptedTextField(_("in words"), blank=True, default="")
    # The day by which it was wanted, as the calendar stood when it was given.
    due_on = models.DateField()
    answered_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["request", "number"]
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="footage_answered_once"),
            models.CheckConstraint(
                condition=models.Q(is_provided=True, reason="") | models.Q(is_provided=False) & ~models.Q(reason=""),
                name="footage_or_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request} {self.number}"

    @property
    def answered_on(self) -> date:
        return clock.local(self.answered_at).date()

    @property
    def is_late(self) -> bool:
        return self.answered_on > self.due_on


class FootageViewing(Entity):
    """That an assessor has watched it: when, where, and who was present. A slip is put right by a further row that `corrects` it."""

    answer = models.ForeignKey(FootageAnswer, on_delete=models.PROTECT, related_name="viewings")
    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="footage_viewings")
    item = models.ForeignKey(DrawnItem, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("time of the viewing"))
    place = models.CharField(_("place of the viewing"), max_length=120)
    present = EncryptedTextField(_("who was present"))
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )

    class Meta:
        ordering = ["sheet", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.sheet} {self.at:%Y-%m-%d %H:%M}"
