"""What customers turn to the firm with, from its receipt to the effect of what was done (R25, R26)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from feedback.models import Invitation
from foundation.common import clock
from foundation.common.dates import is_late
from foundation.common.fields import EncryptedTextField
from foundation.common.models import Entity, Versioned
from knowledge.models import Article, ArticleVersion
from organization.models import Person, Unit
from records.models import ServiceRecord
from tickets.enums import (
    OPEN,
    UNANSWERED,
    Cause,
    Channel,
    Complexity,
    ExtensionState,
    Forwarder,
    Justified,
    Kind,
    PauseReason,
    ReviewOutcome,
    StepAct,
    SurveyState,
    TicketState,
    Topic,
    Urgency,
)


class Ticket(Entity, Versioned):
    """One concern of one customer. What the customer said, and who they are, is encrypted; the number can be looked up by its blind index.

    `holder` has to see to it: at first whoever received it (`first_person`, 首问责任人), until somebody takes it over.
    """

    States = TicketState
    number = models.CharField(_("number"), max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    state = models.CharField(max_length=12, choices=TicketState, default=TicketState.RECEIVED)
    subject = EncryptedTextField(_("subject"))
    text = EncryptedTextField(_("what the customer said"))
    customer_name = EncryptedTextField(_("customer’s name"), blank=True, default="")
    customer_phone = EncryptedTextField(_("telephone number"), blank=True, default="")
    customer_email = EncryptedTextField(_("e-mail address"), blank=True, default="")
    phone_index = models.CharField(max_length=64, blank=True, default="", help_text="blind index of the number")
    record = models.ForeignKey(ServiceRecord, on_delete=models.PROTECT, null=True, blank=True, related_name="tickets")
    repeat_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="repeats")
    forwarded_by = models.CharField(_("forwarded by"), max_length=10, choices=Forwarder, blank=True)
    forwarded_number = models.CharField(_("their number"), max_length=60, blank=True)

    topic = models.CharField(_("topic"), max_length=12, choices=Topic, blank=True)
    urgency = models.CharField(_("urgency"), max_length=8, choices=Urgency, default=Urgency.NORMAL)
    complexity = models.CharField(_("complexity"), max_length=8, choices=Complexity, default=Complexity.SIMPLE)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="tickets", verbose_name=_("unit"))
    first_person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tickets_held")
    is_offered = models.BooleanField(default=False, help_text="passed to the unit, and nobody there has taken it over")

    received_at = models.DateTimeField(default=clock.now)
    contact_due_at = models.DateTimeField()
    handle_due_at = models.DateTimeField()
    legal_due_on = models.DateField(null=True, blank=True, help_text="complaints only")
    contacted_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    pause_reason = models.CharField(max_length=10, choices=PauseReason, blank=True)
    escalated = models.PositiveSmallIntegerField(default=0, help_text="how far up its lateness was told")

    justified = models.CharField(max_length=8, choices=Justified, blank=True)
    cause = models.CharField(max_length=20, choices=Cause, blank=True)
    satisfaction = models.PositiveSmallIntegerField(null=True, blank=True, help_text="1 to 5, said after the answer")
    helped = models.BooleanField(null=True, help_text="what the evaluation of the effect has found")

    class Meta:
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "handle_due_at"]),
            models.Index(fields=["unit", "received_at"]),
            models.Index(fields=["holder", "state"]),
            models.Index(fields=["phone_index", "received_at"], condition=~Q(phone_index=""), name="ticket_by_phone"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(satisfaction=None) | Q(satisfaction__range=(1, 5)), name="satisfaction_in_range"
            ),
            models.CheckConstraint(
                condition=Q(paused_at=None, pause_reason="") | (Q(paused_at__isnull=False) & ~Q(pause_reason="")),
                name="pause_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("tickets:ticket_detail", args=[self.public_id])

    @property
    def said(self) -> str:
        """What proposals are made from: subject and text."""
        return f"{self.subject}\n{self.text}"

    @property
    def is_complaint(self) -> bool:
        return self.kind == Kind.COMPLAINT

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None

    @property
    def due(self):
        """What comes next that has a time: a datetime of the firm's own promise; None once the customer has an answer."""
        if self.state not in UNANSWERED or self.is_paused:
            return None
        return self.contact_due_at if self.contacted_at is None else self.handle_due_at

    @property
    def is_late(self) -> bool:
        return self.due is not None and is_late(self.due)

    @property
    def is_legally_late(self) -> bool:
        return self.legal_due_on is not None and self.state in UNANSWERED and is_late(self.legal_due_on)


