"""Forms of this room. What is right is decided by the services; a form only collects."""

from collections.abc import Callable
from datetime import date, timedelta

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from connections.enums import NEEDS, ConnectionState, DispatchState, EventKind, Scope
from connections.models import Connection, Dispatch
from connections.services.keys import MOST_DAYS, real_today
from foundation.common.errors import Invalid
from organization.choosing_people import PersonField
from organization.selectors import people_in_force
from records.selectors import sources


def _contact() -> PersonField:
    return PersonField(
        label=_("Person in charge"),
        help_text=_("Who answers for it; the tickets that it brings are received by this person."),
    )


def _networks() -> forms.CharField:
    return forms.CharField(
        label=_("Addresses that it calls from"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, such as 10.1.2.3 or 10.1.0.0/16. Left empty, it may call from anywhere."),
    )


class _Settings(forms.Form):
    """What may change later, too."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = people_in_force()

    def clean_networks(self) -> list[str]:
        return self.cleaned_data["networks"].splitlines()


class ConnectionForm(_Settings):
    name = forms.CharField(
        label=pgettext_lazy("of a system", "Name"), max_length=60, help_text=_("Such as: call centre platform.")
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("How the audit trail calls it: small letters, digits and hyphens. It never changes."),
    )
    contact = _contact()
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    sources = forms.ModelMultipleChoiceField(
        label=_("For which sources"),
        queryset=sources(),
        to_field_name="name",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    new_source = forms.CharField(
        label=_("Or a new source"),
        max_length=40,
        required=False,
        help_text=_("Its records and tickets are kept under this name, with the number that they have there."),
    )
    networks = _networks()
    calls_a_minute = forms.IntegerField(label=_("Calls a minute"), initial=60)
    rows_a_minute = forms.IntegerField(label=_("Rows a minute"), initial=10_000)


class ChangeForm(_Settings):
    contact = _contact()
    networks = _networks()
    calls_a_minute = forms.IntegerField(label=_("Calls a minute"))
    rows_a_minute = forms.IntegerField(label=_("Rows a minute"))


def _in_half_a_year() -> date:
    return real_today() + timedelta(days=MOST_DAYS // 2)


class KeyForm(forms.Form):
    last_day = forms.DateField(
        label=_("Valid until"),
        initial=_in_half_a_year,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("A year at most. You are told thirty days before."),
    )


class HookForm(forms.Form):
    url = forms.CharField(
        label=_("Address"), max_length=300, help_text=_("https; events are posted there and signed."),
        widget=forms.URLInput,
    )  # fmt: skip
    events = forms.MultipleChoiceField(
        label=_("Events"),
        choices=[(kind.value, kind.label) for kind in NEEDS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def accepted(form: forms.Form, act: Callable[[dict], object]) -> object | None:
    """What `act` returns for the cleaned data; None where the form or the service refuses, with the sentences beside the fields."""
    if not form.is_valid():
        return None
    try:
        return act(form.cleaned_data)
    except Invalid as refusal:
        form.add_error(None, refusal)
        return None


class ConnectionFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(label=_("Name or code"), method="find")
    state = django_filters.ChoiceFilter(label=_("State"), choices=ConnectionState.choices, empty_label=_("All states"))

    class Meta:
        model = Connection
        fields = ("search", "state")

    def find(self, rows: QuerySet, _name: str, words: str) -> QuerySet:
        return rows.filter(Q(name__icontains=words.strip()) | Q(code__icontains=words.strip()))


class DispatchFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=DispatchState.choices, empty_label=_("All states"))
    event = django_filters.ChoiceFilter(label=_("Event"), choices=EventKind.choices, empty_label=_("All events"))

    class Meta:
        model = Dispatch
        fields = ("state", "event")


class CallFilter(django_filters.FilterSet):
    refused = django_filters.BooleanFilter(label=_("Refused only"), method="only_refused", widget=forms.CheckboxInput)

    def only_refused(self, rows: QuerySet, _name: str, wanted: bool) -> QuerySet:
        return rows.filter(status__gte=400) if wanted else rows
