"""Outside assessors and the days of their account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.common.days import DayField
from organization.forms.people import new_password
from organization.forms.units import UnitChoice

LAST_DAY_HELP = _("The last day on which they can sign in; a year at most, and it can be prolonged.")


class OutsideForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=60)
    name_en = forms.CharField(label=_("Name in Latin letters"), max_length=80, required=False)
    firm = forms.CharField(label=_("Firm"), max_length=80, help_text=_("Who sends them."))
    unit = UnitChoice(label=_("Engaged by"), help_text=_("They never visit this unit, nor one above or below it."))
    first_day = DayField(label=_("Account valid from"))
    last_day = DayField(label=_("Account valid up to and with"), help_text=LAST_DAY_HELP)
    username = forms.CharField(
        label=_("User name"), max_length=60, help_text=_("Small letters, digits, dots, hyphens or underscores.")
    )
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False, widget=forms.EmailInput)
    password = new_password(required=True)


class PeriodForm(forms.Form):
    """Carries the version that the page was loaded with."""

    first_day = DayField(label=_("Account valid from"))
    last_day = DayField(label=_("Account valid up to and with"), help_text=LAST_DAY_HELP)
    version = forms.IntegerField(widget=forms.HiddenInput)
