"""The life of a calibration session and of each blind sheet in it."""

from django.utils.translation import gettext_lazy as _

from foundation.common.states import State


class SessionState(State):
    """Blind until the scores are open, and closed for good with the reference score: what is to be discussed anew is a new session."""

    SCORING = "scoring", _("Being scored blind")
    DISCUSSING = "discussing", _("Scores open, to be discussed")
    CLOSED = "closed", _("Reference score agreed")
    CALLED_OFF = "called_off", _("Called off")

    @classmethod
    def tones(cls):
        return {"scoring": "go", "discussing": "wait", "closed": "done", "called_off": "idle"}

    @classmethod
    def transitions(cls):
        return {"scoring": ("discussing", "called_off"), "discussing": ("closed",)}


# Everybody who may see the session sees everybody's scores.
SCORES_OPEN = (SessionState.DISCUSSING, SessionState.CLOSED)


class BlindState(State):
    ASSIGNED = "assigned", _("Not started")
    DRAFT = "draft", _("Draft")
    SEALED = "sealed", _("Handed in")
    MISSED = "missed", _("Not handed in")

    @classmethod
    def tones(cls):
        return {"assigned": "idle", "draft": "go", "sealed": "done", "missed": "late"}

    @classmethod
    def transitions(cls):
        return {"assigned": ("draft", "sealed", "missed"), "draft": ("sealed", "missed")}


STILL_OPEN = (BlindState.ASSIGNED, BlindState.DRAFT)
