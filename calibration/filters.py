"""Filters of the list of sessions; they live in the URL."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from calibration.enums import SessionState
from calibration.models import CalibrationSession
from standards.models import StandardVersion


class SessionFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(label=_("Number or title"), method="find")
    state = django_filters.ChoiceFilter(label=_("State"), choices=SessionState.choices, empty_label=_("All states"))
    standard = django_filters.ModelChoiceFilter(
        label=_("Standard"),
        field_name="standard_version",
        queryset=StandardVersion.objects.select_related("standard").filter(calibrations__isnull=False).distinct(),
        to_field_name="public_id",
        empty_label=_("All standards"),
    )

    class Meta:
        model = CalibrationSession
        fields = ("search", "state", "standard")

    def find(self, rows, _name, words):
        return rows.filter(Q(number__icontains=words) | Q(title__icontains=words))
