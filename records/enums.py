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


class ImportState(State):
    MAPPING = "mapping", _("Columns to be assigned")
    RUNNING = "running", _("Being imported")
    DONE = "done", _("Imported")
    FAILED = "failed", _("Failed")
    DISCARDED = "discarded", _("Discarded")

    @classmethod
    def tones(cls):
        return {"mapping": "wait", "running": "go", "done": "done", "failed": "late", "discarded": "idle"}

    @classmethod
    def transitions(cls):
        return {"mapping": ("running", "discarded"), "running": ("done", "failed"), "failed": ("running", "discarded")}
