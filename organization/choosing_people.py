"""Choosing one person among many, as `choosing` does for units: a list while they are few, else a search that takes a staff number or a name."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _, gettext_lazy

from foundation.common.templatetags.marks import person_name
from organization.choosing import BETWEEN, OneSearch
from organization.models import Person


def said(person: Person) -> str:
    """“Lin Xiao · 00101”: as it is suggested, and as it is taken back."""
    return f"{person_name(person)}{BETWEEN}{person.staff_number}"


class PersonSearch(OneSearch):
    model = Person
    url_name = "organization:person_find"
    placeholder = gettext_lazy("Part of the name, or staff number")
    said = staticmethod(said)


class PersonField(forms.ModelChoiceField):
    """The form says who can be chosen, with their units. Values are staff numbers; a name is taken too where one person alone has it."""

    widget = PersonSearch

    def __init__(self, **kwargs):
        super().__init__(queryset=Person.objects.none(), to_field_name="staff_number", **kwargs)

    def label_from_instance(self, person: Person) -> str:
        return f"{person_name(person)}{BETWEEN}{person.unit}"

    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            return super().to_python(value)
        except ValidationError:
            return self._named(str(value).strip())

    def _named(self, text: str) -> Person:
        number = text.rpartition(BETWEEN)[2].strip()
        found = list(self.queryset.filter(Q(staff_number__iexact=number) | Q(name=text) | Q(name_en__iexact=text))[:2])
        if len(found) == 1:
            return found[0]
        sentence = (
            _("Several people are called “%(text)s”. Write the staff number instead.")
            if found
            else _(
                "There is nobody “%(text)s” to choose here. Write part of the name and choose from the list, or write the staff number."
            )
        )
        raise ValidationError(sentence % {"text": text[:60]}, code="invalid_choice")
