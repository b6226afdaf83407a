"""Votes that wait for a person, and decisions that the search field finds."""

from django.db.models import Q
from django.utils.translation import gettext as _

from decisions.enums import DecisionState
from decisions.selectors import visible_to, waiting_for
from foundation.common import clock
from organization.models import Person
from organization.searching import Hit
from organization.worklist import WorkItem


def votes_of(person: Person) -> list[WorkItem]:
    """The questions on which the person has not voted yet. One query."""
    return [
        WorkItem(
            title=_("Vote: %(question)s") % {"question": decision},
            url=decision.get_absolute_url(),
            group="decisions",
            state=str(DecisionState.OPEN.label),
            tone=DecisionState.OPEN.tone,
            due_on=decision.due_on,
            since=clock.local(decision.created_at).date(),
        )
        for decision in waiting_for(person)
    ]


def find_decisions(person: Person, words: str) -> list[Hit]:
    found = visible_to(person).filter(Q(question_zh__icontains=words) | Q(question_en__icontains=words))
    return [
        Hit(
            title=str(decision),
            url=decision.get_absolute_url(),
            kind=_("Group decision"),
            detail=str(DecisionState(decision.state).label),
        )
        for decision in found.prefetch_related(None)[:5]
    ]
