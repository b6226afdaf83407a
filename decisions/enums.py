"""The life of a group decision, and what a member can say."""

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from foundation.common.states import State


class DecisionState(State):
    OPEN = "open", _("Being voted on")
    ACCEPTED = "accepted", pgettext_lazy("decision", "Accepted")
    REFUSED = "refused", pgettext_lazy("decision", "Refused")
    LAPSED = "lapsed", _("No quorum")
    WITHDRAWN = "withdrawn", pgettext_lazy("decision", "Withdrawn")

    @classmethod
    def tones(cls):
        return {"open": "wait", "accepted": "done", "refused": "late", "lapsed": "late", "withdrawn": "idle"}

    @classmethod
    def transitions(cls):
        return {"open": ("accepted", "refused", "lapsed", "withdrawn")}


class Choice(models.TextChoices):
    FOR = "for", _("In favour")
    AGAINST = "against", _("Against")
    ABSTAIN = "abstain", _("Abstention")
    RECUSE = "recuse", _("Recusal")


# Whoever says one of these says why.
WITH_REASON = (Choice.AGAINST, Choice.RECUSE)
