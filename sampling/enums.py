"""The life of a draw, and why an item of it is replaced."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.common.states import State


class DrawState(State):
    COMMITTED = "committed", _("Secret committed")
    FROZEN = "frozen", _("Frame frozen")
    DRAWN = "drawn", _("Drawn and revealed")

    @classmethod
    def tones(cls):
        return {"committed": "go", "frozen": "wait", "drawn": "done"}

    @classmethod
    def transitions(cls):
        return {"committed": ("frozen",), "frozen": ("drawn",)}


class ReplacementReason(models.TextChoices):
    """Why a drawn item cannot be looked at. What is merely unwelcome is not in the list; the last one is found by the portal alone."""

    UNREACHABLE = "unreachable", _("Customer cannot be reached")
    REFUSED = "refused", _("Customer refuses to be asked")
    NO_NUMBER = "no_number", _("Number is wrong, out of service or missing")
    WRONG_UNIT = "wrong_unit", _("Record belongs to another unit")
    MISSING = "missing", _("Record or recording cannot be found")
    UNREADABLE = "unreadable", _("Record or recording cannot be read")
    NO_SERVICE = "no_service", _("Nobody was served")
    IMPOSSIBLE = "impossible", _("Visit is impossible")
    FOOTAGE_GONE = "footage_gone", _("Footage is not available")
    DUPLICATE = "duplicate", _("Drawn already under another number")
    OTHER = "other", _("Another reason")
    PASSED = "passed", _("Its half-day has passed")


class Severity(models.TextChoices):
    """How strictly a lot is inspected (ISO 2859-1, GB/T 2828.1)."""

    NORMAL = "normal", _("normal inspection")
    TIGHTENED = "tightened", _("tightened inspection")
    REDUCED = "reduced", _("reduced inspection")
    DISCONTINUED = "discontinued", _("inspection discontinued")


class Allocation(models.TextChoices):
    """How a sample is spread over the strata."""

    PROPORTIONAL = "proportional", _("In proportion to their records")
    EQUAL = "equal", _("Equally")
    NEYMAN = "neyman", _("By records times spread (Neyman)")
    CHOSEN = "chosen", _("As chosen by hand")
