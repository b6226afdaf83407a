"""What is mended: findings from weak indicators, tasks with owner and deadline, evidence, verification by somebody else."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.models import Cycle
from foundation.common import clock
from foundation.common.addresses import address
from foundation.common.fields import PointsField
from foundation.common.models import Entity, StoredFile, Versioned
from foundation.common.texts import labelled, localized
from foundation.workdays.models import CountedDue
from knowledge.models import Article, ArticleVersion
from organization.models import Person, Unit
from rectification import titles
from rectification.enums import WITH_OWNER, FindingSource, FindingState, TaskState
from standards.models import Indicator
from tickets.enums import Cause, Topic
from tickets.models import Ticket


class Finding(Entity, Versioned):
    """What is to be mended in a unit, by where it was found.

    RESULT: an indicator below its target in a cycle, beyond chance. Score, upper end, target and n stay as they were when it was found.
    COMPLAINTS: justified complaints of one topic and one cause (R26). As long as it is not mended, further ones come to it.
    """

    States = FindingState
    source = models.CharField(max_length=12, choices=FindingSource, default=FindingSource.RESULT)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="findings", verbose_name=_("unit"))
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, null=True, blank=True, related_name="findings")
    indicator = models.ForeignKey(
        Indicator,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=_("indicator"),
    )
    score = PointsField(_("score"), null=True, blank=True)
    high = PointsField(_("upper end of the interval"), null=True, blank=True)
    target = PointsField(_("target"), null=True, blank=True)
    n = models.PositiveBigIntegerField(null=True, blank=True)
    topic = models.CharField(max_length=12, choices=Topic, blank=True)
    cause = models.CharField(max_length=20, choices=Cause, blank=True)
    name_zh = models.CharField(max_length=80, blank=True)
    name_en = models.CharField(max_length=160, blank=True)
    state = models.CharField(max_length=10, choices=FindingState, default=FindingState.OPEN)
    dismissed_reason = models.CharField(_("why it was dismissed"), max_length=300, blank=True)
    found_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["cycle", "unit", "score"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "unit", "indicator"], name="finding_once"),
            models.CheckConstraint(
                condition=Q(source=FindingSource.RESULT, cycle__isnull=False, indicator__isnull=False)
                | Q(source=FindingSource.COMPLAINTS, cycle=None, indicator=None) & ~Q(name_zh=""),
                name="finding_says_what",
            ),
            models.UniqueConstraint(
                fields=["unit", "topic", "cause"],
                condition=Q(source=FindingSource.COMPLAINTS, state__in=("open", "tasked")),
                name="complaints_of_one_cause_once",
            ),
        ]

    def __str__(self) -> str:
        return labelled(self.unit, localized(self.about, "name"))

    @property
    def about(self) -> "Indicator | Finding":
        """What has `name_zh` and `name_en`: the indicator, or the finding itself."""
        return self.indicator or self

    @property
    def is_of_complaints(self) -> bool:
        return self.source == FindingSource.COMPLAINTS

    def get_absolute_url(self) -> str:
        return reverse("rectification:finding_detail", kwargs={"public_id": self.public_id})


class FindingComplaint(models.Model):
    """A justified complaint that stands behind a finding; each belongs to one."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="complaints")
    ticket = models.OneToOneField(Ticket, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-pk"]


class RectificationTask(Entity, Versioned, CountedDue):
    """What somebody does about a finding by a date given in working days."""

    States = TaskState
    number = models.CharField(_("number"), max_length=24, unique=True)
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="tasks")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="tasks", verbose_name=_("unit"))
    title = models.CharField(
        _("what is to be mended"), max_length=120, blank=True, help_text="empty: told from the indicator"
    )
    measure = models.TextField(_("rectification measure"), blank=True)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="owned_tasks", verbose_name=_("owner"))
    due_on = models.DateField(_("deadline"))
    state = models.CharField(max_length=12, choices=TaskState, default=TaskState.ASSIGNED)
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "number"]
        indexes = [models.Index(fields=["owner", "state", "due_on"]), models.Index(fields=["state", "due_on"])]

    def __str__(self) -> str:
        return f"{self.number} {self.heading}"

    def get_absolute_url(self) -> str:
        return address("rectification:task_detail", self.public_id)

    @property
    def heading(self) -> str:
        """What is to be mended, in the reader's language where nobody has put it in words."""
        return self.title or titles.said(self.title, self.finding.about)

    @property
    def is_handed_in(self) -> bool:
        """No longer with its owner: the deadline has nothing more to say."""
        return self.state not in WITH_OWNER

    @property
    def is_late(self) -> bool:
        return not self.is_handed_in and self.due_on < clock.today()


class TaskEntry(Entity):
    """One line of a task's story: what was said with an act. Insert-only."""

    task = models.ForeignKey(RectificationTask, on_delete=models.PROTECT, related_name="entries")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    act = models.CharField(max_length=20)
    text = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "pk"]


class TaskEvidence(Entity):
    """A file that shows that something was done. Added by the owner while the task is theirs."""

    task = models.ForeignKey(RectificationTask, on_delete=models.PROTECT, related_name="evidence")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(_("what it shows"), max_length=200, blank=True)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True, help_text="taken back by the owner; row and bytes stay")


class Reminder(models.Model):
    """That somebody was reminded: once a task, person and occasion, however often the schedule fires."""

    task = models.ForeignKey(RectificationTask, on_delete=models.CASCADE, related_name="reminders")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    occasion = models.CharField(max_length=40, help_text="before:<due date> or late:<due date>")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "person", "occasion"], name="reminded_once")]


class FindingArticle(Entity):
    """An article of the knowledge base that says how it is done well, in the version that was read when it was linked."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="article_links")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, related_name="+")
    linked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField(default=clock.now)
    taken_off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "article"], condition=models.Q(taken_off_at=None), name="finding_article_once"
            )
        ]
