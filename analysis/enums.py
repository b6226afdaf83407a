"""How an actual figure stands to its target."""

from django.utils.translation import gettext_lazy as _

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
