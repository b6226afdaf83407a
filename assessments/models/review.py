"""A lead reads what was sealed: by which rule, which sheets, and what was said (R16, R19)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.cycle import Cycle, Plan
from assessments.models.sheet import ScoreSheet, SheetRevision
from assessments.review_enums import ReviewAct, ReviewCause, ReviewState, ReviewWay
from foundation.common import clock
from foundation.common.fields import EncryptedTextField
from foundation.common.models import Entity, Versioned
from foundation.workdays.models import CountedDue
from organization.models import Person


class ReviewRule(Entity):
    """Which sealed sheets of a cycle, or of one plan, are reviewed. Insert-only: the latest holds, all can be read.

    `share`: percent of the sheets where a lot decides, else empty. A plan without a rule of its own, or with one that says “as the cycle”,
    follows the cycle's.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="review_rules")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="review_rules")
    way = models.CharField(_("which sheets"), max_length=10, choices=ReviewWay)
    share = models.PositiveSmallIntegerField(_("share in percent"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(way=ReviewWay.SHARE, share__gte=1, share__lte=99) | ~Q(way=ReviewWay.SHARE) & Q(share=None),
                name="review_share_where_by_lot",
            ),
            models.CheckConstraint(
                condition=~Q(way=ReviewWay.FOLLOW) | Q(plan__isnull=False), name="review_follow_is_of_a_plan"
            ),
        ]


class ReviewLot(Entity):
    """The secret by which lots of a cycle are cast; made once, with its first rule by share. Insert-only.

    `commitment` is shown from the beginning, the secret once the gate of the review is passed. What a lot is, says `review_lots`.
    """

    cycle = models.OneToOneField(Cycle, on_delete=models.PROTECT, related_name="review_lot")
    commitment = models.CharField(max_length=64)
    secret = EncryptedTextField()


class SheetReview(Entity, Versioned, CountedDue):
    """Where the review of one sheet stands. Written by `services.reviews` and `services.review_rules` alone; the steps tell how it came there.

    `due_on`: until when its assessors correct or answer what was returned; empty at all other times.
    The version rises also when the sheet is corrected while it waits: whoever approves has read what is sealed now.
    """

    States = ReviewState
    sheet = models.OneToOneField(ScoreSheet, on_delete=models.PROTECT, related_name="review")
    state = models.CharField(max_length=10, choices=ReviewState, default=ReviewState.WAITING)
    cause = models.CharField(max_length=10, choices=ReviewCause)
    waiting_since = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    times_returned = models.PositiveSmallIntegerField(default=0)
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["waiting_since", "pk"]
        indexes = [models.Index(fields=["state", "waiting_since"])]

    def __str__(self) -> str:
        return str(self.sheet)

    @property
    def is_overdue(self) -> bool:
        return self.state == ReviewState.RETURNED and self.due_on is not None and self.due_on < clock.today()


class ReviewStep(Entity):
    """What was done in a review, with which revision before the eyes. Insert-only.

    `note` is about the whole sheet: what a lead says, or an assessor answers. `comments`: {indicator code: what the lead says about it}.
    """

    review = models.ForeignKey(SheetReview, on_delete=models.PROTECT, related_name="steps")
    act = models.CharField(max_length=10, choices=ReviewAct)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revision = models.ForeignKey(SheetRevision, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    comments = models.JSONField(default=dict)

    class Meta:
        ordering = ["review", "pk"]

    @property
    def tone(self) -> str:
        return ReviewAct(self.act).tone
