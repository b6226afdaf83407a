"""A day in a form: one date picker everywhere, and only days that the organization's clock can be set to."""

from datetime import date

import django_filters
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

FIRST, LAST = date(1970, 1, 1), date(2199, 12, 31)
# Beyond these years a day has no beginning in UTC, or no day after it.
BETWEEN = _("Enter a day between %(first)s and %(last)s.") % {"first": FIRST.year, "last": LAST.year}


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict | None = None):
        super().__init__({"min": FIRST.isoformat(), "max": LAST.isoformat(), **(attrs or {})}, format="%Y-%m-%d")


class DayField(forms.DateField):
    widget = DayInput
    default_validators = [MinValueValidator(FIRST, message=BETWEEN), MaxValueValidator(LAST, message=BETWEEN)]


class DayFilter(django_filters.DateFilter):
    field_class = DayField
