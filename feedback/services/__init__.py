"""Acts on questionnaires, links and answers."""

from feedback.services.answers import answer_invitation
from feedback.services.invitations import Invited, invite, withdraw_batch
from feedback.services.questionnaires import (
    close_questionnaire,
    create_questionnaire,
    edit_questionnaire,
    open_questionnaire,
)

__all__ = [
    "Invited",
    "answer_invitation",
    "close_questionnaire",
    "create_questionnaire",
    "edit_questionnaire",
    "invite",
    "open_questionnaire",
    "withdraw_batch",
]