class Step(Entity):
    """One thing that happened to a ticket. Insert-only; the words are encrypted, `details` holds ids, codes and moments only."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="steps")
    act = models.CharField(max_length=20, choices=StepAct)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", help_text="empty: the portal"
    )
    text = EncryptedTextField(blank=True, default="")
    details = models.JSONField(default=dict)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["ticket", "act"])]


class About(models.Model):
    """Somebody whom a complaint is about: they neither read nor handle it (R26, recusal)."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="about")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "person"], name="about_once")]


class Extension(Entity):
    """Thirty more days, asked for by the holder, decided by somebody above; the complainant has to be told."""

    States = ExtensionState
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="extensions")
    state = models.CharField(max_length=8, choices=ExtensionState, default=ExtensionState.ASKED)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = EncryptedTextField()
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=~Q(state=ExtensionState.REFUSED), name="extension_once"
            )
        ]


class TicketReview(Entity):
    """The complainant is not content with the answer and asks that somebody above looks at it (核查)."""

    States = ReviewOutcome
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="reviews")
    state = models.CharField(max_length=8, choices=ReviewOutcome, default=ReviewOutcome.ASKED)
    asked_at = models.DateTimeField(default=clock.now)
    due_on = models.DateField()
    reviewer = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["ticket"], condition=Q(state=ReviewOutcome.ASKED), name="one_review_waits")
        ]


class CaseSurvey(Entity):
    """The questionnaire that goes to the customer once the case is closed (R23): at most one a ticket, also where it is opened again.

    What the customer answers is not seen from here.
    """

    States = SurveyState
    ticket = models.OneToOneField(Ticket, on_delete=models.PROTECT, related_name="survey")
    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=SurveyState, default=SurveyState.WAITING)
    mail_due_at = models.DateTimeField(null=True, blank=True, help_text="of the mail that waits; moved on by a claim")
    attempts = models.PositiveSmallIntegerField(default=0)
    given_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "mail_due_at"])]


class LearnedTopics(Entity):
    """What was learned of topics from earlier tickets. One row: the next takes its place, so that nothing of erased tickets is kept."""

    n = models.PositiveIntegerField(help_text="tickets that it was learned from")
    content = EncryptedTextField(help_text="JSON: counts and texts of learning.Learned")
    accuracy = models.JSONField(help_text="of learning.Accuracy: right, balanced, commonest, labels")
    rules_balanced = models.FloatField(help_text="what the words of proposals.TOPICS reach on the same tickets")

    class Meta:
        ordering = ["-pk"]

    @property
    def is_better(self) -> bool:
        return self.accuracy["balanced"] > self.rules_balanced


class SurgeAlarm(Entity):
    """More complaints in a week than usual: of a unit, of a topic, or of all (both empty). It stands until somebody says what is done.

    `place` says what it is of, once for each day and once as long as it stands.
    """

    place = models.CharField(max_length=40, help_text="the unit's key, the topic, or nothing")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    topic = models.CharField(max_length=12, choices=Topic, blank=True)
    day = models.DateField(help_text="the last day of the week that was looked at")
    count = models.PositiveIntegerField()
    usual = models.FloatField(help_text="complaints a week in the weeks before")
    chance = models.FloatField(help_text="of so many or more if nothing had changed")
    settled_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    text = models.CharField(_("what is done"), max_length=500, blank=True)

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["place", "day"], name="alarm_once"),
            models.UniqueConstraint(fields=["place"], condition=Q(settled_at=None), name="one_alarm_stands"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("tickets:alarm_settle", args=[self.public_id])

    @property
    def subject(self) -> str:
        """What it is of, in words: a unit, a topic, or everything."""
        return str(self.unit) if self.unit else str(Topic(self.topic).label) if self.topic else _("all units")


class TicketArticle(Entity):
    """An article of the knowledge base that helped with the ticket, in the version that was used."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="article_links")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, related_name="+")
    linked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField(default=clock.now)
    taken_off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "article"], condition=Q(taken_off_at=None), name="ticket_article_once"
            )
        ]
