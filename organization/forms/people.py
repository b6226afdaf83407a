"""People, their accounts and roles."""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.common.days import DayField
from organization.enums import Role
from organization.forms.units import UnitChoice
from organization.models import Person, Unit

MANAGED_PASSWORD = _("At least 10 characters. Hand it over yourself; it must be changed at the first sign-in.")


def new_password(label=_("First password"), *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        strip=False,
        max_length=200,
        help_text=MANAGED_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class AccessForm(forms.Form):
    username = forms.CharField(
        label=_("User name"), max_length=60, help_text=_("Small letters, digits, dots, hyphens or underscores.")
    )
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False, widget=forms.EmailInput)
    password = new_password(required=True)


class PersonForm(forms.Form):
    staff_number = forms.CharField(label=_("Staff number"), max_length=20)
    name = forms.CharField(label=_("Name"), max_length=60)
    name_en = forms.CharField(label=_("Name in Latin letters"), max_length=80, required=False)
    unit = UnitChoice(label=_("Unit"))
    roles = forms.MultipleChoiceField(
        label=_("Roles for this unit"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Roles for other units are given on the person’s page."),
    )
    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        required=False,
        help_text=_("Leave it empty for somebody who never signs in. Otherwise give a first password, too."),
    )
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False, widget=forms.EmailInput)
    password = new_password()


class ChangePersonForm(forms.Form):
    """Carries the version that the page was loaded with."""

    name = forms.CharField(label=_("Name"), max_length=60)
    name_en = forms.CharField(label=_("Name in Latin letters"), max_length=80, required=False)
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False, widget=forms.EmailInput)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, has_account: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_account:
            del self.fields["email"]


class MoveForm(forms.Form):
    unit = UnitChoice(label=_("New unit"))
    on = DayField(
        label=_("From"),
        help_text=_("The first day in the new unit; today or earlier."),
    )


class PasswordForm(forms.Form):
    password = new_password(_("New password"), required=True)


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    unit = UnitChoice(label=_("For the unit"))
    until = DayField(
        label=_("Until"),
        required=False,
        help_text=_("The first day on which it is no longer held. Empty: until it is ended."),
    )

    def offer_to(self, person: Person) -> None:
        """Show what may be given; what is sent all the same is judged, and answered in a sentence, by the service."""
        if person.is_outside:
            self.fields["role"].widget.choices = [(Role.ASSESSOR.value, Role.ASSESSOR.label)]


class PersonFilter(forms.Form):
    """The list's filters; they live in the URL."""

    q = forms.CharField(label=_("Name, pinyin or number"), required=False, max_length=60, widget=forms.SearchInput)
    unit = UnitChoice(
        label=_("Unit"), required=False, empty_label=_("All units"), queryset=Unit.objects.order_by("code")
    )
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All roles")), *Role.choices])
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("At work")), ("left", _("Left")), ("all", _("Everybody"))]
    )
