from django import forms
from django.utils.translation import gettext_lazy as _


class TermForm(forms.Form):
    days = forms.IntegerField(label=_("Kept for so many days"), min_value=1)
    # Asked for only where a shorter term would erase something.
    agreed = forms.BooleanField(label=_("Erase it with the next run"), required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def ask(self) -> None:
        self.fields["agreed"].widget = forms.CheckboxInput()
