"""Giving reference sheets to a new assessor, and taking them back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from calibration.models import CalibrationSession
from calibration.selectors.qualification import candidates
from calibration.services.qualification import LONGEST_REASON
from foundation.common.days import DayField
from organization.models import Person
from standards.models import StandardVersion


class CandidateForm(forms.Form):
    """Who, and by which standard: what they can be tried on follows from both. By GET."""

    person = forms.ModelChoiceField(
        label=_("Assessor"), queryset=Person.objects.none(), to_field_name="public_id", empty_label=_("Choose …")
    )
    standard = forms.ModelChoiceField(
        label=_("Standard"), queryset=StandardVersion.objects.none(), to_field_name="public_id", empty_label=None
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = candidates()
        with_references = CalibrationSession.objects.filter(state=CalibrationSession.States.CLOSED)
        self.fields["standard"].queryset = (
            StandardVersion.objects.select_related("standard")
            .filter(pk__in=with_references.values("standard_version"))
            .order_by("standard__code", "-number")
        )


class GiveForm(forms.Form):
    sessions = forms.ModelMultipleChoiceField(
        label=_("Reference sheets"),
        queryset=CalibrationSession.objects.none(),
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only those that the candidate knows nothing of."),
    )
    due_on = DayField(label=_("Until"), help_text=_("A working day."))

    def __init__(self, *args, sessions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sessions"].queryset = CalibrationSession.objects.filter(pk__in=[one.pk for one in sessions])


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3}))
