"""Absences, expertise, and what units ask for."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.common.days import DayField
from foundation.common.templatetags.marks import person_name
from organization.enums import Half
from organization.expertise import kinds
from organization.forms.units import UnitChoice
from organization.models import Person, Unit


class PersonChoice(forms.ModelChoiceField):
    """People by their public id, with the unit beside the name."""

    def __init__(self, **kwargs):
        super().__init__(to_field_name="public_id", **kwargs)

    def label_from_instance(self, person: Person) -> str:
        return f"{person_name(person)} · {person.unit}"


class AbsenceForm(forms.Form):
    """`people`: those for whom the reader may enter one; for oneself alone the field is not shown."""

    person = PersonChoice(label=_("Who"), queryset=Person.objects.none(), empty_label=None)
    first_day = DayField(label=_("Away from"))
    first_half = forms.ChoiceField(label=_("Beginning in the"), choices=Half.choices, initial=Half.MORNING)
    last_day = DayField(label=_("Up to and with"))
    last_half = forms.ChoiceField(
        label=_("Ending in the"),
        choices=Half.choices,
        initial=Half.AFTERNOON,
        help_text=_("Why is not asked. Draws and reassignments from now on go round it."),
    )

    def __init__(self, *args, people: QuerySet[Person], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class AbsenceFilter(forms.Form):
    unit = UnitChoice(
        label=_("Unit"), required=False, empty_label=_("All units"), queryset=Unit.objects.order_by("code")
    )
    when = forms.ChoiceField(
        label=_("When"),
        required=False,
        choices=[("", _("Now and later")), ("past", _("Over")), ("all", _("All, withdrawn ones too"))],
    )


def _choices(*, knowledge: bool) -> list:
    """Grouped by kind; the value is “kind:value”. Nothing is chosen beforehand."""
    return [("", _("Choose"))] + [
        (kind.label, [(f"{name}:{value}", label) for value, label in kind.choices()])
        for name, kind in kinds.items()
        if kind.is_knowledge or not knowledge
    ]


class ExpertiseForm(forms.Form):
    value = forms.ChoiceField(label=_("May take, or knows"), choices=lambda: _choices(knowledge=False))
    valid_from = DayField(label=_("From"), required=False, help_text=_("Empty: from today on."))
    valid_to = DayField(
        label=_("Until"),
        required=False,
        help_text=_("The first day on which it no longer holds. Empty: until it is ended."),
    )


class NeedForm(forms.Form):
    value = forms.ChoiceField(label=_("Whoever assesses the unit knows"), choices=lambda: _choices(knowledge=True))
