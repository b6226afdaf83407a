"""How items met assessors, and what became of a sheet that changed hands (R13)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.enums import AssignmentCause, HandoverAct
from assessments.models.sheet import ScoreSheet
from foundation.common.fields import EncryptedTextField
from foundation.common.models import Entity
from organization.models import Person
from sampling.models import Draw, DrawnItem


class Assignment(Entity):
    """One bringing together of items and assessors by chance, with all that shaped it. Insert-only.

    `inputs` are what `assignment.assign_frozen` takes: items, team, stand-ins, who may not take what and why, loads and who stays; people as
    public ids. With the draw's seed and `number` they give `result` again, whenever and wherever.
    """

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="assignments")
    number = models.PositiveSmallIntegerField(help_text="0: by the draw itself; 1, 2, … what was given anew later")
    cause = models.CharField(max_length=10, choices=AssignmentCause)
    inputs = models.JSONField()
    result = models.JSONField(help_text="item → people, the one who writes the sheet first")
    digest = models.CharField(max_length=64, help_text="SHA-256 of number, cause, inputs and result")

    class Meta:
        ordering = ["draw", "number"]
        constraints = [models.UniqueConstraint(fields=["draw", "number"], name="assignment_number_once")]

    def __str__(self) -> str:
        return f"{self.draw} {self.number}"


class Handover(Entity):
    """A sheet went to somebody else, or its item was replaced by the next one of the reserve list. Insert-only.

    What the former assessor had marked stays here as a record; whoever comes next begins without it.
    """

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="handovers")
    turn = models.PositiveSmallIntegerField(help_text="the sheet's turn that ended with it")
    act = models.CharField(max_length=10, choices=HandoverAct)
    assessor_before = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sheets_left")
    co_assessor_before = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="co_sheets_left"
    )
    assessor_after = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    co_assessor_after = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    item_before = models.ForeignKey(DrawnItem, on_delete=models.PROTECT, related_name="+")
    item_after = models.ForeignKey(DrawnItem, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(
        _("reason"), max_length=20, blank=True, help_text="of RecusalKind or ReplacementReason, as the act wants"
    )
    text = EncryptedTextField(_("reason in words"), blank=True, default="")
    is_blocked = models.BooleanField(default=False, help_text="nobody was left to take it")
    draft = models.JSONField(default=dict)
    draft_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    draft_saved_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, null=True, blank=True, related_name="handovers"
    )
    actor = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["sheet", "turn"]
        constraints = [models.UniqueConstraint(fields=["sheet", "turn"], name="handed_over_once_a_turn")]
