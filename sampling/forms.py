"""The one thing a person adds to a draw."""

import secrets

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sampling.services import LONGEST_NONCE, check_nonce


def suggest_nonce() -> str:
    """Random characters that may be replaced by one's own."""
    return secrets.token_urlsafe(15)


class NonceForm(forms.Form):
    value = forms.CharField(
        label=_("Your random characters"),
        max_length=LONGEST_NONCE,
        help_text=_(
            "Keep what is proposed, or type anything: dice, a sentence, what comes to mind. "
            "It is published with the proof, so nothing personal."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"initial": {"value": suggest_nonce()}, **kwargs})

    def clean_value(self) -> str:
        try:
            return check_nonce(self.cleaned_data["value"])
        except ValidationError as error:
            raise ValidationError(error.messages) from None
