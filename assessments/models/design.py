"""How a plan's sample came about and how it is spread, with everything that it was reckoned with."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.enums import SizeWay
from assessments.models.cycle import Cycle, Plan
from foundation.common.fields import PointsField
from sampling.acceptance import AcceptancePlan
from sampling.enums import Allocation, Severity


class SampleDesign(models.Model):
    """The reasons behind `Plan.records_wanted` (R10, R12). Its only writer is `assessments.services.designs.keep_design`.

    What was known when the plan was completed stays here, so that the approver and an auditor read the same reasons as the lead.
    `shares` and `spreads` are {touchpoint: …}: chosen records, and standard deviations of sheets in points as text.
    """

    plan = models.OneToOneField(Plan, on_delete=models.CASCADE, related_name="design")
    way = models.CharField(_("way"), max_length=12, choices=SizeWay, default=SizeWay.HAND)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    touchpoints = models.JSONField(default=list, help_text="the only ones that are drawn from; empty: all")
    allocation = models.CharField(_("spread"), max_length=12, choices=Allocation, default=Allocation.PROPORTIONAL)
    minimum = models.PositiveSmallIntegerField(_("at least from each"), default=1)
    shares = models.JSONField(default=dict)
    population = models.PositiveIntegerField(default=0, help_text="records, as many as there are or were the last time")
    precision = PointsField(null=True, blank=True)
    deviation = PointsField(null=True, blank=True, help_text="of single sheets, in points")
    deviation_cycle = models.ForeignKey(
        Cycle, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="empty: the usual spread"
    )
    spreads = models.JSONField(default=dict)
    level = models.CharField(max_length=3, blank=True)
    aql = models.CharField(max_length=5, blank=True)
    severity = models.CharField(max_length=12, choices=Severity, blank=True)
    letter = models.CharField(max_length=1, blank=True)
    size = models.PositiveSmallIntegerField(default=0, help_text="n of the plan of ISO 2859-1, before it meets the lot")
    acceptance = models.PositiveSmallIntegerField(null=True, blank=True)
    rejection = models.PositiveSmallIntegerField(null=True, blank=True)
    lots = models.PositiveSmallIntegerField(default=0, help_text="how many quarters the severity follows from")
    score = models.PositiveSmallIntegerField(default=0, help_text="the switching score then")

    @property
    def acceptance_plan(self) -> AcceptancePlan | None:
        if self.way != SizeWay.ACCEPTANCE:
            return None
        return AcceptancePlan(self.letter, self.size, self.acceptance, self.rejection)
