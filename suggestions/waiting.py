"""What of suggestions waits for a person, and what the search field finds."""

from django.db.models import Q
from django.utils.translation import gettext as _

from foundation.common.states import state_of
from foundation.common.texts import localized
from organization.enums import Role
from organization.models import Person
from organization.searching import Hit
from organization.worklist import WorkItem
from suggestions.models import Suggestion
from suggestions.rules import is_staff
from suggestions.selectors import for_list, open_survey, to_answer, visible_to

SHOWN = 20


def waiting_for(person: Person) -> list[WorkItem]:
    """Suggestions to answer, and the month's survey as long as the person has not taken their code."""
    items = []
    if person.has_role(Role.LEAD, Role.HEAD, Role.LIAISON):
        items += [_to_answer(row) for row in to_answer(person)[:SHOWN]]
    survey = open_survey() if is_staff(person) else None
    if survey is not None and not survey.taken.filter(person=person).exists():
        items.append(
            WorkItem(
                title=_("Answer the month’s survey, without your name"),
                url=survey.get_absolute_url(),
                group="suggestions",
                state=str(state_of(survey).label),
                tone="go",
                due_on=survey.closes_on,
            )
        )
    return items


def _to_answer(row: Suggestion) -> WorkItem:
    state = state_of(row)
    return WorkItem(
        title=_("Answer a suggestion: %(title)s") % {"title": row.title},
        url=row.get_absolute_url(),
        group="suggestions",
        detail=row.get_topic_display(),
        unit=localized(row.unit, "name") if row.unit else "",
        state=str(state.label),
        tone="late" if row.is_late else state.tone,
        due_on=row.due_on,
        since=row.received_on,
    )


def search_suggestions(person: Person, words: str) -> list[Hit]:
    rows = for_list(visible_to(person)).filter(Q(title_shown__icontains=words) | Q(text_shown__icontains=words))[:10]
    return [
        Hit(
            row.title_shown,
            row.get_absolute_url(),
            _("suggestion"),
            f"{row.get_topic_display()} · {state_of(row).label}",
        )
        for row in rows
    ]
