"""The score sheet: a draft that changes, and sealed revisions that do not."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import CallOutcome, Method, SheetState
from assessments.models.cycle import Cycle, Plan, SpotCheck
from foundation.common import clock
from foundation.common.fields import EncryptedTextField, PointsField
from foundation.common.models import Entity, StoredFile, Versioned
from foundation.workdays.models import CountedDue
from organization.models import Person, Unit
from records.models import ServiceRecord
from sampling.models import DrawnItem
from standards.models import Indicator, RubricLevel, StandardVersion


class ScoreSheet(Entity, Versioned, CountedDue):
    """One look at one drawn item by one assessor.

    `draft` is {indicator code: {"level": 4} | {"points": "7.5"} | {"na": true} | {"triggered": false}, each with "reason"}; it is written
    by the autosave under the sheet's version and is empty once the sheet is sealed. `draft_key` and `draft_sequence` say which page wrote it
    last and with which of its saves: a page whose answer was lost on the way is not in conflict with itself. `revision` is the latest sealed one.
    """

    States = SheetState
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="sheets")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="sheets")
    spot_check = models.ForeignKey(SpotCheck, on_delete=models.PROTECT, null=True, blank=True, related_name="sheets")
    item = models.OneToOneField(DrawnItem, on_delete=models.PROTECT, related_name="sheet")
    number = models.CharField(_("number"), max_length=24, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="sheets")
    method = models.CharField(_("method"), max_length=20, choices=Method)
    standard_version = models.ForeignKey(StandardVersion, on_delete=models.PROTECT, related_name="sheets")
    record = models.ForeignKey(ServiceRecord, on_delete=models.PROTECT, null=True, blank=True, related_name="sheets")
    assessor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sheets")
    co_assessor = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="co_sheets")
    # Rises with each handover: whoever saw an earlier turn speaks of somebody else's sheet, or of another item.
    turn = models.PositiveSmallIntegerField(default=1, editable=False)
    # Its assessor may not score it, and nobody is left who may. Written by `services.handovers` only.
    is_blocked = models.BooleanField(default=False, editable=False)
    state = models.CharField(max_length=10, choices=SheetState, default=SheetState.ASSIGNED)
    due_on = models.DateField(_("due"), null=True, blank=True)
    draft = models.JSONField(default=dict)
    draft_saved_at = models.DateTimeField(null=True, blank=True)
    draft_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    draft_key = models.UUIDField(null=True, blank=True, editable=False)
    draft_sequence = models.PositiveIntegerField(default=0, editable=False)
    started_at = models.DateTimeField(null=True, blank=True)
    visited_at = models.DateTimeField(_("time of the visit"), null=True, blank=True)
    place = models.CharField(_("place of the visit"), max_length=120, blank=True)
    # Of a mystery visit: when the visitor left, why it was not on the drawn half-day, and who was met, as described: personal data.
    left_at = models.DateTimeField(_("time out"), null=True, blank=True)
    off_day_reason = models.CharField(_("why on another half-day"), max_length=200, blank=True)
    met = EncryptedTextField(_("who was met"), blank=True, default="")
    # Of a callback: what the last attempt came to, and when the next one is proposed. Written by `services.callbacks` only, without a new
    # version: an attempt is no mark, and whoever is scoring at that moment loses nothing.
    call_outcome = models.CharField(max_length=20, choices=CallOutcome, blank=True, editable=False)
    next_call_at = models.DateTimeField(null=True, blank=True, editable=False)
    revision = models.OneToOneField("SheetRevision", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["due_on", "number"]
        indexes = [
            models.Index(fields=["assessor", "state", "due_on"]),
            models.Index(fields=["cycle", "unit", "state"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(plan=None, spot_check__isnull=False) | Q(plan__isnull=False, spot_check=None),
                name="plan_or_spot_check",
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def holders(self) -> list[Person]:
        """Whoever scores it at present: the assessor, and beside them the second of a pair."""
        return [one for one in (self.assessor, self.co_assessor) if one is not None]

    @property
    def holder_keys(self) -> frozenset[int]:
        return frozenset(pk for pk in (self.assessor_id, self.co_assessor_id) if pk is not None)


class SheetRevision(Entity):
    """A sealed state of a sheet. Insert-only. A correction is a new revision with author and reason (R19)."""

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    total = PointsField(null=True, help_text="after the critical policy; empty where everything was not applicable")
    underlying = PointsField(null=True, help_text="before the critical policy")
    triggered = models.JSONField(default=list, help_text="codes of triggered critical indicators")
    failed = models.BooleanField(default=False)
    seconds_spent = models.PositiveIntegerField(null=True)
    sealed_at = models.DateTimeField(default=clock.now)
    schema = models.PositiveSmallIntegerField(
        default=1, help_text="what the digest is made over, see services.revisions"
    )
    digest = models.CharField(max_length=64, help_text="SHA-256 of the canonical content")

    class Meta:
        ordering = ["sheet", "number"]
        constraints = [models.UniqueConstraint(fields=["sheet", "number"], name="revision_once")]


class ItemScore(models.Model):
    """What was given for one indicator in one revision. Insert-only. `points` are as given, out of the indicator's full marks, exact.

    A deduction has its number of `occurrences` besides, and as points what they leave.
    """

    revision = models.ForeignKey(SheetRevision, on_delete=models.PROTECT, related_name="items")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="scores")
    level = models.ForeignKey(RubricLevel, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    points = PointsField(null=True)
    is_na = models.BooleanField(default=False)
    triggered = models.BooleanField(null=True)
    occurrences = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(_("deduction reason"), max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "indicator"], name="indicator_scored_once")]


class Evidence(Entity):
    """A file on a sheet or on one of its indicators. Frozen with the sheet: added and taken away only while nothing is sealed."""

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="evidence")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    # Made once, of photos; null for everything else and for photos from before there were any.
    thumbnail = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # Whether place, time and camera were left out of a photo: `file` is then not the upload byte by byte.
    is_stripped = models.BooleanField(default=False)
    caption = models.CharField(_("what it shows"), max_length=200, blank=True)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # Why somebody took it off; empty where it went with a handover of the sheet.
    removed_reason = models.CharField(_("why it was taken off"), max_length=200, blank=True)
