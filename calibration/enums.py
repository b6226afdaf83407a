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


class AttemptState(State):
    """A new assessor scores reference sheets blind. A further attempt is on other sheets."""

    RUNNING = "running", _("Being scored blind")
    PASSED = "passed", _("Passed")
    FAILED = "failed", _("Not passed")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @classmethod
    def tones(cls):
        return {"running": "go", "passed": "done", "failed": "late", "withdrawn": "idle"}

    @classmethod
    def transitions(cls):
        return {"running": ("passed", "failed", "withdrawn")}


JUDGED = (AttemptState.PASSED, AttemptState.FAILED)


class TodoState(State):
    """An indicator to be calibrated again: done by a session, or dismissed with a reason."""

    OPEN = "open", _("To be calibrated again")
    PLANNED = "planned", _("Session under way")
    DONE = "done", _("Calibrated again")
    DISMISSED = "dismissed", _("Not pursued")

    @classmethod
    def tones(cls):
        return {"open": "wait", "planned": "go", "done": "done", "dismissed": "idle"}

    @classmethod
    def transitions(cls):
        return {"open": ("planned", "dismissed"), "planned": ("done", "open")}
