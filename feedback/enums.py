"""Kinds of questions, and the lives of questionnaire and invitation."""

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from foundation.common.states import State


class QuestionKind(models.TextChoices):
    SATISFACTION = "satisfaction", _("Satisfaction, 1 to 5")
    RECOMMEND = "recommend", _("Recommendation, 0 to 10")
    YES_NO = "yes_no", _("Yes or no")
    TEXT = "text", _("Free text")


class QuestionnaireState(State):
    DRAFT = "draft", _("Draft")
    OPEN = "open", pgettext_lazy("questionnaire", "Open")
    CLOSED = "closed", pgettext_lazy("questionnaire", "Closed")

    @classmethod
    def tones(cls):
        return {"draft": "idle", "open": "go", "closed": "done"}

    @classmethod
    def transitions(cls):
        return {"draft": ("open",), "open": ("closed",)}
