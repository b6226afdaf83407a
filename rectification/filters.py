"""Filters of the lists; they live in the URL and hold for the export too."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import Cycle
from organization.choosing import UnitFilter
from organization.models import Unit
from rectification.enums import FindingSource, FindingState, TaskState
from rectification.models import Finding, RectificationTask
from rectification.selectors import called, late


class TaskFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(label=_("Number or title"), method="find")
    state = django_filters.ChoiceFilter(label=_("State"), choices=TaskState.choices, empty_label=_("All states"))
    cycle = django_filters.ModelChoiceFilter(
        label=_("Cycle"),
        field_name="finding__cycle",
        queryset=Cycle.objects.all(),
        to_field_name="code",
        empty_label=_("All cycles"),
    )
    unit = UnitFilter(
        label=_("Unit"),
        queryset=Unit.objects.filter(tasks__isnull=False).distinct(),
        to_field_name="code",
        empty_label=_("All units"),
    )
    late = django_filters.BooleanFilter(label=_("Late only"), method="only_late", widget=forms.CheckboxInput)

    class Meta:
        model = RectificationTask
        fields = ("search", "state", "cycle", "unit", "late")

    def find(self, rows, _name, words):
        return called(rows, words)

    def only_late(self, rows, _name, wanted):
        return late(rows) if wanted else rows


class FindingFilter(django_filters.FilterSet):
    source = django_filters.ChoiceFilter(
        label=_("Found in"), choices=FindingSource.choices, empty_label=_("All sources")
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=FindingState.choices, empty_label=_("All states"))
    cycle = django_filters.ModelChoiceFilter(
        label=_("Cycle"), queryset=Cycle.objects.all(), to_field_name="code", empty_label=_("All cycles")
    )
    unit = UnitFilter(
        label=_("Unit"),
        queryset=Unit.objects.filter(findings__isnull=False).distinct(),
        to_field_name="code",
        empty_label=_("All units"),
    )

    class Meta:
        model = Finding
        fields = ("source", "state", "cycle", "unit")
