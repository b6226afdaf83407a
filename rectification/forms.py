"""What people type about findings and tasks. The same rules stand in the services."""

from django import forms
from django.utils.translation import gettext_lazy as _

from organization.models import Person
from organization.tree import descendants
from rectification.models import Finding
from rectification.titles import said


class GiveTaskForm(forms.Form):
    title = forms.CharField(label=_("What is to be mended"), max_length=120, required=False)
    measure = forms.CharField(
        label=_("Rectification measure"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What should be different afterwards, and how one will see it."),
    )
    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=Person.objects.none(), help_text=_("A member of the unit who can sign in.")
    )
    working_days = forms.IntegerField(
        label=_("Working days until the deadline"), min_value=1, max_value=250, initial=10
    )

    def __init__(self, *args, finding: Finding, **kwargs):
        super().__init__(*args, **kwargs)
        members = Person.objects.filter(unit__in=descendants({finding.unit_id}), user__isnull=False, left_on=None)
        self.fields["owner"].queryset = members.select_related("unit")
        told = said("", finding.about)
        self.fields["title"].widget.attrs["placeholder"] = told
        self.fields["title"].help_text = _("Left empty it reads %(title)s, for each reader in their language.") % {
            "title": told
        }


LONGEST_REPORT = 4000


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class EvidenceForm(forms.Form):
    file = forms.FileField(label=_("File"), help_text=_("Photo, audio, PDF or Office document, up to 20 MB."))
    caption = forms.CharField(label=_("What it shows"), max_length=200, required=False)


class ReportForm(forms.Form):
    text = forms.CharField(
        label=_("What was done"), max_length=LONGEST_REPORT, widget=forms.Textarea(attrs={"rows": 4})
    )


class VerifyForm(forms.Form):
    """`decision` is the button that was pressed: without one nothing is decided."""

    decision = forms.ChoiceField(choices=[("accept", ""), ("send_back", "")], widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("What you saw"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Required when you send the task back: say what is still missing."),
    )
