"""Methods and life cycles of a quarter's assessment."""

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from foundation.common.states import State


class CycleType(models.TextChoices):
    QUARTER = "quarter", _("Quarterly assessment")
    SPECIAL = "special", _("Special assessment")


class Method(models.TextChoices):
    RECORD_REVIEW = "record_review", _("Record review")
    ON_SITE = "on_site", _("On-site observation")


class CycleState(State):
    COLLECTING = "collecting", pgettext_lazy("state", "Scoring")
    FEEDBACK = "feedback", _("Feedback")
    PUBLISHED = "published", _("Published")

    @classmethod
    def tones(cls):
        return {"collecting": "go", "feedback": "wait", "published": "done"}

    @classmethod
    def transitions(cls):
        return {"collecting": ("feedback",), "feedback": ("published", "collecting")}


class PlanState(State):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for approval")
    APPROVED = "approved", _("Approved")
    DRAWING = "drawing", _("Being drawn")
    SCORING = "scoring", pgettext_lazy("state", "Scoring")
    DONE = "done", _("All sheets sealed")

    @classmethod
    def tones(cls):
        return {
            "draft": "idle",
            "submitted": "wait",
            "approved": "go",
            "drawing": "wait",
            "scoring": "go",
            "done": "done",
        }

    @classmethod
    def transitions(cls):
        return {
            "draft": ("submitted",),
            "submitted": ("draft", "approved"),
            "approved": ("drawing", "draft"),
            "drawing": ("scoring",),
            "scoring": ("done",),
            "done": ("scoring",),
        }


class SheetState(State):
    ASSIGNED = "assigned", _("Not started")
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Sealed")

    @classmethod
    def tones(cls):
        return {"assigned": "idle", "draft": "go", "submitted": "done"}

    @classmethod
    def transitions(cls):
        return {"assigned": ("draft", "submitted"), "draft": ("submitted",)}


class SpotCheckState(State):
    PLANNED = "planned", _("Planned")
    DRAWN = "drawn", _("Drawn")
    SKIPPED = "skipped", _("Nothing to look at")

    @classmethod
    def tones(cls):
        return {"planned": "idle", "drawn": "done", "skipped": "idle"}

    @classmethod
    def transitions(cls):
        return {"planned": ("drawn", "skipped")}


class SizeWay(models.TextChoices):
    """How a plan comes to its number of records."""

    HAND = "hand", _("By hand")
    PRECISION = "precision", _("From a wanted precision")
    ACCEPTANCE = "acceptance", _("From ISO 2859-1 (GB/T 2828.1)")


class Decision(models.TextChoices):
    """What a manager says to a plan."""

    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned")
