"""Units."""

from django import forms
from django.utils.translation import gettext_lazy as _

from organization.choosing import NamedUnit, said
from organization.enums import UnitKind
from organization.models import Unit


class UnitChoice(NamedUnit, forms.ModelChoiceField):
    """Units in force by their public id; by code or name, too, where there are too many for a list."""

    def __init__(self, **kwargs):
        kwargs.setdefault("queryset", Unit.objects.filter(valid_to=None).order_by("code"))
        kwargs.setdefault("empty_label", _("Choose a unit"))
        super().__init__(to_field_name="public_id", **kwargs)

    def label_from_instance(self, unit: Unit) -> str:
        return said(unit)


class UnitForm(forms.Form):
    code = forms.CharField(
        label=_("Code"), max_length=20, help_text=_("Letters, digits and hyphens. It stays for ever.")
    )
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=60)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices, initial=UnitKind.BRANCH)
    parent = UnitChoice(label=_("Belongs to"), required=False, empty_label=_("Nothing: the head office"))
    peer_group = forms.CharField(
        label=_("Ranked among"),
        max_length=30,
        required=False,
        help_text=_("Units with the same word are compared with each other."),
    )
    is_assessed = forms.BooleanField(label=_("Assessed every quarter"), required=False, initial=True)
    is_customer_service = forms.BooleanField(
        label=_("Customer service"),
        required=False,
        help_text=_("Every assessment team has somebody from customer service."),
    )


class ChangeUnitForm(UnitForm):
    """Carries the version that the page was loaded with."""

    code = None
    version = forms.IntegerField(widget=forms.HiddenInput)


class UnitSearchForm(forms.Form):
    """The search above the tree; it lives in the URL."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=60, widget=forms.SearchInput)
    retired = forms.CharField(required=False, max_length=1, widget=forms.HiddenInput)
