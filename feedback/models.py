"""What customers say: questionnaires by link and QR code, one answer an invitation (R23)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from feedback.enums import QuestionKind, QuestionnaireState, ServqualDimension
from foundation.common import clock
from foundation.common.fields import EncryptedTextField
from foundation.common.models import Entity, Versioned
from foundation.common.texts import localized
from organization.models import Person, Unit
from records.models import ServiceRecord
from sampling.models import Draw


class Questionnaire(Entity, Versioned):
    """From the moment it is open its questions are fixed."""

    States = QuestionnaireState
    code = models.CharField(_("code"), max_length=30, unique=True)
    title_zh = models.CharField(_("title in Chinese"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    intro_zh = models.TextField(_("introduction in Chinese"), blank=True)
    intro_en = models.TextField(_("introduction in English"), blank=True)
    state = models.CharField(max_length=8, choices=QuestionnaireState, default=QuestionnaireState.DRAFT)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    asks_after_cases = models.BooleanField(default=False, help_text="sent by itself when a case is closed")

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["asks_after_cases"], condition=Q(asks_after_cases=True), name="one_asks_after_cases"
            )
        ]

    def __str__(self) -> str:
        return localized(self, "title")

    def get_absolute_url(self) -> str:
        return reverse("feedback:questionnaire_detail", kwargs={"public_id": self.public_id})

    @property
    def is_open(self) -> bool:
        return self.state == QuestionnaireState.OPEN


class Question(models.Model):
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="questions")
    code = models.CharField(_("code"), max_length=20)
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("kind of question"), max_length=12, choices=QuestionKind)
    text_zh = models.CharField(_("question in Chinese"), max_length=200)
    text_en = models.CharField(_("question in English"), max_length=300, blank=True)
    required = models.BooleanField(_("must be answered"), default=True)
    dimension = models.CharField(_("SERVQUAL dimension"), max_length=14, choices=ServqualDimension, blank=True)
    # [[text in Chinese, text in English], …]; the answer is the place in the list, counted from 1.
    options = models.JSONField(_("answers to choose from"), default=list, blank=True)
    condition_code = models.CharField(
        max_length=20, blank=True, help_text="code of the earlier question; empty: always shown"
    )
    condition_values = models.JSONField(default=list, blank=True, help_text="answers to it that show this one")
    is_counted = models.BooleanField(_("counts in the measure"), default=False)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["questionnaire", "code"], name="question_once")]

    def __str__(self) -> str:
        return localized(self, "text")


class DraftStep(models.Model):
    """The questions of a draft as they were before a change, so that it can be undone. Gone once the questionnaire is open."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="steps")
    act = models.CharField(max_length=10)
    code = models.CharField(max_length=20, help_text="code of the question that was changed")
    content = models.JSONField(help_text="the questions, as feedback.content writes them")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-pk"]


class InvitationBatch(Entity):
    """Links made together for a unit: for print as QR codes, or to be sent. A withdrawn batch takes no further answers."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="batches")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    size = models.PositiveIntegerField(_("number of links"))
    expires_at = models.DateTimeField(_("valid until"))
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    of_cases = models.BooleanField(default=False, help_text="it grows with each case that is closed")
    # Where customers were drawn from the records of these days; empty for links that are handed out.
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True, help_text="the last day")
    reminded_at = models.DateTimeField(null=True, blank=True, help_text="when a list of reminders was last exported")

    class Meta:
        ordering = ["-created_at", "-pk"]

    @property
    def is_drawn(self) -> bool:
        return self.draw_id is not None

    @property
    def way(self) -> str:
        """How its links reach customers."""
        if self.is_drawn:
            return _("sent to customers who were drawn")
        return _("after closed cases") if self.of_cases else _("handed out")

    @property
    def takes_answers(self) -> bool:
        return self.withdrawn_at is None and clock.now() < self.expires_at


class Invitation(Entity):
    """One link, one answer. Only keyed digests of its 256-bit tokens are kept: of the first one, and of the one in the latest reminder.

    `record`: of a customer who was drawn; `contact_index`: the blind index of the number or address of whose case was closed. Who reads figures
    and answers never gets to either.
    """

    batch = models.ForeignKey(InvitationBatch, on_delete=models.PROTECT, related_name="invitations")
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="invitations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="invitations")
    record = models.ForeignKey(
        ServiceRecord, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    contact_index = models.CharField(max_length=64, blank=True, default="")
    token_hash = models.CharField(max_length=64, unique=True)
    reminder_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["questionnaire", "unit"]),
            models.Index(fields=["contact_index"], condition=~Q(contact_index=""), name="invited_contact"),
        ]
        constraints = [models.UniqueConstraint(fields=["questionnaire", "record"], name="invited_once_a_record")]


class OptOut(Entity):
    """A customer who wants no further questionnaires, by the blind index of their number alone. Removed when they change their mind."""

    contact_index = models.CharField(max_length=64, unique=True)


class Response(Entity):
    """Insert-only. No address and no name: what a customer answered cannot be traced further than the link."""

    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT, related_name="response")
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="responses")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="responses")
    answered_at = models.DateTimeField()
    language = models.CharField(max_length=10, blank=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "answered_at"]), models.Index(fields=["questionnaire", "answered_at"])]


class Answer(models.Model):
    """Insert-only. A question left open has no row; a SERVQUAL pair has two, and each of several answers one of its own."""

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    part = models.CharField(max_length=11, blank=True, default="", help_text="half of a pair, or place of the option")
    value = models.SmallIntegerField(null=True)
    text = EncryptedTextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "question", "part"], name="answered_once"),
            models.CheckConstraint(condition=Q(value=None) | Q(value__range=(0, 10)), name="answer_in_range"),
        ]
