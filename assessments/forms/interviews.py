"""What came of one drawn minute, as its form takes it. What is allowed is decided by the service."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from assessments.method_enums import InterviewOutcome
from assessments.scripts import Line
from assessments.services.interviews import LONGEST_ANSWER
from foundation.common.moments import MomentField
from records.enums import Touchpoint

USED = [(value, label) for value, label in Touchpoint.choices if value != Touchpoint.UNKNOWN]


class InterviewForm(forms.Form):
    """`number`: which of the drawn minutes. `corrects`: the public id of the note in whose place this one stands. A field for each question."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    turn = forms.IntegerField(widget=forms.HiddenInput)
    corrects = forms.UUIDField(required=False, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=pgettext_lazy("interview", "What came of it"),
        choices=InterviewOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came of it.")},
    )
    at = MomentField(
        label=_("When you spoke to the customer, or stopped waiting"), error_messages={"required": _("Enter the time.")}
    )
    consented = forms.BooleanField(label=_("The customer has agreed to be asked; no name was asked"), required=False)
    touchpoint = forms.ChoiceField(
        label=_("What the customer used (if said)"), choices=[("", _("not said")), *USED], required=False
    )

    def __init__(self, *args, questions: Sequence[Line], **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = questions
        for line in questions:
            self.fields[_name(line)] = forms.CharField(
                label=f"{line.number}. {line.text}",
                required=False,
                max_length=LONGEST_ANSWER,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def answer_fields(self) -> list:
        return [self[_name(line)] for line in self.questions]

    def given(self) -> dict:
        """What `note_interview` takes."""
        kept = {name: self.cleaned_data[name] for name in self.base_fields}
        return {**kept, "answers": {line.number: self.cleaned_data.get(_name(line), "") for line in self.questions}}


def answers_as_fields(said: dict[str, str]) -> dict[str, str]:
    """{name of the field: text}, for a form that begins with what was noted."""
    return {f"answer_{number}": text for number, text in said.items()}


def _name(line: Line) -> str:
    return f"answer_{line.number}"
