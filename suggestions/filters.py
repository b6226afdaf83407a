"""Filters of the board; they live in the URL."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from foundation.common.texts import search_words
from organization.choosing import UnitFilter
from organization.models import Unit
from suggestions.enums import SuggestionState, Topic
from suggestions.models import Suggestion


class SuggestionFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(label=_("Words"), method="find")
    state = django_filters.ChoiceFilter(label=_("State"), choices=SuggestionState.choices, empty_label=_("All states"))
    topic = django_filters.ChoiceFilter(
        label=pgettext_lazy("of a suggestion", "Topic"), choices=Topic.choices, empty_label=_("All topics")
    )
    unit = UnitFilter(
        label=_("Unit"), queryset=Unit.objects.filter(valid_to=None), to_field_name="code", empty_label=_("All units")
    )

    class Meta:
        model = Suggestion
        fields = ("search", "state", "topic", "unit")

    def find(self, rows, _name, typed):
        """Only in what everybody may read: hidden words find nothing."""
        for word in search_words(typed):
            rows = rows.filter(
                Q(title_shown__icontains=word) | Q(text_shown__icontains=word) | Q(answer__icontains=word)
            )
        return rows
