"""What staff suggest, signed or without a name, and what they say each month (R28).

Nothing here tells who has sent something without a name. Rows of senders have random keys and days, never instants or keys that count upwards;
`mixing` takes away what a database keeps of the order by itself. Decision 070 says what remains.
"""

import secrets
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.common.dates import is_late
from foundation.common.models import Entity, Labelled, Versioned
from foundation.workdays.models import CountedDue
from organization.models import Person, Unit
from suggestions.enums import UNANSWERED, SuggestionState, SurveyState, Topic


def random_key() -> int:
    """A key that says nothing of when a row was made. On SQLite it is the place of the row as well."""
    return secrets.randbits(62) | 1


class Unordered(Labelled):
    """In place of `Entity`: its keys count upwards and its `public_id` holds the moment."""

    id = models.BigAutoField(primary_key=True, default=random_key)
    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


class Suggestion(Unordered, Versioned, CountedDue):
    """`author` empty: without a name. Then `code_digest` is the keyed digest of the code that the sender alone has.

    `text_shown` and `title_shown` are what everybody reads: where something is hidden (`hidden_reason`), its place is marked.
    """

    States = SuggestionState
    state = models.CharField(max_length=14, choices=SuggestionState, default=SuggestionState.RECEIVED)
    topic = models.CharField(_("topic"), max_length=10, choices=Topic)
    title = models.CharField(_("in a few words"), max_length=60)
    text = models.TextField(_("what you suggest"), max_length=2000)
    title_shown = models.CharField(max_length=60)
    text_shown = models.TextField(max_length=2000)
    # Without a constraint, here and in `Word`: checking one on PostgreSQL writes the number of the transaction into the row that is pointed to.
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("for which unit"),
        db_constraint=False,
    )  # fmt: skip
    author = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    code_digest = models.CharField(max_length=64, null=True, unique=True)
    received_on = models.DateField()
    due_on = models.DateField()
    looked_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    done_on = models.DateField(null=True)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    hidden_reason = models.CharField(max_length=200, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    supporters = models.PositiveIntegerField(default=0)
    reminded_on = models.DateField(null=True)

    class Meta:
        ordering = ["-received_on", "title", "pk"]
        indexes = [models.Index(fields=["state", "due_on"]), models.Index(fields=["unit", "received_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(author__isnull=False, code_digest=None) | Q(author=None, code_digest__isnull=False),
                name="signed_or_with_a_code",
            ),
            models.CheckConstraint(
                condition=Q(state=SuggestionState.MERGED, merged_into__isnull=False)
                | (~Q(state=SuggestionState.MERGED) & Q(merged_into=None)),
                name="merged_into_another",
            ),
        ]

    def __str__(self) -> str:
        return self.title_shown

    def get_absolute_url(self) -> str:
        return reverse("suggestions:suggestion_detail", args=[self.public_id])

    @property
    def is_signed(self) -> bool:
        return self.author_id is not None

    @property
    def is_late(self) -> bool:
        return self.state in UNANSWERED and is_late(self.due_on)


class Word(Unordered):
    """What was said about a suggestion afterwards: by whoever sent it (`person` empty where that is without a name), or by who answers it."""

    suggestion = models.ForeignKey(Suggestion, on_delete=models.PROTECT, related_name="words", db_constraint=False)
    number = models.PositiveSmallIntegerField()
    by_sender = models.BooleanField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.TextField(max_length=1000)
    said_on = models.DateField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["suggestion", "number"], name="word_once")]


class Support(Unordered):
    """One voice a person, given with one's name and taken back when one likes."""

    suggestion = models.ForeignKey(Suggestion, on_delete=models.PROTECT, related_name="voices")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["suggestion", "person"], name="one_voice_a_person")]


class StaffSurvey(Entity):
    """What all staff are asked in a month. `secret` signs the codes and is gone with the end, so that no code can be made any more."""

    States = SurveyState
    month = models.DateField(unique=True, help_text="its first day")
    state = models.CharField(max_length=6, choices=SurveyState, default=SurveyState.OPEN)
    closes_on = models.DateField(help_text="the last day")
    staff = models.PositiveIntegerField(help_text="how many were asked")
    secret = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-month"]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    def get_absolute_url(self) -> str:
        return reverse("suggestions:survey_detail", args=[self.public_id])


class CodeTaken(Unordered):
    """That a person has taken their code, never which."""

    survey = models.ForeignKey(StaffSurvey, on_delete=models.PROTECT, related_name="taken")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "person"], name="one_code_a_person")]


class SurveyAnswer(Unordered):
    """What somebody said, with neither a day nor a unit. `code_digest`: that the code is used up."""

    survey = models.ForeignKey(StaffSurvey, on_delete=models.PROTECT, related_name="answers")
    code_digest = models.CharField(max_length=64, unique=True)
    marks = models.JSONField(help_text="{question: 1 to 5}")
    text = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ["pk"]
