"""Footage: asked for, answered, watched. What is allowed is decided by the service."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.method_enums import FootageGone
from assessments.services.footage import (
    LONGEST_CAMERA,
    LONGEST_GROUND,
    LONGEST_NAME,
    LONGEST_PLACE,
    LONGEST_PURPOSE,
    LONGEST_TEXT,
)
from foundation.common.days import DayField
from foundation.common.moments import MomentField

PROVIDED, GONE = "provided", "gone"


class AskForm(forms.Form):
    turn = forms.IntegerField(widget=forms.HiddenInput)
    camera = forms.CharField(
        label=_("Camera or place"),
        max_length=LONGEST_CAMERA,
        help_text=_("For example: hall, above the ticket machine."),
    )
    purpose = forms.CharField(label=_("Purpose"), max_length=LONGEST_PURPOSE, widget=forms.Textarea(attrs={"rows": 2}))
    ground = forms.CharField(
        label=_("Legal ground"), max_length=LONGEST_GROUND, widget=forms.Textarea(attrs={"rows": 4})
    )


class ViewingForm(forms.Form):
    """`corrects`: the public id of the note in whose place this one stands."""

    turn = forms.IntegerField(widget=forms.HiddenInput)
    corrects = forms.UUIDField(required=False, widget=forms.HiddenInput)
    at = MomentField(label=_("Time of the viewing"), error_messages={"required": _("Enter the time of the viewing.")})
    place = forms.CharField(label=_("Place of the viewing"), max_length=LONGEST_PLACE)
    present = forms.CharField(
        label=_("Who was present"), max_length=LONGEST_PURPOSE, help_text=_("Names and functions, yourself left out.")
    )


class AnswerForm(forms.Form):
    """What the unit says. The fields of the other choice are left aside. `seen`: how many answers the page showed."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    choice = forms.ChoiceField(
        label=_("Can the footage be watched?"),
        choices=[(PROVIDED, _("Yes, it can be watched")), (GONE, _("No, it is not available"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it can be watched.")},
    )
    where = forms.CharField(label=_("Where it can be watched"), max_length=LONGEST_PLACE, required=False)
    shown_by = forms.CharField(label=_("Who shows it"), max_length=LONGEST_NAME, required=False)
    kept_until = DayField(label=_("The footage is kept until"), required=False)
    reason = forms.ChoiceField(
        label=_("Why it is not available"),
        choices=[("", _("Choose a reason.")), *FootageGone.choices],
        required=False,
    )
    text = forms.CharField(
        label=_("In words"), max_length=LONGEST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def given(self) -> dict:
        """What `answer_request` takes."""
        fields = dict(self.cleaned_data)
        is_provided = fields.pop("choice") == PROVIDED
        return {**fields, "is_provided": is_provided}

    def typed(self) -> list[tuple[str, str]]:
        """(label, words) of what was written, for the page that refuses it as too late."""
        written = ((field.label, field.value()) for field in self if not field.is_hidden and field.name != "choice")
        return [(str(label), str(value)) for label, value in written if value]
