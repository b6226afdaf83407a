"""Reporting a critical event, and deciding it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import CriticalEvent, Cycle
from assessments.selectors.events import event_indicators
from assessments.services.events import LONGEST_ACCOUNT, LONGEST_REASON
from foundation.common.days import DayField
from organization.choosing import UnitField
from organization.models import Unit
from standards.models import Indicator


class ReportEventForm(forms.Form):
    unit = UnitField(label=_("Unit"), queryset=Unit.objects.none(), to_field_name="public_id")
    indicator = forms.ModelChoiceField(label=_("Red line"), queryset=Indicator.objects.none(), to_field_name="code")
    happened_on = DayField(label=_("Day"), help_text=_("When it happened or became known; within the cycle."))
    account = forms.CharField(
        label=_("The event in words"),
        max_length=LONGEST_ACCOUNT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Without names of customers or staff."),
    )
    reference = forms.CharField(
        label=_("Document or case number"),
        required=False,
        max_length=CriticalEvent._meta.get_field("reference").max_length,
    )

    def __init__(self, *args, cycle: Cycle, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(plans__cycle=cycle).order_by("code")
        self.fields["indicator"].queryset = event_indicators(cycle)


class DecideEventForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )
