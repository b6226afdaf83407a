"""Choosing units among many: what rooms put into their forms and filters.

A short list is quicker than a search, so both widgets show all units while there are few. Beyond that one unit is a field that asks the server
while one types, and takes a code or a name as it is (also without scripts); several are those that are ticked, and what was looked for.
"""

from collections.abc import Iterable, Mapping

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.forms.utils import ErrorDict
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django_filters.fields import ModelChoiceField as FilteredChoiceField

from foundation.common.texts import search_words
from organization.models import Unit

# Up to so many a list is drawn whole.
MANY = 100
SUGGESTED = 20
A_PAGE = 50
BETWEEN = " · "


def matching_units(units: QuerySet[Unit], words: str) -> QuerySet[Unit]:
    """Each word must be in a name or in the code."""
    for word in search_words(words):
        units = units.filter(Q(name_zh__icontains=word) | Q(name_en__icontains=word) | Q(code__icontains=word))
    return units


def said(unit: Unit) -> str:
    """“East Branch · BR-E”: as it stands in lists, and as it is taken back."""
    return f"{unit}{BETWEEN}{unit.code}"


def is_looking(data: Mapping[str, str]) -> bool:
    """Whether a form was sent to look for units in it, not to be judged or kept."""
    return any(name.endswith("_look") for name in data)


def unjudged(form: forms.Form) -> forms.Form:
    """The form as it was sent, without a word on what is missing yet: it is still being filled in."""
    form._errors, form.cleaned_data = ErrorDict(), {}
    return form


class OneSearch(forms.Select):
    """One of what the field's queryset holds: a list while there are few, else a field that asks `url_name` while one types."""

    many_template = "organization/widgets/one_search.html"
    model: type
    url_name: str
    placeholder: str

    @staticmethod
    def said(one) -> str:
        raise NotImplementedError

    def render(self, name, value, attrs=None, renderer=None) -> str:
        if len(self.choices) <= MANY:
            return super().render(name, value, attrs, renderer)
        context = forms.Widget.get_context(self, name, None, attrs)
        given = context["widget"]["attrs"]
        classes = [one for one in given.get("class", "").split() if one not in ("select", "form-select")]
        given["class"] = " ".join(dict.fromkeys([*classes, "form-control"]))
        context["widget"]["value"] = self._shown(value)
        context["url"], context["placeholder"] = reverse(self.url_name), self.placeholder
        return self._render(self.many_template, context, renderer)

    def use_required_attribute(self, initial) -> bool:
        return False

    def _shown(self, value) -> str:
        """What is chosen in words; what cannot be chosen as it was typed."""
        if isinstance(value, self.model):
            return self.said(value)
        text = "" if value is None else str(value)
        field = self.choices.field if hasattr(self.choices, "field") else None
        try:
            return self.said(field.clean(text)) if field and text else text
        except ValidationError:
            return text


class UnitSearch(OneSearch):
    model = Unit
    url_name = "organization:unit_find"
    placeholder = gettext_lazy("Part of the name, or code")
    said = staticmethod(said)


class NamedUnit:
    """For fields with one unit: takes what `to_field_name` says, and else a code, a name, or both as `said` puts them."""

    widget = UnitSearch

    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            return super().to_python(value)
        except ValidationError:
            return self._named(str(value).strip())

    def _named(self, text: str) -> Unit:
        code = text.rpartition(BETWEEN)[2].strip()
        found = list(self.queryset.filter(Q(code__iexact=code) | Q(name_zh=text) | Q(name_en__iexact=text))[:2])
        if len(found) == 1:
            return found[0]
        sentence = (
            _("Several units are called “%(text)s”. Write the code instead.")
            if found
            else _(
                "There is no unit “%(text)s” to choose here. Write part of its name and choose from the list, or write its code."
            )
        )
        raise ValidationError(sentence % {"text": text[:60]}, code="invalid_choice")


class UnitField(NamedUnit, forms.ModelChoiceField):
    """The same in forms, where the room says which units can be chosen and by what they are called."""


class UnitFilterField(NamedUnit, FilteredChoiceField):
    """The same in filters that live in the URL, where units stand by their codes."""


class UnitFilter(django_filters.ModelChoiceFilter):
    field_class = UnitFilterField


class UnitFinder(forms.SelectMultiple):
    """Several units: ticks in columns; among many those that are ticked, and below a search what it has found, in pages.

    The look goes to the form's own address with everything in it (`is_looking`), so nothing that was filled in is lost, with scripts or without.
    """

    template_name = "organization/widgets/unit_finder.html"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.words, self.page = "", 1

    def value_from_datadict(self, data, files, name):
        self.words = data.get(f"{name}_find", "")[:60].strip()
        page = data.get(f"{name}_look", "1")
        self.page = int(page) if page.isdecimal() and len(page) < 6 else 1
        return super().value_from_datadict(data, files, name)

    def use_required_attribute(self, initial) -> bool:
        return False

    def get_context(self, name, value, attrs) -> dict:
        context = forms.Widget.get_context(self, name, None, attrs)
        ticked = {str(one) for one in value or ()}
        known = [(str(key), str(label)) for key, label in self.choices]
        chosen = [option for option in known if option[0] in ticked]
        others = [option for option in known if option[0] not in ticked]
        is_many = len(known) > MANY
        if is_many:
            others = [option for option in others if _has(option, self.words)]
        last = max(-(-len(others) // A_PAGE), 1) if is_many else 1
        page = min(self.page or 1, last)
        shown = others[(page - 1) * A_PAGE : page * A_PAGE] if is_many else others
        return context | {
            "is_many": is_many,
            "options": [(*one, True) for one in chosen] + [(*one, False) for one in shown]
            if is_many
            else _in_place(known, ticked),
            "words": self.words,
            "ticked": len(chosen),
            "found": len(others),
            "page": page,
            "last": last,
        }


def _in_place(known: Iterable[tuple[str, str]], ticked: set[str]) -> list[tuple[str, str, bool]]:
    return [(key, label, key in ticked) for key, label in known]


def _has(option: tuple[str, str], words: str) -> bool:
    key, label = option
    text = f"{key} {label}".casefold()
    return all(word in text for word in search_words(words.casefold()))
