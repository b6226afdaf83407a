"""Filters of the review queue; they live in the URL and go along from sheet to sheet."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import Method
from assessments.models import Cycle, SheetReview
from organization.models import Person, Unit


class ReviewFilter(django_filters.FilterSet):
    cycle = django_filters.ModelChoiceFilter(
        label=_("Cycle"),
        queryset=Cycle.objects.filter(sheets__review__isnull=False).distinct(),
        field_name="sheet__cycle",
        to_field_name="code",
        empty_label=_("All cycles"),
    )
    unit = django_filters.ModelChoiceFilter(
        label=_("Unit"),
        queryset=Unit.objects.filter(sheets__review__isnull=False).distinct(),
        field_name="sheet__unit",
        to_field_name="code",
        empty_label=_("All units"),
    )
    method = django_filters.ChoiceFilter(
        label=_("Method"), choices=Method.choices, field_name="sheet__method", empty_label=_("All methods")
    )
    assessor = django_filters.ModelChoiceFilter(
        label=_("Assessor"),
        queryset=Person.objects.filter(Q(sheets__review__isnull=False) | Q(co_sheets__review__isnull=False)).distinct(),
        to_field_name="staff_number",
        method="by_assessor",
        empty_label=_("All assessors"),
    )

    class Meta:
        model = SheetReview
        fields = ("cycle", "unit", "method", "assessor")

    def by_assessor(self, rows, _name, person):
        return rows.filter(Q(sheet__assessor=person) | Q(sheet__co_assessor=person))

    @property
    def query(self) -> str:
        """What is filtered by, to be taken along: “cycle=2026Q4&assessor=00011”."""
        kept = self.data.copy() if self.is_bound else None
        if kept is None:
            return ""
        for name in list(kept):
            if name not in self.filters or not kept[name]:
                del kept[name]
        return kept.urlencode()
