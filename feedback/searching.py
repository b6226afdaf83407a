"""Questionnaires by title or code, within what the person may see."""

from django.db.models import Q
from django.utils.translation import gettext as _

from feedback.selectors import visible_to
from organization.models import Person
from organization.searching import Hit


def search_questionnaires(person: Person, words: str) -> list[Hit]:
    rows = visible_to(person).filter(
        Q(code__icontains=words) | Q(title_zh__icontains=words) | Q(title_en__icontains=words)
    )
    return [
        Hit(title=str(row), url=row.get_absolute_url(), kind=_("Questionnaire"), detail=row.code) for row in rows[:10]
    ]
