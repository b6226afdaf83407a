"""The life of a self-check, how it stands to what was inspected, and what a unit's log holds."""

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from foundation.common.states import State


class CheckState(State):
    """Handed in once. What was not handed in before the scoring of the cycle ended is missed; a cycle that goes back there opens it again."""

    ASKED = "asked", _("Not started")
    DRAFT = "draft", _("Draft")
    SEALED = "sealed", _("Handed in")
    MISSED = "missed", _("Not handed in")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @classmethod
    def tones(cls):
        return {"asked": "idle", "draft": "go", "sealed": "done", "missed": "late", "withdrawn": "idle"}

    @classmethod
    def transitions(cls):
        open_ends = ("sealed", "missed", "withdrawn")
        return {"asked": ("draft", *open_ends), "draft": open_ends, "missed": ("asked", "draft")}


STILL_OPEN = (CheckState.ASKED, CheckState.DRAFT)


class Direction(models.TextChoices):
    """How a unit's own score lies to the inspected one. Only an interval that does not reach 0 says higher or lower."""

    HIGHER = "higher", _("Rates itself higher")
    LOWER = "lower", _("Rates itself lower")
    ALIKE = "alike", _("No difference that can be told from chance")
    UNSURE = "unsure", _("Too little inspected to tell")
    NONE = "none", _("Nothing to compare")

    @property
    def tone(self) -> str:
        return {"higher": "late", "lower": "wait", "alike": "done"}.get(self.value, "idle")

    @property
    def mark(self) -> str:
        return {"higher": "▲", "lower": "▼", "alike": "="}.get(self.value, "–")


class EntryKind(models.TextChoices):
    """What a line of the log is about (R49)."""

    CHECK = "check", pgettext_lazy("log", "Self-check")
    MEETING = "meeting", _("Morning meeting")
    TRAINING = "training", _("Training")
