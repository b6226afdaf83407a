"""Filters of the inbox; they live in the URL and hold for the export too."""

from datetime import timedelta

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from foundation.common import clock
from organization.choosing import UnitFilter
from organization.models import Unit
from organization.tree import descendants
from records.measures import ALL, OUTCOMES, measures
from tickets.enums import Cause, Channel, Kind, TicketState, Topic
from tickets.measures import among, conditions
from tickets.models import Ticket
from tickets.selectors import late, of_customer


def measure_choices() -> list[tuple[str, str]]:
    return [(code, str(measures.get(code).label)) for code in conditions]


class TicketFilter(django_filters.FilterSet):
    """`search` finds a ticket's number or theirs who forwarded it; a customer's telephone number by its blind index, whole only.

    What is `further` is folded away until somebody asks for it.
    """

    further = frozenset({"topic", "cause", "channel", "since", "until", "counted", "within", "measure", "outcome"})

    search = django_filters.CharFilter(label=_("Number of the ticket or telephone number"), method="find")
    state = django_filters.ChoiceFilter(label=_("State"), choices=TicketState.choices, empty_label=_("All states"))
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Kind.choices, empty_label=_("All kinds"))
    topic = django_filters.ChoiceFilter(
        label=_("Topic"), choices=Topic.choices, empty_label=pgettext_lazy("of a ticket", "All topics")
    )
    cause = django_filters.ChoiceFilter(label=_("Root cause"), choices=Cause.choices, empty_label=_("All causes"))
    channel = django_filters.ChoiceFilter(label=_("Channel"), choices=Channel.choices, empty_label=_("All channels"))
    unit = UnitFilter(
        label=_("Unit"),
        queryset=Unit.objects.filter(tickets__isnull=False).distinct(),
        to_field_name="code",
        empty_label=_("All units"),
    )
    since = django_filters.DateFilter(
        label=_("Received from"), method="from_day", widget=forms.DateInput(attrs={"type": "date"})
    )
    until = django_filters.DateFilter(
        label=_("Received up to"), method="to_day", widget=forms.DateInput(attrs={"type": "date"})
    )
    counted = django_filters.BooleanFilter(
        label=_("Exclude withdrawn"), method="only_counted", widget=forms.CheckboxInput
    )
    late = django_filters.BooleanFilter(label=_("Late only"), method="only_late", widget=forms.CheckboxInput)

    within = UnitFilter(
        label=_("Unit and those below"),
        queryset=Unit.objects.all(),
        to_field_name="code",
        empty_label=_("All units"),
        method="of_units",
    )
    measure = django_filters.ChoiceFilter(
        label=_("Counts in"), choices=measure_choices, empty_label=_("All measures"), method="of_measure"
    )
    outcome = django_filters.ChoiceFilter(
        label=_("Outcome in it"), choices=OUTCOMES, empty_label=_("Both"), method="of_measure"
    )

    class Meta:
        model = Ticket
        fields = (
            "search", "state", "kind", "topic", "cause", "channel", "unit", "since", "until", "counted", "late", "within", "measure", "outcome",
        )  # fmt: skip

    def of_units(self, rows, _name, unit):
        return rows.filter(unit__in=descendants({unit.pk}))

    def of_measure(self, rows, name, asked):
        """What a measure counts, all or one outcome; an outcome without a measure asks nothing."""
        if name == "outcome":
            return rows
        return among(rows, asked, self.form.cleaned_data.get("outcome") or ALL)

    def find(self, rows, _name, words):
        words = words.strip()
        return rows.filter(Q(number__icontains=words) | Q(forwarded_number__icontains=words) | of_customer(words))

    def from_day(self, rows, _name, day):
        return rows.filter(received_at__gte=clock.at_local(day))

    def to_day(self, rows, _name, day):
        return rows.filter(received_at__lt=clock.at_local(day + timedelta(days=1)))

    def only_counted(self, rows, _name, wanted):
        return rows.exclude(state=TicketState.WITHDRAWN) if wanted else rows

    def only_late(self, rows, _name, wanted):
        return late(rows) if wanted else rows
