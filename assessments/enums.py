"""Methods and life cycles of a quarter's assessment."""

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from foundation.common.states import State


class CycleType(models.TextChoices):
    QUARTER = "quarter", _("Quarterly assessment")
    SPECIAL = "special", _("Special assessment")


class Method(models.TextChoices):
    RECORD_REVIEW = "record_review", _("Record review")
    ON_SITE = "on_site", _("On-site observation")
    CALLBACK = "callback", _("Follow-up callback")
    MYSTERY = "mystery", _("Mystery visit")
    INTERVIEW = "interview", _("Customer interview")
    FOOTAGE = "footage", _("CCTV review")


class CycleState(State):
    """The gates of a cycle (R48). A state is called by what goes on in it; its gate is passed when that is done.

    A quarter that was opened too early is taken back: it stands before all gates until it is opened again.
    """

    WITHDRAWN = "withdrawn", pgettext_lazy("cycle", "Taken back")
    PREPARING = "preparing", pgettext_lazy("cycle", "Not begun")
    COLLECTING = "collecting", pgettext_lazy("cycle", "Collecting")
    INITIAL = "initial", pgettext_lazy("cycle", "Initial assessment")
    REVIEW = "review", pgettext_lazy("cycle", "Review")
    APPROVAL = "approval", pgettext_lazy("cycle", "Approval")
    FEEDBACK = "feedback", _("Feedback")
    PUBLISHED = "published", _("Published")

    @classmethod
    def tones(cls):
        return {
            "withdrawn": "idle",
            "preparing": "idle",
            "collecting": "go",
            "initial": "go",
            "review": "wait",
            "approval": "wait",
            "feedback": "wait",
            "published": "done",
        }

    @classmethod
    def transitions(cls):
        return {
            "withdrawn": ("preparing", "collecting"),
            "preparing": ("collecting", "withdrawn"),
            "collecting": ("initial",),
            "initial": ("review", "collecting"),
            "review": ("approval", "initial", "collecting"),
            "approval": ("feedback", "review", "initial", "collecting"),
            "feedback": ("published", "approval", "review", "initial", "collecting"),
        }

    @property
    def next(self) -> "CycleState | None":
        """What the gate leads to; None after the last."""
        order = list(CycleState)
        return order[order.index(self) + 1] if self != order[-1] else None

    @property
    def earlier(self) -> "tuple[CycleState, ...]":
        """The gates that can be gone back to from here, nearest first."""
        order = [one for one in CycleState if one != CycleState.WITHDRAWN]
        if self not in order:
            return ()
        here = order.index(self)
        return tuple(one for one in reversed(order[:here]) if self.may_become(one))


# Nothing has been collected yet.
NOT_BEGUN = (CycleState.WITHDRAWN, CycleState.PREPARING)
# Sheets are scored, measures computed, spot checks drawn.
UNDER_WAY = (CycleState.COLLECTING, CycleState.INITIAL)
# Sealed sheets may still be corrected.
CORRECTABLE = (*UNDER_WAY, CycleState.REVIEW, CycleState.APPROVAL, CycleState.FEEDBACK)
# Decided by a group.
BY_GROUP = (CycleState.REVIEW, CycleState.APPROVAL)
# The results are approved: units read their own, findings and publications are made from them.
APPROVED_RESULTS = (CycleState.FEEDBACK, CycleState.PUBLISHED)


class PlanState(State):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for approval")
    APPROVED = "approved", _("Approved")
    DRAWING = "drawing", _("Being drawn")
    SCORING = "scoring", pgettext_lazy("state", "Scoring")
    DONE = "done", _("All sheets sealed")

    @classmethod
    def tones(cls):
        return {
            "draft": "idle",
            "submitted": "wait",
            "approved": "go",
            "drawing": "wait",
            "scoring": "go",
            "done": "done",
        }

    @classmethod
    def transitions(cls):
        return {
            "draft": ("submitted",),
            "submitted": ("draft", "approved"),
            "approved": ("drawing", "draft"),
            "drawing": ("scoring",),
            "scoring": ("done",),
            "done": ("scoring",),
        }


class PlanStep(models.TextChoices):
    """What comes next for a plan; each plan is at one step."""

    COMPLETE = "complete", _("To be completed")
    SEND = "send", _("To be sent for approval")
    REVISE = "revise", _("Returned, to be revised")
    APPROVE = "approve", _("Waiting for approval")
    DRAW = "draw", _("Approved, to be drawn")
    DRAWING = "drawing", _("Being drawn")
    SCORE = "score", pgettext_lazy("plan", "Being scored")
    DONE = "done", _("All sheets sealed")


class SheetState(State):
    ASSIGNED = "assigned", _("Not started")
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Sealed")

    @classmethod
    def tones(cls):
        return {"assigned": "idle", "draft": "go", "submitted": "done"}

    @classmethod
    def transitions(cls):
        # Back to “not started” where the sheet goes to somebody else, who begins anew, or its item falls out.
        return {"assigned": ("draft", "submitted"), "draft": ("submitted", "assigned")}


class CommentState(State):
    """A text for deduction reasons: one's own, or everybody's."""

    MINE = "mine", pgettext_lazy("comment template", "Mine")
    PROPOSED = "proposed", pgettext_lazy("comment template", "Proposed")
    SHARED = "shared", pgettext_lazy("comment template", "Shared")
    RETIRED = "retired", pgettext_lazy("comment template", "Retired")

    @classmethod
    def tones(cls):
        return {"mine": "go", "proposed": "wait", "shared": "done", "retired": "idle"}

    @classmethod
    def transitions(cls):
        return {
            "mine": ("proposed", "shared"),
            "proposed": ("mine", "shared"),
            "shared": ("retired",),
            "retired": ("shared",),
        }


