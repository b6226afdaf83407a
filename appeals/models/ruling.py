"""Who rules on an appeal, and what they have ruled."""

from django.db import models
from django.db.models import Q

from appeals.enums import Outcome, RulingState
from appeals.models.appeal import Appeal, AppealPoint
from assessments.models import SheetRevision
from foundation.common import clock
from foundation.common.fields import PointsField
from foundation.common.models import Entity, Versioned
from organization.models import Person


class Ruler(Entity):
    """Somebody named to rule; `removed_at`: another panel was named before the ruling."""

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="rulers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="rulings_asked")
    named_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["appeal", "person"], condition=Q(removed_at=None), name="ruler_named_once")
        ]


class Ruling(Entity, Versioned):
    """A decision on every point, with its reason. Its texts and points never change; only one becomes final.

    `digest`: SHA-256 over its points and reason, with its own random id; it stands in the audit trail with every signature.
    `ruled_on`: the revision as the rulers saw it; `revision`: the sealed one that the ruling led to, empty where everything was refused.
    """

    States = RulingState
    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="rulings")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=RulingState, default=RulingState.PROPOSED)
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason = models.TextField()
    digest = models.CharField(max_length=64)
    ruled_on = models.ForeignKey(SheetRevision, on_delete=models.PROTECT, related_name="+")
    final_at = models.DateTimeField(null=True, blank=True)
    revision = models.OneToOneField(SheetRevision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["appeal"], condition=Q(state="final"), name="one_final_ruling"),
            models.UniqueConstraint(fields=["appeal"], condition=Q(state="proposed"), name="one_proposed_ruling"),
        ]


class RuledPoint(models.Model):
    """What is ruled on one point. Insert-only. `mark` is empty where it is refused.

    `change`: by how much the indicator's score moves on the scale of 0–100; empty where there is none to compare (N/A, a red line).
    """

    ruling = models.ForeignKey(Ruling, on_delete=models.PROTECT, related_name="points")
    point = models.ForeignKey(AppealPoint, on_delete=models.PROTECT, related_name="ruled")
    outcome = models.CharField(max_length=10, choices=Outcome)
    mark = models.JSONField(null=True)
    reason = models.TextField()
    change = PointsField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["ruling", "point"], name="point_ruled_once")]


class Consent(Entity):
    """A ruler signs a ruling, or does not agree and says why. Insert-only; the author's own comes with the ruling."""

    ruling = models.ForeignKey(Ruling, on_delete=models.PROTECT, related_name="consents")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agrees = models.BooleanField()
    text = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["ruling", "person"], name="ruler_signs_once")]
