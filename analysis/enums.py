"""How an actual figure stands to its target."""

from django.utils.translation import gettext_lazy as _

from foundation.common.states import State


class TargetState(State):
    """Judged anew each time from the figures (`analysis.targets.judging`); nothing moves it."""

    MET = "met", _("Reached")
    NEARLY = "nearly", _("Nearly reached")
    MISSED = "missed", _("Missed")
    NO_DATA = "no_data", _("No data yet")

    @classmethod
    def tones(cls):
        return {"met": "done", "nearly": "wait", "missed": "late", "no_data": "idle"}

    @classmethod
    def transitions(cls):
        return {}
