"""Filters of the list of sheets; they live in the URL and hold for the export too."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from assessments.enums import Method, SheetState
from assessments.models import Cycle, ScoreSheet
from assessments.selectors.sheets import overdue
from organization.choosing import UnitFilter
from organization.models import Person, Unit


def offer_what_is_seen(found: django_filters.FilterSet, sheets: QuerySet[ScoreSheet]) -> None:
    """Units and assessors of the sheets that the reader may see, and no others: not even by a name does a list say more than its rows."""
    seen = sheets.order_by()
    found.filters["unit"].queryset = Unit.objects.filter(pk__in=seen.values("unit"))
    assessing = Q(pk__in=seen.values("assessor")) | Q(pk__in=seen.exclude(co_assessor=None).values("co_assessor"))
    found.filters["assessor"].queryset = Person.objects.filter(assessing)


class SheetFilter(django_filters.FilterSet):
    """By number, state, cycle, unit, method and assessor; for one's own sheets without the assessor."""

    search = django_filters.CharFilter(label=_("Number or topic"), method="find")
    state = django_filters.ChoiceFilter(label=_("State"), choices=SheetState.choices, empty_label=_("All states"))
    cycle = django_filters.ModelChoiceFilter(
        label=_("Cycle"), queryset=Cycle.objects.all(), to_field_name="code", empty_label=_("All cycles")
    )
    unit = UnitFilter(
        label=_("Unit"),
        queryset=Unit.objects.none(),
        to_field_name="code",
        empty_label=_("All units"),
    )
    method = django_filters.ChoiceFilter(label=_("Method"), choices=Method.choices, empty_label=_("All methods"))
    assessor = django_filters.ModelChoiceFilter(
        label=_("Assessor"),
        queryset=Person.objects.none(),
        to_field_name="staff_number",
        method="by_assessor",
        empty_label=_("All assessors"),
    )
    late = django_filters.BooleanFilter(label=_("Late only"), method="only_late", widget=forms.CheckboxInput)

    class Meta:
        model = ScoreSheet
        fields = ("search", "state", "cycle", "unit", "method", "assessor", "late")

    def __init__(self, *args, own: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        offer_what_is_seen(self, kwargs["queryset"])
        if own:
            del self.filters["assessor"]

    @property
    def is_used(self) -> bool:
        """Whether anything narrows the list. A choice that does not exist narrows nothing."""
        return self.is_bound and any(value not in (None, "", False) for value in self.form.cleaned_data.values())

    def find(self, rows, _name, words):
        return rows.filter(
            Q(number__icontains=words) | Q(record__topic__icontains=words) | Q(record__number__icontains=words)
        )

    def by_assessor(self, rows, _name, person):
        return rows.filter(Q(assessor=person) | Q(co_assessor=person))

    def only_late(self, rows, _name, wanted):
        return overdue(rows) if wanted else rows


class BoardFilter(django_filters.FilterSet):
    """By cycle, unit and method, for the loads as well (`people` False); by assessor and lateness the sheets alone. `offered`: the
    sheets of whose units and assessors there is a choice."""

    cycle = django_filters.ModelChoiceFilter(
        label=_("Cycle"), queryset=Cycle.objects.all(), to_field_name="code", empty_label=_("All cycles")
    )
    unit = UnitFilter(
        label=_("Unit"),
        queryset=Unit.objects.none(),
        to_field_name="code",
        empty_label=_("All units"),
    )
    method = django_filters.ChoiceFilter(label=_("Method"), choices=Method.choices, empty_label=_("All methods"))
    assessor = django_filters.ModelChoiceFilter(
        label=_("Assessor"),
        queryset=Person.objects.none(),
        to_field_name="staff_number",
        method="by_assessor",
        empty_label=_("All assessors"),
    )
    late = django_filters.BooleanFilter(label=_("Late only"), method="only_late", widget=forms.CheckboxInput)

    class Meta:
        model = ScoreSheet
        fields = ("cycle", "unit", "method", "assessor", "late")

    def __init__(self, *args, offered: QuerySet[ScoreSheet], people: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        offer_what_is_seen(self, offered)
        if not people:
            del self.filters["assessor"], self.filters["late"]

    def chosen(self) -> list[str]:
        """What narrows it, in words: “2026Q4”, “East Branch”, “On-site observation”. A choice that does not exist narrows nothing."""
        if not self.is_bound or not self.form.is_valid():
            return []
        names = {"method": dict(Method.choices)}
        found = ((name, self.form.cleaned_data.get(name)) for name in self.filters)
        return [str(names[name][value] if name in names else value) for name, value in found if value]

    def by_assessor(self, rows, _name, person):
        return rows.filter(Q(assessor=person) | Q(co_assessor=person))

    def only_late(self, rows, _name, wanted):
        return overdue(rows) if wanted else rows
