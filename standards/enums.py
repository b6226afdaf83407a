"""Scales, policies, scope, targets and the life of a standard's version."""

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from foundation.common.states import State


class Scale(models.TextChoices):
    RATING = "rating", _("Rating levels")
    YES_NO = "yes_no", _("Yes/no")
    POINTS = "points", _("Points")
    DEDUCTION = "deduction", _("Deduction per occurrence")
    BONUS = "bonus", _("Bonus")
    MEASURED = "measured", _("Measured")
    CRITICAL = "critical", _("Critical: triggered or not")
    EVENT = "event", _("Critical event of the unit")

    @classmethod
    def off_sheet(cls) -> tuple[str, ...]:
        """They belong to the unit and never stand on a sheet."""
        return (cls.MEASURED, cls.EVENT)

    @classmethod
    def unweighted(cls) -> tuple[str, ...]:
        """They act on the sheet's or the unit's total as it is, so that a weight would have no meaning."""
        return (cls.CRITICAL, cls.EVENT, cls.BONUS)

    @classmethod
    def with_levels(cls) -> tuple[str, ...]:
        return (cls.RATING, cls.YES_NO)


class NotApplicablePolicy(models.TextChoices):
    LEAVE_DENOMINATOR = "leave_denominator", _("leaves the denominator")
    FULL_MARKS = "full_marks", _("counts as full marks")


class CriticalPolicy(models.TextChoices):
    ZERO = "zero", _("the sheet scores 0")
    CAP = "cap", _("the sheet's score is capped")
    FAIL = "fail", _("the score stays and the grade fails")

    @property
    def for_unit(self):
        """The same said of a unit's result, for a critical event."""
        return {
            self.ZERO: _("the unit’s result is 0"),
            self.CAP: _("the unit’s result is capped"),
            self.FAIL: self.FAIL.label,
        }[self]


class ProtectionElement(models.TextChoices):
    """The seven elements by which the regulator assesses consumer protection (2025)."""

    INSTITUTION = "institution", _("Institutional arrangements")
    SUITABILITY = "suitability", _("Suitability management")
    MARKETING = "marketing", _("Marketing conduct")
    DISPUTES = "disputes", _("Dispute resolution")
    EDUCATION = "education", _("Financial education")
    SERVICE = "service", _("Consumer service")
    PRIVACY = "privacy", _("Personal information protection")


class ScopeAspect(models.TextChoices):
    """What a standard may be limited to (R7). Nothing said of an aspect: it holds for all."""

    UNIT = "unit", _("Unit")
    POST = "post", _("Post")
    STAGE = "stage", _("Service stage")
    TOUCHPOINT = "touchpoint", _("Touchpoint")
    INDUSTRY = "industry", _("Industry")
    PRODUCT = "product", _("Product")
    CUSTOMER_TYPE = "customer_type", _("Customer type")
    REGION = "region", _("Region")


class TargetKind(models.TextChoices):
    ABSOLUTE = "absolute", _("a figure")
    CHANGE = "change", _("a change against a baseline")
    RANK = "rank", _("a rank to hold")


class TargetSense(models.TextChoices):
    AT_LEAST = "at_least", _("at least")
    AT_MOST = "at_most", _("at most")


class TargetUnit(models.TextChoices):
    PERCENT = "percent", _("%")
    POINTS = "points", _("points")
    SECONDS = "seconds", _("seconds")
    MINUTES = "minutes", _("minutes")
    HOURS = "hours", _("hours")
    PLACE = "place", _("place")


class VersionState(State):
    DRAFT = "draft", _("Draft")
    PILOT = "pilot", _("Pilot")
    SUBMITTED = "submitted", _("Waiting for approval")
    APPROVED = "approved", _("Approved")
    IN_FORCE = "in_force", pgettext_lazy("state of a standard", "In force")
    RETIRED = "retired", _("Retired")

    @classmethod
    def tones(cls):
        return {
            "draft": "go",
            "pilot": "go",
            "submitted": "wait",
            "approved": "wait",
            "in_force": "done",
            "retired": "idle",
        }

    @classmethod
    def transitions(cls):
        return {
            "draft": ("pilot", "submitted", "retired"),
            "pilot": ("submitted", "retired"),
            "submitted": ("draft", "pilot", "approved"),
            "approved": ("in_force", "retired"),
            "in_force": ("retired",),
        }

    @classmethod
    def frozen(cls) -> tuple[str, ...]:
        """The content can never change again. What only waits for approval may go back to its author."""
        return (cls.PILOT, cls.APPROVED, cls.IN_FORCE, cls.RETIRED)

    @classmethod
    def unpublished(cls) -> tuple[str, ...]:
        """Read only by those who work on standards or watch."""
        return (cls.DRAFT, cls.SUBMITTED)


class PilotAdvice(models.TextChoices):
    ADOPT = "adopt", _("adopt it as it is")
    REVISE = "revise", _("revise it first")
