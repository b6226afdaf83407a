"""What can come of what the methods note by rules of their own (R15)."""

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class InterviewOutcome(models.TextChoices):
    """What came of one drawn minute at which a customer was to be asked (R15)."""

    INTERVIEWED = "interviewed", _("Interviewed")
    DECLINED = "declined", pgettext_lazy("interview", "Declined")
    NOBODY = "nobody", _("Nobody came")

    @property
    def tone(self) -> str:
        return {"interviewed": "done", "declined": "wait", "nobody": "idle"}[self.value]


class FootageGone(models.TextChoices):
    """Why a unit cannot show the footage that was asked for (R15)."""

    OVERWRITTEN = "overwritten", _("Overwritten already")
    OUT_OF_ORDER = "out_of_order", _("Camera out of order")
    OTHER = "other", pgettext_lazy("footage", "Another reason")
