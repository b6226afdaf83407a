"""The ballot, and the reason for taking a question back. What they allow is decided again by the services."""

from django import forms
from django.utils.translation import gettext_lazy as _

from decisions.enums import Choice
from decisions.services.opening import LONGEST_REASON as LONGEST_WITHDRAWAL
from decisions.services.voting import LONGEST_REASON


class VoteForm(forms.Form):
    choice = forms.ChoiceField(label=_("Your vote"), choices=Choice.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed where you vote against it or recuse yourself. The group reads it after the closing."),
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is withdrawn"), max_length=LONGEST_WITHDRAWAL, widget=forms.Textarea(attrs={"rows": 3})
    )
