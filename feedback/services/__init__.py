"""Acts on questionnaires, links and answers."""

from feedback.services.answers import answer_invitation
from feedback.services.building import move_question, remove_question, save_question, undo_step
from feedback.services.invitations import Invited, invite, withdraw_batch
from feedback.services.questionnaires import (
    close_questionnaire,
    copy_questionnaire,
    create_questionnaire,
    edit_questionnaire,
    open_questionnaire,
)

__all__ = [
    "Invited",
    "answer_invitation",
    "close_questionnaire",
    "copy_questionnaire",
    "create_questionnaire",
    "edit_questionnaire",
    "invite",
    "move_question",
    "open_questionnaire",
    "remove_question",
    "save_question",
    "undo_step",
    "withdraw_batch",
]
