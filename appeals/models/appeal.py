"""An appeal of a unit against one sealed sheet: points, evidence, and the thread in which both sides are heard."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _

from appeals.enums import OPEN, AppealState, Outcome, Side
from assessments.models import Cycle, ScoreSheet, SheetRevision
from foundation.common import clock
from foundation.common.models import Entity, StoredFile, Versioned
from foundation.workdays.models import CountedDue
from organization.models import Person, Unit
from standards.models import Indicator


class Appeal(Entity, Versioned, CountedDue):
    """Prepared by the unit's liaison or head, sent by its head. `due_on` is the day of the present step; a draft has none.

    `revision` is the one that is disputed, as it was when the appeal was sent. The number comes with the sending.
    """

    States = AppealState
    number = models.CharField(_("number"), max_length=24, blank=True)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="appeals")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="appeals", verbose_name=_("unit"))
    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="appeals")
    revision = models.ForeignKey(SheetRevision, on_delete=models.PROTECT, null=True, blank=True, related_name="appeals")
    state = models.CharField(max_length=10, choices=AppealState, default=AppealState.DRAFT)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    prepared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    # Who has taken up the clarification and leads it.
    lead = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(_("due"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["cycle", "state"]), models.Index(fields=["state", "due_on"])]
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="appeal_number_once"),
            models.UniqueConstraint(fields=["sheet"], condition=Q(state="draft"), name="one_draft_appeal_a_sheet"),
        ]

    def __str__(self) -> str:
        return self.number or gettext("Draft on %(sheet)s") % {"sheet": self.sheet.number}

    def get_absolute_url(self) -> str:
        return reverse("appeals:appeal_detail", kwargs={"public_id": self.public_id})

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_on is not None and self.due_on < clock.today()


class AppealPoint(Entity):
    """One disputed indicator: what was given, what is proposed instead (marks as in `assessments.services.marks`), and why.

    Changed as long as the appeal is a draft; then its digest stands in the audit trail. An indicator of a sheet is disputed once, whatever
    came of it.
    """

    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="points")
    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    given = models.JSONField()
    wanted = models.JSONField()
    reason = models.TextField(_("reason"))

    class Meta:
        ordering = ["appeal", "indicator__order", "pk"]
        constraints = [models.UniqueConstraint(fields=["sheet", "indicator"], name="indicator_disputed_once")]


class AppealEvidence(Entity):
    """A file that the unit adds to its draft, to one point or to the whole; frozen with the sending."""

    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="evidence")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(_("what it shows"), max_length=200, blank=True)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True, help_text="taken back; row and bytes stay")

    class Meta:
        ordering = ["pk"]


class AppealMessage(Entity):
    """One contribution to the clarification. Insert-only.

    `side` is whose words they are, `author` who wrote them down: a lead may record what a side said on the telephone.
    """

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="messages")
    side = models.CharField(max_length=10, choices=Side)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("message"))
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "pk"]
