"""What an announcement is about, and what it says of a day."""

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class Kind(models.TextChoices):
    """`public`: the government's holidays of a year. `own`: days that the organization itself gives off, or works."""

    PUBLIC = "public", _("Public holidays")
    OWN = "own", _("The organization’s own days")


class DayKind(models.TextChoices):
    OFF = "off", pgettext_lazy("day", "off")
    WORKED = "work", pgettext_lazy("day", "worked")
