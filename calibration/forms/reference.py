"""The meeting, and the mark agreed for one indicator."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.services.marks import LONGEST_REASON
from calibration.services.reference import LONGEST_NOTE
from foundation.common.moments import MomentField
from organization.models import Person


class MeetingForm(forms.Form):
    held_at = MomentField(label=_("Held"))
    present = forms.ModelMultipleChoiceField(
        label=_("Who was there"),
        queryset=Person.objects.none(),
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        help_text=_("You have the chair and are in the register."),
    )
    note = forms.CharField(
        label=_("What was discussed"), required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["present"].queryset = people


class AgreeForm(forms.Form):
    """The mark itself is read as on a score sheet."""

    reason = forms.CharField(
        label=_("Why this mark"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What in the item decides it. Whoever qualifies on this item later reads it."),
    )
    dissenters = forms.ModelMultipleChoiceField(
        label=_("Who did not agree"),
        queryset=Person.objects.none(),
        to_field_name="public_id",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Of those who were there; nobody ticked: all agreed."),
    )
    number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dissenters"].queryset = people
        if not people.exists():
            del self.fields["dissenters"]
