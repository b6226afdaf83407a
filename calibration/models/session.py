"""One item, scored by several people who do not see each other's marks (R20)."""

import secrets
from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from calibration.enums import SCORES_OPEN, BlindState, SessionState
from foundation.common import clock
from foundation.common.fields import EncryptedTextField, PointsField
from foundation.common.models import Entity, StoredFile, Versioned
from foundation.workdays.models import CountedDue
from organization.models import Person, Unit
from records.enums import Touchpoint
from records.models import ServiceRecord
from sampling.models import DrawnItem
from standards.models import StandardVersion


def new_salt() -> str:
    return secrets.token_hex(16)


class CalibrationSession(Entity, Versioned, CountedDue):
    """What is looked at, by which standard, and until when.

    The item is a service record (`record`; `item` where it was drawn and scored before), or what the lead has described or uploaded. Who opened
    the scores is empty where the last submission did.
    """

    States = SessionState
    number = models.CharField(_("number"), max_length=24, unique=True)
    title = models.CharField(_("title"), max_length=120)
    standard_version = models.ForeignKey(StandardVersion, on_delete=models.PROTECT, related_name="calibrations")
    record = models.ForeignKey(
        ServiceRecord, on_delete=models.PROTECT, null=True, blank=True, related_name="calibrations"
    )
    item = models.ForeignKey(DrawnItem, on_delete=models.PROTECT, null=True, blank=True, related_name="calibrations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="calibrations")
    touchpoint = models.CharField(_("touchpoint"), max_length=20, choices=Touchpoint, default=Touchpoint.UNKNOWN)
    description = EncryptedTextField(_("description"), blank=True, default="")
    attachment = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=12, choices=SessionState, default=SessionState.SCORING)
    due_on = models.DateField(_("scores until"))
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(_("end of the scoring"), null=True, blank=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_reason = models.CharField(_("why it ended without all scores"), max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("calibration session")
        indexes = [models.Index(fields=["state", "due_on"])]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("calibration:session_detail", kwargs={"public_id": self.public_id})

    @property
    def sheets(self) -> models.QuerySet["BlindSheet"]:
        """Those of the session itself: who qualifies on the item later takes no part in it."""
        return self.all_sheets.filter(attempt=None)

    @property
    def has_open_scores(self) -> bool:
        return self.state in SCORES_OPEN

    @property
    def is_overdue(self) -> bool:
        return self.state == SessionState.SCORING and self.due_on < clock.today()


class BlindSheet(Entity, Versioned):
    """One assessor's look at the item: in the session itself, or later, for a qualification (`attempt`), against its reference.

    `draft` is as in `assessments.ScoreSheet`, and nobody but its assessor ever reads it.
    """

    States = BlindState
    session = models.ForeignKey(CalibrationSession, on_delete=models.PROTECT, related_name="all_sheets")
    attempt = models.ForeignKey(
        "calibration.Attempt", on_delete=models.PROTECT, null=True, blank=True, related_name="sheets"
    )
    assessor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="blind_sheets")
    state = models.CharField(max_length=10, choices=BlindState, default=BlindState.ASSIGNED)
    draft = models.JSONField(default=dict)
    draft_saved_at = models.DateTimeField(null=True, blank=True)
    draft_key = models.UUIDField(null=True, blank=True, editable=False)
    draft_sequence = models.PositiveIntegerField(default=0, editable=False)
    started_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["assessor__sort_key", "pk"]
        verbose_name = _("blind sheet")
        constraints = [models.UniqueConstraint(fields=["session", "assessor"], name="scored_blind_once")]
        indexes = [models.Index(fields=["assessor", "state"])]

    def __str__(self) -> str:
        return f"{self.session.number} {self.assessor}"

    def get_absolute_url(self) -> str:
        return reverse("calibration:sheet_detail", kwargs={"public_id": self.public_id})

    @property
    def due_on(self) -> date:
        return self.attempt.due_on if self.attempt else self.session.due_on

    @property
    def standard_version(self) -> StandardVersion:
        """As a score sheet has it: the form's partials ask for it."""
        return self.session.standard_version


class SealedScore(Entity):
    """What somebody handed in. Insert-only. `marks` in the one shape of `assessments.services.marks`, in the standard's order.

    The trail keeps the digest; the salt keeps anybody from trying marks out against it while the session is blind.
    """

    sheet = models.OneToOneField(BlindSheet, on_delete=models.PROTECT, related_name="score")
    marks = models.JSONField()
    total = PointsField(null=True)
    underlying = PointsField(null=True)
    triggered = models.JSONField(default=list)
    failed = models.BooleanField(default=False)
    seconds_spent = models.PositiveIntegerField(null=True)
    sealed_at = models.DateTimeField(default=clock.now)
    salt = models.CharField(max_length=32, default=new_salt)
    digest = models.CharField(max_length=64, help_text="SHA-256, see calibration.sealing")

    class Meta:
        ordering = ["sheet"]
