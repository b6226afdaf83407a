"""The period of the agreement pages, the rules, and the reason of a dismissal."""

from datetime import timedelta
from decimal import Decimal

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from calibration.models import CalibrationPolicy
from calibration.services.recalibration import LONGEST_REASON
from foundation.common import clock
from foundation.common.days import DayField
from standards.models import StandardVersion
from standards.selectors import version_in_force

YEAR = timedelta(days=365)


class PeriodForm(forms.Form):
    """Which sessions count: by standard, and by when their scores were opened. `chosen()` falls back to the last year of the standard in force."""

    standard = forms.ModelChoiceField(
        label=_("Standard"), queryset=StandardVersion.objects.none(), to_field_name="public_id", empty_label=None
    )
    first = DayField(label=_("From"))
    last = DayField(label=_("Up to and with"))

    def __init__(self, data):
        today = clock.today()
        versions = StandardVersion.objects.select_related("standard").filter(calibrations__isnull=False).distinct()
        self.fallback = version_in_force() or versions.first()
        defaults = {
            "standard": str(getattr(self.fallback, "public_id", "")),
            "first": (today - YEAR).isoformat(),
            "last": today.isoformat(),
        }
        super().__init__({name: data.get(name) or value for name, value in defaults.items()})
        versions = StandardVersion.objects.select_related("standard").filter(
            Q(pk__in=versions.values("pk")) | Q(pk=getattr(self.fallback, "pk", None))
        )
        self.fields["standard"].queryset = versions.order_by("standard__code", "-number")

    def chosen(self) -> tuple:
        """(version or None, first day, last day)."""
        today, given = clock.today(), self.cleaned_data if self.is_valid() else {}
        return (
            given.get("standard", self.fallback),
            given.get("first") or today - YEAR,
            given.get("last") or today,
        )


class DismissForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3}))


class PolicyForm(forms.Form):
    alpha_wanted = forms.DecimalField(
        label=_("Krippendorff’s alpha wanted"),
        max_digits=4,
        decimal_places=3,
        validators=[MinValueValidator(Decimal("0.3")), MaxValueValidator(Decimal("0.95"))],
        help_text=_("Below it an indicator is to be calibrated again. 0.667 is the least for cautious conclusions, 0.800 for firm ones."),
    )  # fmt: skip
    fewest_items = forms.IntegerField(
        label=_("Items before an indicator is judged"),
        min_value=5,
        max_value=100,
        help_text=_("Sessions with open scores in the last year. With fewer than five no interval can be told."),
    )
    demands_qualification = forms.BooleanField(
        label=_("Only qualified assessors are assigned sheets"),
        required=False,
        help_text=_("Leads are exempt: they agree on the references. See first that enough are qualified."),
    )
    sheets_wanted = forms.IntegerField(label=_("Reference sheets of an attempt"), min_value=1, max_value=20)
    tolerance = forms.DecimalField(
        label=_("Tolerance in points"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
        help_text=_("How far a mark may lie from the reference, in points of 0–100. A red line is exact, always."),
    )
    share_wanted = forms.DecimalField(
        label=_("Marks within the tolerance in percent"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(50)), MaxValueValidator(Decimal(100))],
    )
    attempts_allowed = forms.IntegerField(label=_("Attempts"), min_value=1, max_value=20)
    valid_months = forms.IntegerField(
        label=_("Months of validity"), min_value=1, max_value=60, help_text=_("It ends before that with a new version.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args, policy: CalibrationPolicy, **kwargs):
        initial = {name: getattr(policy, name) for name in self.base_fields if name != "version"}
        super().__init__(*args, initial=initial | {"version": policy.version if policy.pk else 0}, **kwargs)

    @property
    def values(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}
