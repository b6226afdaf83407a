"""A new standard, its pilot, and what is decided about a version."""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.common import clock
from foundation.common.days import DayField
from organization.choosing import UnitFinder
from organization.models import Unit
from standards.enums import PilotAdvice, ScopeAspect
from standards.models import Standard, StandardVersion
from standards.selectors import units_in_scope
from standards.services.lifecycle import LONGEST_REASON
from standards.services.pilots import LONGEST_AIM, LONGEST_REPORT


def longest(model, name: str) -> int:
    return model._meta.get_field(name).max_length


class EmptyStandardForm(forms.Form):
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=longest(Standard, "name_zh"))
    name_en = forms.CharField(label=_("Name in English"), max_length=longest(Standard, "name_en"), required=False)
    code = forms.CharField(
        label=_("Code"),
        max_length=longest(Standard, "code"),
        help_text=_("Small letters, digits and hyphens, for example outlets-2027. It never changes."),
    )


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=_("What should be changed"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.CharField(required=False, widget=forms.HiddenInput)


class InForceForm(forms.Form):
    in_force_from = DayField(
        label=_("In force from"),
        required=False,
        help_text=_("Today or later. A cycle that is open keeps the version by which it was planned."),
    )
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, version: StandardVersion, **kwargs):
        initial = {"in_force_from": version.in_force_from or clock.today(), "version": version.version}
        super().__init__(*args, **{"initial": initial, **kwargs})


class PilotForm(forms.Form):
    units = forms.ModelMultipleChoiceField(
        label=_("Departments"),
        queryset=Unit.objects.none(),
        to_field_name="public_id",
        widget=UnitFinder,
    )
    starts_on = DayField(label=_("From"))
    ends_on = DayField(label=_("Until"))
    aim = forms.CharField(
        label=_("What it should show"),
        max_length=LONGEST_AIM,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: whether two assessors understand the new levels in the same way."),
    )
    lock = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, version: StandardVersion, **kwargs):
        super().__init__(*args, **{"initial": {"starts_on": clock.today(), "lock": version.version}, **kwargs})
        assessed = Unit.objects.filter(is_assessed=True, valid_to=None).order_by("code")
        self.fields["units"].queryset = units_in_scope(version, assessed)
        if version.scope.filter(aspect=ScopeAspect.UNIT).exists():
            self.fields["units"].help_text = _("Those that the version’s scope names.")


class PilotReportForm(forms.Form):
    report = forms.CharField(
        label=_("What the pilot showed"), max_length=LONGEST_REPORT, widget=forms.Textarea(attrs={"rows": 10})
    )
    advice = forms.ChoiceField(label=_("What follows from it"), choices=PilotAdvice.choices, widget=forms.RadioSelect)
