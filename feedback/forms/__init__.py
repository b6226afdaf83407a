"""Forms of the room; what they refuse, the services refuse too."""

from feedback.forms.invitation import DrawForm, InvitationForm, PosterForm
from feedback.forms.question import QuestionForm
from feedback.forms.questionnaire import QuestionnaireForm

__all__ = ["DrawForm", "InvitationForm", "PosterForm", "QuestionForm", "QuestionnaireForm"]
