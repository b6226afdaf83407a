"""The life of a suggestion, what it is about, and what staff are asked each month."""

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from foundation.common.states import State


class SuggestionState(State):
    """Received: read by those who answer it only. From “looked at” on everybody reads it."""

    RECEIVED = "received", pgettext_lazy("suggestion", "Received")
    LOOKED_AT = "looked_at", pgettext_lazy("suggestion", "Looked at")
    TAKEN_UP = "taken_up", pgettext_lazy("suggestion", "Taken up")
    NOT_TAKEN_UP = "not_taken_up", pgettext_lazy("suggestion", "Not taken up")
    DONE = "done", pgettext_lazy("suggestion", "Done")
    MERGED = "merged", pgettext_lazy("suggestion", "Merged")

    @classmethod
    def tones(cls):
        return {
            "received": "wait", "looked_at": "go", "taken_up": "go", "not_taken_up": "idle", "done": "done", "merged": "idle",
        }  # fmt: skip

    @classmethod
    def transitions(cls):
        return {
            "received": ("looked_at", "merged"),
            "looked_at": ("taken_up", "not_taken_up", "merged"),
            "taken_up": ("done", "not_taken_up"),
            "not_taken_up": ("taken_up",),
        }


# Nobody has answered yet: its days run.
UNANSWERED = (SuggestionState.RECEIVED, SuggestionState.LOOKED_AT)
ANSWERED = (SuggestionState.TAKEN_UP, SuggestionState.NOT_TAKEN_UP, SuggestionState.DONE)


class Topic(models.TextChoices):
    SERVICE = "service", pgettext_lazy("suggestion", "Service to customers")
    PROCESS = "process", pgettext_lazy("suggestion", "Processes and rules")
    PRODUCT = "product", pgettext_lazy("suggestion", "Products")
    SYSTEM = "system", pgettext_lazy("suggestion", "Systems and devices")
    WORKPLACE = "workplace", pgettext_lazy("suggestion", "Workplace and training")
    OTHER = "other", pgettext_lazy("suggestion", "Something else")


class SurveyState(State):
    OPEN = "open", pgettext_lazy("survey", "Open")
    CLOSED = "closed", pgettext_lazy("survey", "Closed")

    @classmethod
    def tones(cls):
        return {"open": "go", "closed": "done"}

    @classmethod
    def transitions(cls):
        return {"open": ("closed",)}


class Question(models.TextChoices):
    """What staff are asked each month, from 1 (not at all) to 5 (fully). The same questions, so that months can be compared."""

    ABLE = "able", _("I can help customers with what they need.")
    RULES = "rules", _("Our rules and systems make good service possible.")
    TRAINED = "trained", _("I am well trained for my work.")
    HEARD = "heard", _("What we suggest is heard.")
    WORKLOAD = "workload", _("My workload leaves time for good service.")
