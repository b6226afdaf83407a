from django import forms
from django.utils.translation import gettext_lazy as _


class TermForm(forms.Form):
    days = forms.IntegerField(label=_("Kept for so many days"), min_value=1)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
