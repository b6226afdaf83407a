"""Texts that assessors use again for a deduction reason (R16)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import CommentState
from foundation.common import clock
from foundation.common.models import Entity, Versioned
from organization.models import Person
from standards.models import Standard


class CommentTemplate(Entity, Versioned):
    """A text for one indicator of a standard, for all of the standard, or for any; of one's own, or shared by all who score.

    A reason that was written with it is a copy: what happens to the template later changes no sheet. `【…】` and `[…]` in it are places to fill
    in. `place` is where its author has put it on top (empty: ordered by use); `initials` the first letters of its pinyin, to be found by.
    Nothing is deleted: one's own is taken off (`removed_at`) and can be put back, a shared one is retired.
    """

    States = CommentState
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="comment_templates")
    text = models.CharField(_("text"), max_length=300)
    initials = models.CharField(max_length=300, blank=True, editable=False)
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    code = models.CharField(_("indicator"), max_length=20, blank=True)
    state = models.CharField(max_length=10, choices=CommentState, default=CommentState.MINE)
    place = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    note = models.CharField(_("why it is not shared"), max_length=300, blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["author", "state"]), models.Index(fields=["state"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(code="") | Q(standard__isnull=False), name="comment_of_an_indicator_has_a_standard"
            )
        ]

    def __str__(self) -> str:
        return self.text


class CommentUse(models.Model):
    """How often a person has used a template. Its only writer is `assessments.services.comment_uses.count_uses`."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    template = models.ForeignKey(CommentTemplate, on_delete=models.PROTECT, related_name="uses")
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "template"], name="comment_use_once")]
