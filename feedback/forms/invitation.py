"""Links for customers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.services.invitations import DEFAULT_DAYS, MAX_DAYS, MAX_LINKS
from foundation.common import clock
from organization.choosing import UnitField
from organization.enums import UnitKind
from organization.models import Unit


def units_to_ask_about():
    """Assessed ones first; neither the head office nor what has ended."""
    units = Unit.objects.exclude(kind=UnitKind.HEAD_OFFICE).exclude(valid_to__lt=clock.today())
    return units.order_by("-is_assessed", "code")


class InvitationForm(forms.Form):
    unit = UnitField(label=_("Unit whose service is asked about"), queryset=Unit.objects.none())
    count = forms.IntegerField(
        label=_("Number of links"),
        min_value=1,
        max_value=MAX_LINKS,
        initial=24,
        help_text=_("One link for one customer: each takes one answer."),
    )
    valid_days = forms.IntegerField(
        label=_("Valid for so many days"), min_value=1, max_value=MAX_DAYS, initial=DEFAULT_DAYS
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_to_ask_about()
