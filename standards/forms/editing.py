"""The settings of a draft and its dimensions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from standards.content import DimensionContent
from standards.enums import CriticalPolicy, NotApplicablePolicy
from standards.forms.deciding import longest
from standards.models import Dimension, StandardVersion
from standards.services.editing import LONGEST_PURPOSE


class PointsInput(forms.DecimalField):
    """Points with at most four decimals."""

    def __init__(self, **kwargs):
        super().__init__(**{"max_digits": 11, "decimal_places": 4, "required": False, **kwargs})

    def prepare_value(self, value):
        return f"{value.normalize():f}" if hasattr(value, "normalize") else value


class SettingsForm(forms.Form):
    purpose_zh = forms.CharField(
        label=_("What this version changes and why, in Chinese"),
        required=False,
        max_length=LONGEST_PURPOSE,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "zh-Hans"}),
        help_text=_("The managers read it before they approve."),
    )
    purpose_en = forms.CharField(
        label=_("What this version changes and why, in English"),
        required=False,
        max_length=LONGEST_PURPOSE,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "en"}),
    )
    target = PointsInput(label=_("Target of the whole"), min_value=0, max_value=100, help_text=_("0 to 100 points."))
    na_policy = forms.ChoiceField(
        label=_("What is not applicable"), choices=NotApplicablePolicy.choices, widget=forms.RadioSelect
    )
    critical_policy = forms.ChoiceField(
        label=_("When a critical indicator is triggered"), choices=CriticalPolicy.choices, widget=forms.RadioSelect
    )
    critical_cap = PointsInput(
        label=_("Cap"),
        min_value=0,
        max_value=100,
        help_text=_("Only where the score is capped: the most that a sheet with a triggered one can have."),
    )
    lock = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, version: StandardVersion, **kwargs):
        names = ("purpose_zh", "purpose_en", "target", "na_policy", "critical_policy", "critical_cap")
        initial = {name: getattr(version, name) for name in names} | {"lock": version.version}
        super().__init__(*args, **{"initial": initial, **kwargs})


class DimensionForm(forms.Form):
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=longest(Dimension, "name_zh"))
    name_en = forms.CharField(label=_("Name in English"), max_length=longest(Dimension, "name_en"), required=False)
    code = forms.CharField(
        label=_("Code"),
        max_length=longest(Dimension, "code"),
        help_text=_("Letters, digits, points and hyphens. The same code in the next version means the same dimension."),
    )
    target = PointsInput(label=_("Target"), min_value=0, max_value=100, help_text=_("0 to 100 points."))
    lock = forms.IntegerField(widget=forms.HiddenInput)

    def content(self) -> DimensionContent:
        return DimensionContent(**{name: value for name, value in self.cleaned_data.items() if name != "lock"})
