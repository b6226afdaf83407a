"""Asking for self-checks, and the lines of a log. What they allow is decided again by the services."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.selectors.criteria import criteria_of
from assessments.services.files import LONGEST_CAPTION
from foundation.common import clock
from foundation.common.days import DayField
from foundation.common.texts import localized
from organization.models import Unit
from selfcheck.enums import EntryKind
from selfcheck.models import LogEntry
from selfcheck.services.asking import LONGEST_REASON, MOST_WORKDAYS
from selfcheck.services.log import LONGEST_REASON as LONGEST_CORRECTION, LONGEST_TEXT, Said
from standards.selectors import version_in_force

USUAL_WORKDAYS = 3


class AskForm(forms.Form):
    """`units` takes public ids, `indicators` codes; the page draws both as ticks."""

    workdays_before = forms.IntegerField(
        label=_("Working days before the assessment of the unit begins"),
        min_value=1,
        max_value=MOST_WORKDAYS,
        required=False,
        initial=USUAL_WORKDAYS,
        help_text=_("Counted back from the first day of its plan; the day moves with the plan."),
    )
    due_on = DayField(
        label=_("Or one day for all"),
        required=False,
        help_text=_("A working day. It then counts, and not the number above."),
    )
    units = forms.ModelMultipleChoiceField(
        label=_("Units"), queryset=Unit.objects.all(), to_field_name="public_id", required=False
    )
    indicators = forms.MultipleChoiceField(label=_("Indicators to score"), required=False)

    def __init__(self, *args, codes: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["indicators"].choices = [(code, code) for code in codes]


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The unit reads it."),
    )


class EntryForm(forms.Form):
    """One line of the log. With `entry` it is a correction of it."""

    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit.objects.none(), to_field_name="public_id", empty_label=None
    )
    kind = forms.ChoiceField(label=_("What it is about"), choices=EntryKind)
    day = DayField(label=_("Day"), help_text=_("When it happened, not when you write it down."))
    indicator = forms.ChoiceField(
        label=_("Indicator"), required=False, help_text=_("For a self-check; for a meeting or training where it fits.")
    )
    found = forms.CharField(
        label=_("What was found, or spoken about"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Without names of customers."),
    )
    done = forms.CharField(
        label=_("What was done about it"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, units, entry: LogEntry | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.entry, version = entry, version_in_force()
        self.known = dict(criteria_of(version).indicators) if version else {}
        if entry is None:
            self.fields["unit"].queryset = units
            self.fields["day"].initial = clock.today()
            if len(units) == 1:
                self.fields["unit"].initial = units[0].public_id
                self.fields["unit"].widget = forms.HiddenInput()
        else:
            del self.fields["unit"]
            self.fields["is_struck"] = forms.BooleanField(
                label=_("Strike the entry out"),
                required=False,
                help_text=_("It stays to be read, crossed out, and counts no more."),
            )
            self.fields["reason"] = forms.CharField(label=_("Why it is corrected"), max_length=LONGEST_CORRECTION)
            if entry.indicator is not None:
                self.known[entry.indicator.code] = entry.indicator
        named = [(code, f"{code} {localized(one, 'name')}") for code, one in self.known.items()]
        self.fields["indicator"].choices = [("", _("None")), *named]

    @property
    def said(self) -> Said:
        data = self.cleaned_data
        return Said(
            kind=data["kind"],
            day=data["day"],
            found=data["found"],
            done=data["done"],
            indicator=self.known.get(data["indicator"]),
            is_struck=data.get("is_struck", False),
        )


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("Photo, recording or PDF"), help_text=_("JPEG, PNG, WebP, MP3, M4A, WAV, OGG or PDF, up to 20 MB.")
    )
    caption = forms.CharField(label=_("What it shows"), max_length=LONGEST_CAPTION, required=False)
    strip = forms.BooleanField(label=_("Leave place, time and camera out of photos"), required=False)


class TakeOffForm(forms.Form):
    reason = forms.CharField(label=_("Why it is taken off"), max_length=LONGEST_CAPTION)
