"""Scales, policies and the life of a standard's version."""

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from foundation.common.states import State


class Scale(models.TextChoices):
    RATING = "rating", _("Rating levels")
    YES_NO = "yes_no", _("Yes/no")
    POINTS = "points", _("Points")
    MEASURED = "measured", _("Measured")
    CRITICAL = "critical", _("Critical: triggered or not")


class NotApplicablePolicy(models.TextChoices):
    LEAVE_DENOMINATOR = "leave_denominator", _("leaves the denominator")
    FULL_MARKS = "full_marks", _("counts as full marks")


class CriticalPolicy(models.TextChoices):
    ZERO = "zero", _("the sheet scores 0")
    CAP = "cap", _("the sheet's score is capped")
    FAIL = "fail", _("the score stays and the grade fails")


class VersionState(State):
    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved")
    IN_FORCE = "in_force", pgettext_lazy("state of a standard", "In force")
    RETIRED = "retired", _("Retired")

    @classmethod
    def tones(cls):
        return {"draft": "go", "approved": "wait", "in_force": "done", "retired": "idle"}

    @classmethod
    def transitions(cls):
        return {"draft": ("approved",), "approved": ("in_force",), "in_force": ("retired",)}
