"""Acts on appeals, windows and sheets about one's own work."""

from appeals.services.clarification import open_clarification, refer_appeal, say
from appeals.services.drafts import begin_appeal, discard_appeal, save_appeal
from appeals.services.evidence import add_appeal_evidence, remove_appeal_evidence
from appeals.services.reminders import remind_everybody
from appeals.services.ruling import consent_to_ruling, propose_ruling
from appeals.services.staff import say_word, tell_staff
from appeals.services.submission import submit_appeal, withdraw_appeal
from appeals.services.windows import lengthen_window, open_missing_windows, set_terms

__all__ = [
    "add_appeal_evidence",
    "begin_appeal",
    "consent_to_ruling",
    "discard_appeal",
    "lengthen_window",
    "open_clarification",
    "open_missing_windows",
    "propose_ruling",
    "refer_appeal",
    "remind_everybody",
    "remove_appeal_evidence",
    "save_appeal",
    "say",
    "say_word",
    "set_terms",
    "submit_appeal",
    "tell_staff",
    "withdraw_appeal",
]
