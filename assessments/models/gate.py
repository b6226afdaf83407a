"""The gates of a cycle: when each is meant to be passed, when it was and by whom, and the groups that decide at two of them (R48)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.enums import CycleState
from assessments.models.cycle import Cycle
from decisions.models import Decision
from foundation.common import clock
from foundation.common.models import Entity, Versioned
from organization.models import Person


class GateDate(Entity, Versioned):
    """A planned day that a lead has set. A gate without a row has the day that is counted from the cycle's end (`assessments.schedule`)."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="gate_dates")
    gate = models.CharField(max_length=12, choices=CycleState)
    planned_on = models.DateField(_("planned for"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "gate"], name="one_date_a_gate")]


class GatePassage(Entity):
    """A cycle moved from one gate to another, forward or back. Insert-only; written by `assessments.services.passing`.

    `person` is empty where the portal did it at its time. `figures` is the digest of all figures as they were then.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="passages")
    before = models.CharField(max_length=12, choices=CycleState)
    after = models.CharField(max_length=12, choices=CycleState)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    figures = models.CharField(max_length=64, blank=True)
    passed_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["passed_at", "pk"]

    @property
    def is_back(self) -> bool:
        order = CycleState.values
        return order.index(self.after) < order.index(self.before)


class GateDecision(Entity):
    """A group decides at a gate. Insert-only. It counts for the stay in the gate that began with `entered`: who goes back and comes again
    asks again."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="gate_decisions")
    gate = models.CharField(max_length=12, choices=CycleState)
    entered = models.ForeignKey(GatePassage, on_delete=models.PROTECT, related_name="+")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="gate_decision")

    class Meta:
        ordering = ["created_at", "pk"]
