"""A question, who decides it, and their votes."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from decisions.counting import Tally
from decisions.enums import Choice, DecisionState
from foundation.common import clock
from foundation.common.crypto import new_salt
from foundation.common.models import Entity, Versioned
from foundation.common.texts import localized
from organization.models import Person


class Decision(Entity, Versioned):
    """One question put to a group. `kind` and `subject` say what it is about: a registered subject and the public id of its thing.

    `basis` is the digest of what the group was shown: a result counts for just that. The numbers are empty until the closing; their only writer
    is `decisions.services.voting`.
    """

    States = DecisionState
    kind = models.CharField(max_length=40)
    subject = models.UUIDField()
    question_zh = models.CharField(_("question in Chinese"), max_length=200)
    question_en = models.CharField(_("question in English"), max_length=300, blank=True)
    basis = models.CharField(max_length=64, blank=True, help_text="SHA-256 of what was shown, hex")
    state = models.CharField(max_length=10, choices=DecisionState, default=DecisionState.OPEN)
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(_("votes until"))
    closed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)
    in_favour = models.PositiveSmallIntegerField(null=True, editable=False)
    against = models.PositiveSmallIntegerField(null=True, editable=False)
    abstained = models.PositiveSmallIntegerField(null=True, editable=False)
    recused = models.PositiveSmallIntegerField(null=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("group decision")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=Q(state=DecisionState.OPEN), name="one_open_decision"
            )
        ]

    def __str__(self) -> str:
        return localized(self, "question")

    def get_absolute_url(self) -> str:
        return reverse("decisions:decision_detail", kwargs={"public_id": self.public_id})

    @property
    def is_open(self) -> bool:
        return self.state == DecisionState.OPEN

    @property
    def is_overdue(self) -> bool:
        """The last day has ended."""
        return self.is_open and has_ended(self.due_on)

    def tally(self, named: int) -> Tally | None:
        """The numbers as they were kept; None before the closing."""
        if self.in_favour is None:
            return None
        return Tally(named, self.in_favour, self.against, self.abstained, self.recused)


def has_ended(due_on: date) -> bool:
    return due_on < clock.today()


class Member(models.Model):
    """Who was named. The group of a decision does not change; another group is another decision."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["person__sort_key", "pk"]
        constraints = [models.UniqueConstraint(fields=["decision", "person"], name="named_once")]


class Vote(Entity):
    """What a member said. Insert-only: who changes their mind says so in a further row, and the last one counts.

    `digest` is over all of it with `salt`: the trail keeps the digest, from which nobody can tell the vote before the closing.
    """

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="votes")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    choice = models.CharField(max_length=10, choices=Choice)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    cast_at = models.DateTimeField(default=clock.now)
    salt = models.CharField(max_length=32, default=new_salt)
    digest = models.CharField(max_length=64, help_text="SHA-256, see decisions.verification")

    class Meta:
        ordering = ["decision", "number", "pk"]
        constraints = [models.UniqueConstraint(fields=["decision", "person", "number"], name="vote_once")]
