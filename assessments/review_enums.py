"""Life cycle of a sheet's review by a lead, and by what rule sheets come to it (R16, R19)."""

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from assessments.enums import CycleState
from foundation.common.states import State

# While this goes on, sealed sheets are reviewed: later the figures are approved and units read them.
REVIEWABLE = (CycleState.COLLECTING, CycleState.INITIAL, CycleState.REVIEW, CycleState.APPROVAL)
# A rule may be set until the group of the gate has decided.
RULES_MAY_CHANGE = (CycleState.PREPARING, CycleState.COLLECTING, CycleState.INITIAL, CycleState.REVIEW)
# From here on the secret of the lots is shown.
LOTS_ARE_SHOWN = (CycleState.APPROVAL, CycleState.FEEDBACK, CycleState.PUBLISHED)


class ReviewWay(models.TextChoices):
    """Which sealed sheets are reviewed."""

    ALL = "all", _("All sheets")
    SHARE = "share", _("A share, by lot")
    NONE = "none", _("No review")
    FOLLOW = "follow", _("As the cycle")


class ReviewCause(models.TextChoices):
    """Why a sheet came to be reviewed."""

    ALL = "all", _("All sheets are reviewed")
    LOT = "lot", _("Drawn by lot")
    HAND = "hand", _("Taken up by a lead")


class ReviewState(State):
    WAITING = "waiting", pgettext_lazy("review", "Waiting for review")
    RETURNED = "returned", pgettext_lazy("review", "Returned")
    APPROVED = "approved", pgettext_lazy("review", "Reviewed")

    @classmethod
    def tones(cls):
        return {"waiting": "wait", "returned": "late", "approved": "done"}

    @classmethod
    def transitions(cls):
        # A correction of what was approved, or a second thought, brings it back.
        return {"waiting": ("approved", "returned"), "returned": ("waiting",), "approved": ("waiting",)}


class ReviewAct(models.TextChoices):
    """One step of a review, as it stays in the sheet's history."""

    CALLED = "called", pgettext_lazy("review", "Came to be reviewed")
    APPROVED = "approved", pgettext_lazy("review", "Approved")
    RETURNED = "returned", pgettext_lazy("review", "Returned to the assessor")
    CORRECTED = "corrected", pgettext_lazy("review", "Corrected by a further revision")
    STANDS = "stands", pgettext_lazy("review", "Stands as it is")
    REOPENED = "reopened", pgettext_lazy("review", "Taken up again")

    @property
    def tone(self) -> str:
        return {"approved": "done", "returned": "late", "called": "wait", "reopened": "wait"}.get(self.value, "go")
