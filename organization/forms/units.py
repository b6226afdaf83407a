"""Units."""

from django import forms
from django.utils.translation import gettext_lazy as _

from organization.enums import UnitKind
from organization.models import Unit


class UnitChoice(forms.ModelChoiceField):
    """Units in force by their public id, indented as in the tree."""

    def __init__(self, **kwargs):
        kwargs.setdefault("queryset", Unit.objects.filter(valid_to=None).order_by("code"))
        kwargs.setdefault("empty_label", _("Choose a unit"))
        super().__init__(to_field_name="public_id", **kwargs)

    def label_from_instance(self, unit: Unit) -> str:
        return f"{unit} · {unit.code}"


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
