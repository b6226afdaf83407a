"""Filters of the lists of answers and links; they live in the URL and hold for the export too."""

from datetime import timedelta

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from feedback.measures import LINK_OUTCOMES, among, among_links, conditions
from feedback.models import Answer, Invitation, Questionnaire
from feedback.selectors import scope_of, visible_to
from foundation.common import clock
from foundation.common.days import DayFilter
from organization.choosing import UnitFilter
from organization.models import Unit
from organization.tree import descendants
from records.measures import ALL, HITS, MISSES, NEITHER, measures

ANSWER_OUTCOMES = (
    (HITS, _("Hits")),
    (NEITHER, pgettext_lazy("answers", "Neither")),
    (MISSES, _("Misses")),
)


def measure_choices() -> list[tuple[str, str]]:
    return [(code, str(measures.get(code).label)) for code in conditions]


def _units(request) -> QuerySet[Unit]:
    """Those of which the reader may see anything: the names of the others are none of theirs."""
    scope = scope_of(request.person)
    return Unit.objects.order_by("code") if scope is None else Unit.objects.filter(pk__in=scope).order_by("code")


def _questionnaires(request) -> QuerySet[Questionnaire]:
    return visible_to(request.person)


class PlaceAndTime(django_filters.FilterSet):
    """Which questionnaire, which unit with those below it, from which day to which. `unit_field` and `at_field` say where a row has them."""

    unit_field, at_field = "unit", "created_at"

    questionnaire = django_filters.ModelChoiceFilter(
        label=_("Questionnaire"), queryset=_questionnaires, to_field_name="code", empty_label=_("All questionnaires")
    )
    unit = UnitFilter(
        label=_("Unit"), queryset=_units, to_field_name="code", empty_label=_("All units"), method="within_unit"
    )
    since = DayFilter(label=_("From"), method="from_day")
    until = DayFilter(label=_("To"), method="to_day")

    def within_unit(self, rows: QuerySet, _name: str, unit: Unit) -> QuerySet:
        return rows.filter(**{f"{self.unit_field}__in": descendants({unit.pk})})

    def from_day(self, rows: QuerySet, _name: str, day) -> QuerySet:
        return rows.filter(**{f"{self.at_field}__gte": clock.at_local(day)})

    def to_day(self, rows: QuerySet, _name: str, day) -> QuerySet:
        """The last day counts whole."""
        return rows.filter(**{f"{self.at_field}__lt": clock.at_local(day + timedelta(days=1))})


class AnswerFilter(PlaceAndTime):
    unit_field, at_field = "response__unit", "response__answered_at"

    questionnaire = django_filters.ModelChoiceFilter(
        label=_("Questionnaire"),
        queryset=_questionnaires,
        field_name="response__questionnaire",
        to_field_name="code",
        empty_label=_("All questionnaires"),
    )
    measure = django_filters.ChoiceFilter(
        label=_("Counts in"), choices=measure_choices, empty_label=_("All measures"), method="of_measure"
    )
    outcome = django_filters.ChoiceFilter(
        label=_("Outcome in it"), choices=ANSWER_OUTCOMES, empty_label=_("All"), method="of_measure"
    )

    class Meta:
        model = Answer
        fields = ("questionnaire", "unit", "since", "until", "measure", "outcome")

    def of_measure(self, rows: QuerySet, name: str, asked: str) -> QuerySet:
        """What a measure counts, all or one outcome: asked once, with the measure; an outcome without a measure asks nothing."""
        if name == "outcome":
            return rows
        return among(rows, asked, self.form.cleaned_data.get("outcome") or ALL)


class LinkFilter(PlaceAndTime):
    """By the day on which the links were made, as the response rate counts."""

    at_field = "batch__created_at"

    outcome = django_filters.ChoiceFilter(
        label=_("Answered?"),
        choices=tuple(LINK_OUTCOMES.items()),
        empty_label=_("All"),
        method="of_outcome",
    )

    class Meta:
        model = Invitation
        fields = ("questionnaire", "unit", "since", "until", "outcome")

    def of_outcome(self, rows: QuerySet, _name: str, asked: str) -> QuerySet:
        return among_links(rows, asked)
