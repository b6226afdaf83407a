"""What the head did with the facts of a visit. What is allowed is decided by the service."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.enums import FactSheetOutcome
from assessments.services.facts import LONGEST_NAME, LONGEST_TEXT, Confirmation
from assessments.services.signatures import read_drawn, read_paper


class ConfirmFactsForm(forms.Form):
    """`signature` is what the page has drawn, a PNG as data URL; `paper` a photo of the sheet that was signed on paper."""

    outcome = forms.ChoiceField(
        choices=FactSheetOutcome.choices, widget=forms.RadioSelect, initial=FactSheetOutcome.SIGNED
    )
    name = forms.CharField(label=_("Name"), required=False, max_length=LONGEST_NAME)
    post = forms.CharField(label=_("Position"), required=False, max_length=LONGEST_NAME)
    objections = forms.CharField(label=_("Objections"), required=False, max_length=LONGEST_TEXT)
    refusal = forms.CharField(label=_("Why it was not signed"), required=False, max_length=LONGEST_TEXT)
    witness = forms.CharField(label=_("Witness"), required=False, max_length=LONGEST_NAME)
    signature = forms.CharField(required=False, widget=forms.HiddenInput)
    paper = forms.FileField(label=_("Signed on paper"), required=False)
    digest = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    @property
    def signer(self) -> list[forms.BoundField]:
        return [self["name"], self["post"]]

    def confirmation(self) -> Confirmation:
        """Call it once the form is valid. Raises Invalid where the signature cannot be read."""
        data = self.cleaned_data
        signature = None
        if data["outcome"] == FactSheetOutcome.SIGNED:
            signature = read_paper(data["paper"]) if data["paper"] else read_drawn(data["signature"])
        names = ("outcome", "name", "post", "objections", "refusal", "witness")
        return Confirmation(**{name: data[name] for name in names}, signature=signature)
