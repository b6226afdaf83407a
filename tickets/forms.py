"""What people type about tickets. The same rules stand in the services."""

from django import forms
from django.utils.translation import gettext_lazy as _

from organization.choosing import UnitField
from organization.models import Person, Unit
from tickets.enums import (
    Cause,
    Channel,
    Complexity,
    ConfirmOutcome,
    Forwarder,
    Justified,
    Kind,
    PauseReason,
    ReviewOutcome,
    Topic,
    Urgency,
)


def _area(rows: int = 5) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _text(label, *, help_text="", required: bool = True, rows: int = 5, longest: int = 4000) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=longest, widget=_area(rows))


class ReceiveForm(forms.Form):
    channel = forms.ChoiceField(label=_("How it came"), choices=Channel.choices)
    kind = forms.ChoiceField(label=_("What it is"), choices=Kind.choices, initial=Kind.COMPLAINT)
    subject = forms.CharField(
        label=_("In a few words"), max_length=80, help_text=_("Heads the ticket in every list: name nobody here.")
    )
    text = _text(_("What the customer says"), rows=7, help_text=_("As they say it. Kept encrypted."))
    customer_name = forms.CharField(label=_("Customer’s name"), max_length=60, required=False)
    customer_phone = forms.CharField(
        label=_("Telephone number"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text=_("Earlier tickets of the same number are found by it."),
    )
    customer_email = forms.EmailField(label=_("E-mail address"), max_length=120, required=False)
    unit = UnitField(
        label=_("Where it happened"), queryset=Unit.objects.none(), required=False, empty_label=_("My own unit")
    )
    record_number = forms.CharField(
        label=_("Number of the service record"),
        max_length=60,
        required=False,
        help_text=_("If it is about a call, a chat or a visit on record."),
    )
    forwarded_by = forms.ChoiceField(
        label=_("Forwarded by"), choices=[("", _("Nobody")), *Forwarder.choices], required=False
    )
    forwarded_number = forms.CharField(label=_("Their number"), max_length=60, required=False)

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


class ClassifyForm(forms.Form):
    kind = forms.ChoiceField(label=_("What it is"), choices=Kind.choices)
    topic = forms.ChoiceField(label=_("Topic"), choices=Topic.choices)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency.choices, widget=forms.RadioSelect)
    complexity = forms.ChoiceField(
        label=_("Complexity"),
        choices=Complexity.choices,
        widget=forms.RadioSelect,
        help_text=_("The regulator counts 15 days for a simple complaint and 30 for a complex one."),
    )


class DispatchForm(forms.Form):
    unit = UnitField(label=_("Pass to"), queryset=Unit.objects.none())
    text = _text(_("What they should know"), required=False, rows=3, longest=1000)

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


class ReasonForm(forms.Form):
    text = _text(_("Why"), rows=3, longest=1000)


class AboutForm(forms.Form):
    people = forms.ModelMultipleChoiceField(
        label=_("Whom it is about"),
        queryset=Person.objects.none(),
        to_field_name="public_id",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They do not see the ticket any more and cannot handle it."),
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people


class ContactForm(forms.Form):
    reached = forms.TypedChoiceField(
        label=_("Was the customer reached?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    text = _text(_("What was said, or how it was tried"), rows=4)


class AttemptForm(forms.Form):
    text = _text(_("How it was tried"), rows=2, longest=1000)


class NoteForm(forms.Form):
    is_remedy = forms.BooleanField(
        label=_("It is an interim remedy"),
        required=False,
        help_text=_("Something done at once so that the customer does not suffer meanwhile."),
    )
    text = _text(_("Note"), rows=4)


class InvestigateForm(forms.Form):
    text = _text(_("What was found"), rows=6)
    justified = forms.ChoiceField(
        label=_("Does the firm have to answer for it?"), choices=Justified.choices, widget=forms.RadioSelect
    )
    cause = forms.ChoiceField(label=_("Root cause"), choices=[("", _("Choose")), *Cause.choices])


class AnswerForm(forms.Form):
    text = _text(
        _("What the customer was told"), rows=6, help_text=_("The answer as it was given, with what is offered.")
    )


class ConfirmForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("What does the customer say?"), choices=ConfirmOutcome.choices, widget=forms.RadioSelect
    )
    satisfaction = forms.TypedChoiceField(
        label=_("How satisfied are they with how it was handled?"),
        choices=[
            ("", _("Did not say")),
            ("5", _("Very satisfied")),
            ("4", _("Satisfied")),
            ("3", _("Neither")),
            ("2", _("Dissatisfied")),
            ("1", _("Very dissatisfied")),
        ],
        coerce=int,
        empty_value=None,
        required=False,
    )
    text = _text(_("In their words"), required=False, rows=4)


class CloseForm(forms.Form):
    text = _text(
        _("What changes, so that it does not happen again"),
        required=False,
        rows=4,
        help_text=_("Required of a justified complaint."),
    )


class EvaluateForm(forms.Form):
    helped = forms.TypedChoiceField(
        label=_("Has what was changed helped?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    text = _text(_("How it can be seen"), rows=4)


class WordsForm(forms.Form):
    """One text and nothing else; the page says what it is."""

    text = _text(_("In words"), rows=4)


class PauseForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why the clock stops"),
        choices=PauseReason.choices,
        widget=forms.RadioSelect,
        help_text=_("The regulator’s days stop only for an appraisal and for mediation."),
    )
    text = _text(_("In words"), rows=3)


class DecideForm(forms.Form):
    granted = forms.TypedChoiceField(
        label=_("Thirty more days"),
        choices=[("yes", _("Grant them")), ("no", _("Refuse them"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    text = _text(_("Why"), required=False, rows=3, help_text=_("Required where you refuse."))


class ReviewForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("What do you find?"),
        choices=[(one.value, one.label) for one in (ReviewOutcome.STANDS, ReviewOutcome.ANEW)],
        widget=forms.RadioSelect,
    )
    text = _text(_("Why"), rows=4, help_text=_("Told to the complainant by whoever handles it."))


class RevealForm(forms.Form):
    reason = forms.CharField(label=_("Why the contact is needed"), max_length=200)


class OnlineForm(forms.Form):
    """For customers. `website` is filled in by robots only."""

    kind = forms.ChoiceField(
        label=_("What is it?"), choices=Kind.choices, initial=Kind.COMPLAINT, widget=forms.RadioSelect
    )
    text = _text(_("What would you like to tell us?"), rows=6, longest=3000)
    place = forms.CharField(
        label=_("Which branch or service is it about?"), max_length=80, required=False, help_text=_("If you know.")
    )
    name = forms.CharField(label=_("How may we address you?"), max_length=60, required=False)
    phone = forms.CharField(
        label=_("Your telephone number"),
        max_length=24,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
        help_text=_("So that we can come back to you. Without number and address nobody can answer you."),
    )
    email = forms.EmailField(label=_("Your e-mail address"), max_length=120, required=False)
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("website"):
            self.add_error(None, _("This was not taken. Please call us."))
        return cleaned


class ProgressForm(forms.Form):
    number = forms.CharField(label=_("Number of the case"), max_length=20)
    phone = forms.CharField(
        label=_("Your telephone number"), max_length=24, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
