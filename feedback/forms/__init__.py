"""Forms of the room; what they refuse, the services refuse too."""

from feedback.forms.invitation import InvitationForm
from feedback.forms.question import QuestionForm
from feedback.forms.questionnaire import QuestionnaireForm

__all__ = ["InvitationForm", "QuestionForm", "QuestionnaireForm"]
