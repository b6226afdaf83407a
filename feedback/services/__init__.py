"""Acts on questionnaires, links and answers."""

from feedback.services.after_cases import ask_after_cases
from feedback.services.answers import answer_invitation
from feedback.services.building import move_question, remove_question, save_question, undo_step
from feedback.services.drawing import draw_invitees
from feedback.services.invitations import Invited, invite, make_posters, withdraw_batch
from feedback.services.opting_out import opt_in, opt_out
from feedback.services.questionnaires import (
    close_questionnaire,
    copy_questionnaire,
    create_questionnaire,
    edit_questionnaire,
    open_questionnaire,
)
from feedback.services.reminders import export_reminders

__all__ = [
    "Invited",
    "answer_invitation",
    "ask_after_cases",
    "close_questionnaire",
    "copy_questionnaire",
    "create_questionnaire",
    "draw_invitees",
    "edit_questionnaire",
    "export_reminders",
    "invite",
    "make_posters",
    "move_question",
    "open_questionnaire",
    "opt_in",
    "opt_out",
    "remove_question",
    "save_question",
    "undo_step",
    "withdraw_batch",
]
