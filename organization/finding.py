"""Units and people in the search, for those who may read their pages."""

from django.db.models import Q
from django.utils.translation import gettext as _

from foundation.common.templatetags.marks import person_name
from foundation.common.texts import search_words
from organization.models import Person
from organization.searching import Hit
from organization.selectors import matching, units_visible_to, visible_to

MOST = 10


def find_units(person: Person, words: str) -> list[Hit]:
    units = units_visible_to(person).select_related("parent")
    for word in search_words(words):
        units = units.filter(Q(name_zh__icontains=word) | Q(name_en__icontains=word) | Q(code__istartswith=word))
    return [
        Hit(str(unit), unit.get_absolute_url(), _("Unit"), f"{unit.code} · {unit.get_kind_display()}")
        for unit in units[:MOST]
    ]


def find_people(person: Person, words: str) -> list[Hit]:
    people = matching(visible_to(person), words).select_related("unit")
    return [
        Hit(person_name(found), found.get_absolute_url(), _("Person"), f"{found.staff_number} · {found.unit}")
        for found in people[:MOST]
    ]
