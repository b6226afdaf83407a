"""An attempt to call a customer, as its form takes it. What is allowed is decided by the service."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.enums import CallOutcome
from assessments.services.callbacks import LONGEST_NOTE
from foundation.common import clock
from foundation.common.moments import MomentField


class AttemptForm(forms.Form):
    """`corrects`: the public id of the attempt in whose place this one stands."""

    outcome = forms.ChoiceField(
        label=_("What came of it"),
        choices=CallOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came of the call.")},
    )
    at = MomentField(label=_("Time of the call"), error_messages={"required": _("Enter the time of the call.")})
    call_back_at = MomentField(label=_("When the customer wishes to be called"), required=False)
    note = forms.CharField(
        label=_("What the customer said"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    turn = forms.IntegerField(widget=forms.HiddenInput)
    corrects = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        kwargs["initial"] = {"at": clock.now(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
