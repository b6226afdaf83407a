"""Filters of the lists; they live in the URL and hold for the export too."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from appeals.enums import OPEN, AppealState, Outcome
from appeals.models import Appeal
from assessments.models import Cycle
from foundation.common import clock
from organization.choosing import UnitFilter
from organization.models import Unit


class AppealFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(label=_("Number of the appeal or sheet"), method="find")
    state = django_filters.ChoiceFilter(label=_("State"), choices=AppealState.choices, empty_label=_("All states"))
    outcome = django_filters.ChoiceFilter(label=_("Outcome"), choices=Outcome.choices, empty_label=_("All outcomes"))
    cycle = django_filters.ModelChoiceFilter(
        label=_("Cycle"), queryset=Cycle.objects.all(), to_field_name="code", empty_label=_("All cycles")
    )
    unit = UnitFilter(
        label=_("Unit"),
        queryset=Unit.objects.filter(appeals__isnull=False).distinct(),
        to_field_name="code",
        empty_label=_("All units"),
    )
    late = django_filters.BooleanFilter(label=_("Late only"), method="only_late", widget=forms.CheckboxInput)

    class Meta:
        model = Appeal
        fields = ("search", "state", "outcome", "cycle", "unit", "late")

    def find(self, rows, _name, words):
        return rows.filter(Q(number__icontains=words) | Q(sheet__number__icontains=words))

    def only_late(self, rows, _name, wanted):
        return rows.filter(state__in=OPEN, due_on__lt=clock.today()) if wanted else rows
