"""The life of an appeal, what is ruled, and what staff say to the sheets about their own work."""

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from foundation.common.states import State


class AppealState(State):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", pgettext_lazy("appeal", "Submitted")
    CLARIFYING = "clarifying", pgettext_lazy("appeal", "Clarification")
    RULING = "ruling", pgettext_lazy("appeal", "Waiting for the ruling")
    RULED = "ruled", pgettext_lazy("appeal", "Ruled")
    WITHDRAWN = "withdrawn", pgettext_lazy("appeal", "Withdrawn")

    @classmethod
    def tones(cls):
        return {
            "draft": "idle",
            "submitted": "wait",
            "clarifying": "go",
            "ruling": "wait",
            "ruled": "done",
            "withdrawn": "idle",
        }

    @classmethod
    def transitions(cls):
        return {
            "draft": ("submitted",),
            "submitted": ("clarifying", "withdrawn"),
            "clarifying": ("ruling", "withdrawn"),
            "ruling": ("ruled", "withdrawn"),
        }


# Sent and not decided: the publication waits.
OPEN = (AppealState.SUBMITTED, AppealState.CLARIFYING, AppealState.RULING)


class Outcome(State):
    """Of a point, and of the appeal as a whole."""

    ACCEPTED = "accepted", pgettext_lazy("appeal", "Accepted")
    IN_PART = "in_part", pgettext_lazy("appeal", "Accepted in part")
    REFUSED = "refused", pgettext_lazy("appeal", "Refused")

    @classmethod
    def tones(cls):
        return {"accepted": "done", "in_part": "go", "refused": "idle"}

    @classmethod
    def transitions(cls):
        return {}


# By which marks are changed.
UPHELD = (Outcome.ACCEPTED, Outcome.IN_PART)


class Side(models.TextChoices):
    """Whose words a message holds."""

    UNIT = "unit", pgettext_lazy("appeal", "The department")
    ASSESSOR = "assessor", pgettext_lazy("appeal", "The assessor")
    LEAD = "lead", pgettext_lazy("appeal", "The lead")


class RulingState(State):
    """A ruling by one person is final at once; one by several is when all of them have signed it."""

    PROPOSED = "proposed", pgettext_lazy("ruling", "Waiting for the other rulers")
    FINAL = "final", pgettext_lazy("ruling", "Final")
    DROPPED = "dropped", pgettext_lazy("ruling", "Not agreed")

    @classmethod
    def tones(cls):
        return {"proposed": "wait", "final": "done", "dropped": "idle"}

    @classmethod
    def transitions(cls):
        return {"proposed": ("final", "dropped")}


class Stance(State):
    """What somebody says to a sheet about their own work."""

    READ = "read", pgettext_lazy("staff", "Read")
    AGREES = "agrees", pgettext_lazy("staff", "Agrees")
    DISAGREES = "disagrees", pgettext_lazy("staff", "Does not agree")

    @classmethod
    def tones(cls):
        return {"read": "done", "agrees": "done", "disagrees": "wait"}

    @classmethod
    def transitions(cls):
        return {}
