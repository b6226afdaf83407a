"""Kinds of questions, and the lives of questionnaire and invitation."""

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from foundation.common.states import State


class QuestionKind(models.TextChoices):
    SATISFACTION = "satisfaction", _("Satisfaction, 1 to 5")
    RECOMMEND = "recommend", _("Recommendation, 0 to 10")
    EFFORT = "effort", _("Effort, 1 to 7")
    YES_NO = "yes_no", _("Yes or no")
    LIKERT5 = "likert5", _("Agreement, 1 to 5")
    LIKERT7 = "likert7", _("Agreement, 1 to 7")
    SERVQUAL = "servqual", _("SERVQUAL pair: expected and found, 1 to 7")
    CHOICE = "choice", _("One of several answers")
    CHOICES = "choices", _("Several answers")
    TEXT = "text", _("Free text")

    @property
    def has_options(self) -> bool:
        return self in (QuestionKind.CHOICE, QuestionKind.CHOICES)

    @property
    def can_be_condition(self) -> bool:
        """Closed questions with one answer or one set of answers. A pair has two, so “was answered with 3” would mean nothing."""
        return self not in (QuestionKind.TEXT, QuestionKind.SERVQUAL)

    @property
    def measure(self) -> str:
        """Code of the measure that an answer of this kind may count in; empty for none."""
        return {
            "satisfaction": "feedback.satisfaction",
            "recommend": "feedback.recommend",
            "effort": "feedback.effort",
            "yes_no": "feedback.need_met",
        }.get(self.value, "")


class ServqualDimension(models.TextChoices):
    """The five of Parasuraman, Zeithaml and Berry (1988), in their order."""

    TANGIBLES = "tangibles", _("Tangibles")
    RELIABILITY = "reliability", _("Reliability")
    RESPONSIVENESS = "responsiveness", _("Responsiveness")
    ASSURANCE = "assurance", _("Assurance")
    EMPATHY = "empathy", _("Empathy")


class Part(models.TextChoices):
    """The two halves of a SERVQUAL pair."""

    EXPECTATION = "expectation", _("What you expect of an excellent bank")
    PERCEPTION = "perception", _("What you found with us")


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
