"""How an actual figure stands to its target; the life of a list of themes, and what is counted of texts."""

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from foundation.common.states import State


class TargetState(State):
    """Judged anew each time from the figures (`analysis.targets.judging`); nothing moves it.

    Where the interval is what decides, what chance alone may part from its target is OPEN; NEARLY is said of figures without an interval.
    """

    MET = "met", _("Reached")
    NEARLY = "nearly", _("Nearly reached")
    OPEN = "open", _("Cannot be told yet")
    MISSED = "missed", _("Missed")
    NOT_COMPUTABLE = "not_computable", _("Cannot be computed")
    NO_DATA = "no_data", _("No data yet")

    @classmethod
    def tones(cls):
        return {
            "met": "done",
            "nearly": "wait",
            "open": "wait",
            "missed": "late",
            "not_computable": "idle",
            "no_data": "idle",
        }

    @property
    def is_judged(self) -> bool:
        return self not in (TargetState.NOT_COMPUTABLE, TargetState.NO_DATA)

    @classmethod
    def transitions(cls):
        return {}


class VoiceListState(State):
    """A version of the list of themes: drafted, then in force until the next one is."""

    DRAFT = "draft", _("Draft")
    IN_FORCE = "in_force", pgettext_lazy("list of themes", "In force")
    RETIRED = "retired", pgettext_lazy("list of themes", "Replaced")

    @classmethod
    def tones(cls):
        return {"draft": "go", "in_force": "done", "retired": "idle"}

    @classmethod
    def transitions(cls):
        return {"draft": ("in_force",), "in_force": ("retired",)}


class CountKind(models.IntegerChoices):
    """What is counted of texts. The item is nothing (0), the key of a word, the number of a theme, the score, or 1 for discontent and 0 for not."""

    TEXT = 0
    WORD = 1
    THEME = 2
    LOOSE = 3  # without a theme
    LOOSE_WORD = 4  # a word of those
    SCORE = 5
    TONE = 6
