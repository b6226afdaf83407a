"""What was said about a plan, by whom, and with which words."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.enums import Decision
from assessments.models.cycle import Plan
from foundation.common.models import Entity
from organization.models import Person


class PlanDecision(Entity):
    """An approval, a return, or what the lead answered to a return. Insert-only: the plan's own fields tell the latest, these tell all.

    `plan_then`: what was returned, as `plan_contents` keeps it; empty for the other outcomes.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="decisions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Decision)
    note = models.CharField(_("note"), max_length=300, blank=True)
    plan_then = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["plan", "pk"]

    @property
    def tone(self) -> str:
        return Decision(self.outcome).tone
