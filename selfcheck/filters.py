"""Filters of the lists; they live in the URL and hold for the export too."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models import Cycle
from foundation.common import clock
from foundation.common.days import DayFilter
from organization.models import Unit
from selfcheck.enums import STILL_OPEN, CheckState, EntryKind
from selfcheck.models import LogEntry, SelfCheck


class CheckFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(label=_("Unit"), method="find")
    cycle = django_filters.ModelChoiceFilter(
        label=_("Cycle"),
        queryset=Cycle.objects.filter(self_checks__isnull=False).distinct(),
        to_field_name="code",
        empty_label=_("All cycles"),
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=CheckState.choices, empty_label=_("All states"))
    late = django_filters.BooleanFilter(label=_("Late only"), method="only_late", widget=forms.CheckboxInput)

    class Meta:
        model = SelfCheck
        fields = ("search", "cycle", "state", "late")

    def find(self, rows, _name, words):
        return rows.filter(
            Q(unit__name_zh__icontains=words) | Q(unit__name_en__icontains=words) | Q(unit__code__iexact=words)
        )

    def only_late(self, rows, _name, wanted):
        return rows.filter(state__in=STILL_OPEN, due_on__lt=clock.today()) if wanted else rows


class LogFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(label=_("Number or text"), method="find")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=EntryKind.choices, empty_label=_("All kinds"))
    unit = django_filters.ModelChoiceFilter(
        label=_("Unit"), queryset=Unit.objects.none(), to_field_name="code", empty_label=_("All units")
    )
    indicator = django_filters.CharFilter(
        label=_("Code of the indicator"), field_name="indicator__code", lookup_expr="iexact"
    )
    first = DayFilter(label=_("From"), field_name="day", lookup_expr="gte")
    last = DayFilter(label=_("Up to and with"), field_name="day", lookup_expr="lte")

    class Meta:
        model = LogEntry
        fields = ("search", "kind", "unit", "indicator", "first", "last")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = Unit.objects.filter(pk__in=self.queryset.order_by().values("unit"))
        self.filters["unit"].field.queryset = own.order_by("code")

    def find(self, rows, _name, words):
        return rows.filter(Q(number__icontains=words) | Q(found__icontains=words) | Q(done__icontains=words))
