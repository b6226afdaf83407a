"""Opening a session and ending its scoring. What they allow is decided again by the services."""

from django import forms
from django.utils.translation import gettext_lazy as _

from calibration.services.sessions import LONGEST_DESCRIPTION, LONGEST_REASON, LONGEST_TITLE
from foundation.common.days import DayField
from organization.models import Person
from records.enums import Touchpoint
from standards.enums import VersionState
from standards.models import StandardVersion


class OpenSessionForm(forms.Form):
    """`assessors` takes public ids; the page draws it as a table."""

    title = forms.CharField(
        label=_("Title"),
        max_length=LONGEST_TITLE,
        help_text=_("What it is about, without names of customers or staff."),
    )
    standard_version = forms.ModelChoiceField(
        label=_("Standard"), queryset=StandardVersion.objects.none(), to_field_name="public_id"
    )
    reference = forms.CharField(
        label=_("Service record or score sheet"),
        max_length=120,
        required=False,
        help_text=_("Its number. Leave it empty and describe the item below if it is in no register."),
    )
    touchpoint = forms.ChoiceField(label=_("Touchpoint of what is described"), choices=Touchpoint, required=False)
    description = forms.CharField(
        label=_("Description"),
        max_length=LONGEST_DESCRIPTION,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What was said or seen, word by word where it matters. Kept encrypted."),
    )
    attachment = forms.FileField(
        label=_("Recording, photo or PDF"),
        required=False,
        help_text=_("Up to 20 MB. Seen by the assessors and by those who plan, manage or watch."),
    )
    due_on = DayField(label=_("Scores until"), help_text=_("A working day. The scores open before that with the last one."))  # fmt: skip
    assessors = forms.ModelMultipleChoiceField(
        label=_("Assessors"), queryset=Person.objects.select_related("unit", "user"), to_field_name="public_id"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = (VersionState.IN_FORCE, VersionState.PILOT, VersionState.APPROVED)
        versions = StandardVersion.objects.select_related("standard").filter(state__in=known)
        self.fields["standard_version"].queryset = versions.order_by("standard__code", "-number")
        self.fields["standard_version"].empty_label = None

    def clean_touchpoint(self) -> str:
        return self.cleaned_data["touchpoint"] or Touchpoint.UNKNOWN


class EndScoringForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3}))
