"""What people type about suggestions. The same rules stand in the services."""

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from organization.choosing import UnitField
from organization.models import Unit
from suggestions.enums import Question, Topic
from suggestions.models import Suggestion


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class SendForm(forms.Form):
    way = forms.ChoiceField(
        label=_("Your name"),
        choices=[("signed", _("With my name")), ("anonymous", _("Without my name: nobody can find out who wrote it"))],
        widget=forms.RadioSelect,
        initial="signed",
    )
    title = forms.CharField(label=_("In a few words"), max_length=60)
    text = forms.CharField(
        label=_("What you suggest"),
        max_length=2000,
        widget=_area(7),
        help_text=_(
            "Everybody reads it once somebody has looked at it. Without your name, mind that the wording may give you away."
        ),
    )
    topic = forms.ChoiceField(label=pgettext_lazy("of a suggestion", "Topic"), choices=Topic.choices)
    unit = UnitField(
        label=_("Who should answer"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("Whoever leads the assessment"),
        help_text=_("Not where you work, but whom it concerns."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(valid_to=None)

    @property
    def said(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("title", "text", "topic", "unit")}


class CodeForm(forms.Form):
    code = forms.CharField(
        label=pgettext_lazy("of a suggestion", "Code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )


class WordForm(forms.Form):
    text = forms.CharField(label=_("What you want to say"), max_length=1000, widget=_area(4))


class AgainForm(WordForm):
    code = forms.CharField(max_length=40, widget=forms.HiddenInput)


class DecideForm(forms.Form):
    taken_up = forms.ChoiceField(
        label=_("Is it taken up?"),
        choices=[("yes", _("Taken up")), ("no", _("Not taken up"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Answer"),
        max_length=2000,
        widget=_area(6),
        help_text=_("Everybody reads it. What will be done and by when, or why not."),
    )


class FinishForm(forms.Form):
    answer = forms.CharField(label=_("What is there now"), max_length=2000, widget=_area(5))


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        label=_("Merge with"),
        queryset=Suggestion.objects.none(),
        to_field_name="public_id",
        empty_label=_("Choose one"),
    )

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = others


class HideForm(forms.Form):
    words = forms.CharField(
        label=_("Words that are not to be read"),
        max_length=1000,
        required=False,
        widget=_area(4),
        help_text=_(
            "As they stand in the text, one a line: names of colleagues or customers, attacks. Leave it empty to show all again."
        ),
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False, help_text=_("Everybody reads it."))


class SurveyForm(forms.Form):
    code = forms.CharField(
        label=_("Your code"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        scale = [(str(mark), str(mark)) for mark in range(1, 6)]
        for question in Question:
            self.fields[question.value] = forms.ChoiceField(
                label=question.label, choices=scale, widget=forms.RadioSelect
            )
        self.fields["text"] = forms.CharField(
            label=_("What would help most?"),
            max_length=1000,
            required=False,
            widget=_area(4),
            help_text=_("Shown word for word once the survey is closed. Mind that the wording may give you away."),
        )

    @property
    def marks(self) -> dict[str, int]:
        return {question: int(self.cleaned_data[question]) for question in Question.values}
