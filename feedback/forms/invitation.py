"""Links for customers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.services.drawing import MAX_DRAWN
from feedback.services.invitations import DEFAULT_DAYS, MAX_DAYS, MAX_LINKS, MAX_ON_POSTER
from foundation.common import clock
from organization.choosing import UnitField, UnitFinder
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


class DrawForm(forms.Form):
    """Customers drawn from the records of a unit and some days."""

    unit = UnitField(label=_("Unit whose customers are asked"), queryset=Unit.objects.none())
    starts_on = forms.DateField(label=_("Served from"), widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(label=_("Served until"), widget=forms.DateInput(attrs={"type": "date"}))
    count = forms.IntegerField(
        label=_("Number of customers"),
        min_value=1,
        max_value=MAX_DRAWN,
        initial=100,
        help_text=_(
            "Drawn by lot, spread over the touchpoints as the records are. Each customer once, and only one invitation for each."
        ),
    )
    valid_days = forms.IntegerField(
        label=_("Valid for so many days"), min_value=1, max_value=MAX_DAYS, initial=DEFAULT_DAYS
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_to_ask_about()


class PosterForm(forms.Form):
    """A page for each unit, with codes to tear off."""

    units = forms.ModelMultipleChoiceField(label=_("Units"), queryset=Unit.objects.none(), widget=UnitFinder)
    count = forms.IntegerField(
        label=_("Codes on each page"),
        min_value=1,
        max_value=MAX_ON_POSTER,
        initial=MAX_ON_POSTER,
        help_text=_("Each is torn off by one customer and takes one answer."),
    )
    valid_days = forms.IntegerField(
        label=_("Valid for so many days"), min_value=1, max_value=MAX_DAYS, initial=DEFAULT_DAYS
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = units_to_ask_about()
