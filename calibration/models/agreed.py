"""What was agreed: the meeting, the reference mark of each indicator, the reference score. All insert-only."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from calibration.models.session import CalibrationSession, new_salt
from foundation.common import clock
from foundation.common.fields import PointsField
from foundation.common.models import Entity
from organization.models import Person
from standards.models import Indicator


class Meeting(Entity):
    """The scores were discussed. A further meeting, or a register that was wrong, is a further row; the last one holds."""

    session = models.ForeignKey(CalibrationSession, on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField()
    held_at = models.DateTimeField(_("held"))
    chair = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(_("what was discussed"), blank=True)

    class Meta:
        ordering = ["session", "number"]
        verbose_name = _("calibration meeting")
        constraints = [models.UniqueConstraint(fields=["session", "number"], name="calibration_meeting_once")]

    def __str__(self) -> str:
        return f"{self.session.number} {self.number}"


class Attendance(models.Model):
    """Who was there."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="register")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["person__sort_key", "pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="there_once")]


class ReferenceMark(Entity):
    """The mark that the meeting agreed on for an indicator, with its reason. Another one is a further row; the last one holds.

    `reason` may be empty where all had given this mark. `dissenters`: public ids of those present who did not agree.
    """

    session = models.ForeignKey(CalibrationSession, on_delete=models.PROTECT, related_name="reference_marks")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    mark = models.JSONField(help_text="as in SealedScore.marks, with its deduction reason")
    reason = models.CharField(_("why this mark"), max_length=500, blank=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agreed")
    dissenters = models.JSONField(default=list)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=clock.now)
    salt = models.CharField(max_length=32, default=new_salt)
    digest = models.CharField(max_length=64, help_text="SHA-256, see calibration.sealing")

    class Meta:
        ordering = ["session", "indicator", "number"]
        verbose_name = _("reference mark")
        constraints = [models.UniqueConstraint(fields=["session", "indicator", "number"], name="reference_mark_once")]


class ReferenceScore(Entity):
    """The item as it should be scored: what a session ends with, and what a new assessor is measured against."""

    session = models.OneToOneField(CalibrationSession, on_delete=models.PROTECT, related_name="reference")
    marks = models.JSONField()
    total = PointsField(null=True)
    underlying = PointsField(null=True)
    triggered = models.JSONField(default=list)
    failed = models.BooleanField(default=False)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=clock.now)
    salt = models.CharField(max_length=32, default=new_salt)
    digest = models.CharField(max_length=64, help_text="SHA-256, see calibration.sealing")

    class Meta:
        ordering = ["session"]
        verbose_name = _("reference score")
