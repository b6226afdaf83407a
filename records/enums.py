"""Touchpoints of customers, and the life of an import."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.common.states import State


class Touchpoint(models.TextChoices):
    PHONE = "phone", _("Phone")
    ONLINE = "online", _("Online chat")
    EMAIL = "email", _("E-mail")
    COUNTER = "counter", _("Face to face")
    AFTER_SALES = "after_sales", _("After-sales")
    SOCIAL = "social", _("Social media")
    # What no file tells is not guessed: such records are a stratum of their own when a sample is drawn, and no time to answer is set for them.
    UNKNOWN = "unknown", _("Not stated")


class ImportState(State):
    MAPPING = "mapping", _("Columns to be assigned")
    RUNNING = "running", _("Being imported")
    STOPPED = "stopped", _("Stopped")
    DONE = "done", _("Imported")
    FAILED = "failed", _("Failed")
    DISCARDED = "discarded", _("Discarded")

    @classmethod
    def tones(cls):
        return {
            "mapping": "wait",
            "running": "go",
            "stopped": "wait",
            "done": "done",
            "failed": "late",
            "discarded": "idle",
        }

    @classmethod
    def transitions(cls):
        return {
            "mapping": ("running", "discarded"),
            "running": ("done", "failed", "stopped"),
            "failed": ("running", "discarded"),
            "stopped": ("running", "discarded"),
        }


# Seconds within which a customer should be answered, by touchpoint; `settings.ANSWER_TARGET_SECONDS` changes single ones. A call within a
# minute, a visit within a quarter of an hour of waiting, a written message within the hour (first response ≤ 1 h, R3).
ANSWER_TARGETS = {
    Touchpoint.PHONE: 60,
    Touchpoint.ONLINE: 60,
    Touchpoint.EMAIL: 3600,
    Touchpoint.COUNTER: 900,
    Touchpoint.AFTER_SALES: 3600,
    Touchpoint.SOCIAL: 3600,
}
