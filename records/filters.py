"""Filters of the lists; they live in the URL and hold for the export too."""

from datetime import timedelta

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.common import clock
from foundation.common.crypto import keyed_digest
from foundation.common.days import DayFilter
from organization.choosing import UnitFilter
from organization.models import Unit
from organization.tree import descendants
from records.enums import ImportState, Touchpoint
from records.measured import among, conditions
from records.measures import ALL, OUTCOMES, measures
from records.models import ImportRun, RejectedRow, ServiceRecord, Source
from records.selectors import sources_with_records

YES_NO = (("yes", _("Yes")), ("no", _("No")), ("unknown", _("Unknown")))
ANSWERS = {"yes": True, "no": False, "unknown": None}


def measure_choices() -> list[tuple[str, str]]:
    return [(code, str(measures.get(code).label)) for code in conditions]


class RecordFilter(django_filters.FilterSet):
    number = django_filters.CharFilter(
        label=_("Number begins with"), field_name="number", lookup_expr="startswith", max_length=64
    )
    source = django_filters.ModelChoiceFilter(
        label=_("Source"), queryset=sources_with_records, to_field_name="name", empty_label=_("All sources")
    )
    unit = UnitFilter(
        label=_("Unit"),
        queryset=Unit.objects.all(),
        to_field_name="code",
        empty_label=_("All units"),
        method="within_unit",
    )
    since = DayFilter(label=_("From"), method="from_day")
    until = DayFilter(label=_("To"), method="to_day")
    touchpoint = django_filters.ChoiceFilter(
        label=_("Touchpoint"), choices=Touchpoint.choices, empty_label=_("All touchpoints")
    )
    answered = django_filters.ChoiceFilter(
        label=_("Answered"), choices=YES_NO, method="by_answer", empty_label=_("All")
    )

    measure = django_filters.ChoiceFilter(
        label=_("Counts in"), choices=measure_choices, empty_label=_("All measures"), method="of_measure"
    )
    outcome = django_filters.ChoiceFilter(
        label=_("Outcome in it"), choices=OUTCOMES, empty_label=_("Both"), method="of_measure"
    )

    class Meta:
        model = ServiceRecord
        fields = ("number", "source", "unit", "since", "until", "touchpoint", "answered", "measure", "outcome")

    def of_measure(self, rows: QuerySet, name: str, asked: str) -> QuerySet:
        """What a measure counts, all or one outcome: asked once, with the measure; an outcome without a measure asks nothing."""
        if name == "outcome":
            return rows
        return among(rows, asked, self.form.cleaned_data.get("outcome") or ALL)

    def within_unit(self, rows: QuerySet, _name: str, unit: Unit) -> QuerySet:
        """The unit and all below it."""
        return rows.filter(unit__in=descendants({unit.pk}))

    def from_day(self, rows: QuerySet, _name: str, day) -> QuerySet:
        return rows.filter(occurred_at__gte=clock.at_local(day))

    def to_day(self, rows: QuerySet, _name: str, day) -> QuerySet:
        """The last day counts whole."""
        return rows.filter(occurred_at__lt=clock.at_local(day + timedelta(days=1)))

    def by_answer(self, rows: QuerySet, name: str, answer: str) -> QuerySet:
        return rows.filter(**{name: ANSWERS[answer]})


class RejectedFilter(django_filters.FilterSet):
    """Rows that were sent back, by their reasons: `reasons` as `selectors.reasons_of` gives them."""

    why = django_filters.ChoiceFilter(label=_("Reason"), empty_label=_("All reasons"), method="by_reason")

    class Meta:
        model = RejectedRow
        fields = ("why",)

    def __init__(self, *args, reasons: list[dict], **more):
        super().__init__(*args, **more)
        self._keys = {RejectedFilter.name_of(reason["key"]): reason["key"] for reason in reasons}
        self.filters["why"].extra["choices"] = [
            (RejectedFilter.name_of(reason["key"]), f"{reason['sentence']} ({reason['count']:,})") for reason in reasons
        ]

    @staticmethod
    def name_of(key: tuple[str, str, str]) -> str:
        """The reason in an address: without the value, which may be a customer's. With a key, for all numbers of telephones are soon tried."""
        return keyed_digest("\n".join(key).encode(), purpose="rejected-reason")[:12]

    def by_reason(self, rows: QuerySet, _name: str, asked: str) -> QuerySet:
        return rows.filter(**dict(zip(("reason", "column", "value"), self._keys[asked], strict=True)))


class ImportFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=ImportState.choices, empty_label=_("All states"))
    source = django_filters.ModelChoiceFilter(
        label=_("Source"), queryset=Source.objects.order_by("name"), to_field_name="name", empty_label=_("All sources")
    )

    class Meta:
        model = ImportRun
        fields = ("state", "source")
