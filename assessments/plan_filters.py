"""Filters of the plans of a cycle; they live in the URL."""

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from assessments.enums import PlanStep
from assessments.models import Plan
from assessments.selectors.plan_steps import at_step, waiting_for
from organization.choosing import matching_units
from organization.models import Person, Unit


class PlanFilter(django_filters.FilterSet):
    """By unit and next step, and only what waits for the reader."""

    search = django_filters.CharFilter(label=_("Unit"), method="find")
    step = django_filters.ChoiceFilter(
        label=_("Next step"), choices=PlanStep.choices, method="at", empty_label=pgettext_lazy("plans", "All plans")
    )
    mine = django_filters.BooleanFilter(label=_("Waits for me"), method="only_mine", widget=forms.CheckboxInput)

    class Meta:
        model = Plan
        fields = ("search", "step", "mine")

    def __init__(self, *args, reader: Person, **kwargs):
        super().__init__(*args, **kwargs)
        self.reader = reader

    def find(self, rows: QuerySet, _name, words: str) -> QuerySet:
        return rows.filter(unit__in=matching_units(Unit.objects.all(), words))

    def at(self, rows: QuerySet, _name, step: str) -> QuerySet:
        return at_step(rows, step)

    def only_mine(self, rows: QuerySet, _name, wanted: bool) -> QuerySet:
        return waiting_for(self.reader, rows) if wanted else rows
