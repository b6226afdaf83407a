from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.common import clock
from publication.models import Publication
from publication.services.editions import LONGEST_WAIT


class EditionForm(forms.ModelForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Publication
        fields = ("title_zh", "title_en", "summary_zh", "summary_en", "change_note")
        widgets = {
            name: forms.Textarea(attrs={"rows": rows})
            for name, rows in (("summary_zh", 6), ("summary_en", 6), ("change_note", 2))
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        for name in ("summary_zh", "change_note"):
            self.fields[name].help_text = _("Needed before the edition can be proposed.")
        if self.instance.edition == 1:
            del self.fields["change_note"]


class ApprovalForm(forms.Form):
    publish_at = forms.DateTimeField(
        label=_("Publish at"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Empty: at once."),
    )

    def clean_publish_at(self):
        """The field reads the clock on the wall of the organization."""
        wanted = self.cleaned_data["publish_at"]
        if wanted is None:
            return None
        if wanted.date() < clock.today() or wanted.date() > clock.today() + LONGEST_WAIT:
            raise forms.ValidationError(
                _("Choose a time from today on, within the next year; or leave it empty: at once.")
            )
        return wanted.replace(tzinfo=clock.organization_zone())


class ReturnForm(forms.Form):
    reason = forms.CharField(label=_("Why it is returned"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
