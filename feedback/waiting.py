"""What of this room waits on people's first screens: a draft for its author, and an open questionnaire that nobody was given a link for."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from feedback.enums import QuestionnaireState
from feedback.models import InvitationBatch, Questionnaire
from feedback.rules import can_create_questionnaire
from organization.models import Person
from organization.worklist import WorkItem


def work_of(person: Person) -> list[WorkItem]:
    """For leads; one query."""
    if not can_create_questionnaire(person):
        return []
    handed_out = Exists(InvitationBatch.objects.filter(questionnaire=OuterRef("pk")))
    own_draft = Q(state=QuestionnaireState.DRAFT, author=person)
    waiting = Questionnaire.objects.annotate(handed_out=handed_out).filter(
        own_draft | Q(state=QuestionnaireState.OPEN, handed_out=False)
    )
    return [
        WorkItem(
            title=(
                _("Open the questionnaire “%(title)s”")
                if row.state == QuestionnaireState.DRAFT
                else _("Hand out links to “%(title)s”")
            )
            % {"title": row},
            url=row.get_absolute_url(),
            group="feedback",
            detail=row.code,
            state=str(QuestionnaireState(row.state).label),
            tone=QuestionnaireState(row.state).tone,
        )
        for row in waiting
    ]