class CallOutcome(models.TextChoices):
    """What came of one attempt to call a customer (R15)."""

    COMPLETED = "completed", _("Reached, questions answered")
    BROKEN_OFF = "broken_off", _("Reached, broken off midway")
    LATER = "later", _("Reached, asks for another time")
    REFUSED = "refused", _("Reached, refuses to be asked")
    NO_ANSWER = "no_answer", _("No answer")
    BUSY = "busy", _("Line busy")
    WRONG_NUMBER = "wrong_number", _("Wrong number, somebody else answers")
    OUT_OF_SERVICE = "out_of_service", _("Number out of service")

    @property
    def tone(self) -> str:
        if self == CallOutcome.COMPLETED:
            return "done"
        return "late" if self in CLOSING else "wait"


# The number leads nowhere: no further attempt is of use.
DEAD_NUMBER = (CallOutcome.WRONG_NUMBER, CallOutcome.OUT_OF_SERVICE)
# After these nobody calls again.
CLOSING = (CallOutcome.REFUSED, *DEAD_NUMBER)


class FactSheetOutcome(models.TextChoices):
    """What the unit's head did with the facts that were found on a visit."""

    SIGNED = "signed", pgettext_lazy("fact sheet", "Signed")
    REFUSED = "refused", _("Refused to sign")

    @property
    def tone(self) -> str:
        return "done" if self == FactSheetOutcome.SIGNED else "late"


class SpotCheckGround(models.TextChoices):
    """Why a spot check was planned."""

    PROMISED = "promised", _("Promised to every unit")
    RISK = "risk", _("Drawn by risk")


class SpotCheckState(State):
    PLANNED = "planned", _("Planned")
    DRAWN = "drawn", _("Drawn")
    SKIPPED = "skipped", _("Nothing to look at")

    @classmethod
    def tones(cls):
        return {"planned": "idle", "drawn": "done", "skipped": "idle"}

    @classmethod
    def transitions(cls):
        return {"planned": ("drawn", "skipped")}


class EventState(State):
    """A critical event of a unit: it counts only once a second person has confirmed it."""

    REPORTED = "reported", _("Waiting for confirmation")
    CONFIRMED = "confirmed", _("Confirmed")
    DISMISSED = "dismissed", _("Dismissed")

    @classmethod
    def tones(cls):
        return {"reported": "wait", "confirmed": "late", "dismissed": "idle"}

    @classmethod
    def transitions(cls):
        return {"reported": ("confirmed", "dismissed"), "confirmed": ("dismissed",)}


class RecusalKind(models.TextChoices):
    """Why somebody steps back from judging."""

    RELATIVE = "relative", _("Relative or close relation")
    SERVICE = "service", _("Own service or own customer")
    WORKED = "worked", _("Works or worked there")
    INTEREST = "interest", _("Interest of one’s own")
    DISPUTE = "dispute", _("Dispute or complaint")
    OTHER = "other", _("Another reason")


class AssignmentCause(models.TextChoices):
    """What items and assessors were brought together for."""

    DRAW = "draw", _("Draw")
    REASSIGN = "reassign", _("Reassignment")
    RECUSE = "recuse", _("Recusal")
    REPLACE = "replace", _("Replacement")


class Exclusion(models.TextChoices):
    """Why somebody may not take an item; frozen with the assignment that it shaped."""

    UNIT = "unit", _("own unit")
    SERVICE = "service", _("own service")
    RECUSED = "recused", _("recused")
    AWAY = "away", _("away")
    BUSY = "busy", _("another visit on that half-day")
    EXPERTISE = "expertise", _("not within the expertise")
    LEFT = "left", _("had it before")
    UNQUALIFIED = "unqualified", _("not qualified by this standard")
    KNOWN = "known", _("knows the item from a calibration")
    SOON = "soon", _("away for the next days")
    TIGHT = "tight", _("more open sheets than time")
    SEEN = "seen", _("known to the unit from an open visit")
    OUTSIDE = "outside", _("makes mystery visits only")
    EXPIRED = "expired", _("no valid account on that day")
    NOT_NAMED = "not_named", _("not named for mystery visits")
    NOT_TEAM = "not_team", _("named for mystery visits only")


class HandoverAct(models.TextChoices):
    """Why a sheet went from one state of its assessors, or of its item, to another."""

    REASSIGNED = "reassigned", _("Reassigned")
    RECUSED = "recused", _("Recused")
    REPLACED = "replaced", _("Item replaced")


class SizeWay(models.TextChoices):
    """How a plan comes to its number of records."""

    HAND = "hand", _("By hand")
    PRECISION = "precision", _("From a wanted precision")
    ACCEPTANCE = "acceptance", _("From ISO 2859-1 (GB/T 2828.1)")


class Decision(models.TextChoices):
    """What is said about a plan: by a manager, and by the lead who sends it again."""

    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned")
    ANSWERED = "answered", pgettext_lazy("plan", "Answered")

    @property
    def tone(self) -> str:
        return {"approved": "done", "returned": "late", "answered": "go"}[self.value]
