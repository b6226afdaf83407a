"""The life of a ticket, what customers turn to the firm with, and by which way."""

from django.db import models
from django.utils.translation import pgettext_lazy

from foundation.common.states import State


class TicketState(State):
    """The nodes that everybody concerned can see (R26). What is not a complaint may be answered at once."""

    RECEIVED = "received", pgettext_lazy("ticket", "Received")
    CONTACTED = "contacted", pgettext_lazy("ticket", "Customer contacted")
    INVESTIGATED = "investigated", pgettext_lazy("ticket", "Investigated")
    ANSWERED = "answered", pgettext_lazy("ticket", "Answered")
    CONFIRMED = "confirmed", pgettext_lazy("ticket", "Confirmed by the customer")
    CLOSED = "closed", pgettext_lazy("ticket", "Closed")
    EVALUATED = "evaluated", pgettext_lazy("ticket", "Effect evaluated")
    WITHDRAWN = "withdrawn", pgettext_lazy("ticket", "Withdrawn by the customer")

    @classmethod
    def tones(cls):
        return {
            "received": "wait",
            "contacted": "go",
            "investigated": "go",
            "answered": "wait",
            "confirmed": "go",
            "closed": "done",
            "evaluated": "done",
            "withdrawn": "idle",
        }

    @classmethod
    def transitions(cls):
        return {
            "received": ("contacted", "answered", "withdrawn"),
            "contacted": ("investigated", "answered", "withdrawn"),
            "investigated": ("answered", "withdrawn"),
            "answered": ("confirmed", "investigated", "withdrawn"),
            "confirmed": ("closed", "investigated"),
            "closed": ("evaluated", "investigated"),
            "evaluated": ("investigated",),
        }


# In the order in which a complaint passes them.
NODES = (
    TicketState.RECEIVED,
    TicketState.CONTACTED,
    TicketState.INVESTIGATED,
    TicketState.ANSWERED,
    TicketState.CONFIRMED,
    TicketState.CLOSED,
    TicketState.EVALUATED,
)
# Somebody still has to do something for the customer.
OPEN = (
    TicketState.RECEIVED,
    TicketState.CONTACTED,
    TicketState.INVESTIGATED,
    TicketState.ANSWERED,
    TicketState.CONFIRMED,
)
# The customer has no answer yet: the clocks run.
UNANSWERED = (TicketState.RECEIVED, TicketState.CONTACTED, TicketState.INVESTIGATED)


class Kind(models.TextChoices):
    COMPLAINT = "complaint", pgettext_lazy("ticket", "Complaint")
    ENQUIRY = "enquiry", pgettext_lazy("ticket", "Enquiry")
    REQUEST = "request", pgettext_lazy("ticket", "Request")
    SUGGESTION = "suggestion", pgettext_lazy("ticket", "Suggestion")
    PRAISE = "praise", pgettext_lazy("ticket", "Praise")


class Channel(models.TextChoices):
    HOTLINE = "hotline", pgettext_lazy("channel", "Hotline")
    ONLINE = "online", pgettext_lazy("channel", "Online form")
    EMAIL = "email", pgettext_lazy("channel", "E-mail")
    SOCIAL = "social", pgettext_lazy("channel", "Social media")
    BRANCH = "branch", pgettext_lazy("channel", "At a branch")
    LETTER = "letter", pgettext_lazy("channel", "Letter")


class Forwarder(models.TextChoices):
    """Who has passed a complaint on. The regulator's hotline is 12378, the consumers' 12315, the citizens' 12345."""

    REGULATOR = "regulator", pgettext_lazy("forwarder", "Regulator (12378)")
    CONSUMERS = "consumers", pgettext_lazy("forwarder", "Consumer protection (12315)")
    CITIZENS = "citizens", pgettext_lazy("forwarder", "Citizens’ hotline (12345)")
    MEDIATION = "mediation", pgettext_lazy("forwarder", "Mediation centre or court")


class Topic(models.TextChoices):
    """What it is about; the causes by which the regulator has complaints counted are set at the end of the investigation."""

    ATTITUDE = "attitude", pgettext_lazy("topic", "Attitude and conduct")
    WAITING = "waiting", pgettext_lazy("topic", "Waiting and speed")
    FEES = "fees", pgettext_lazy("topic", "Fees and interest")
    CARD = "card", pgettext_lazy("topic", "Cards")
    LOAN = "loan", pgettext_lazy("topic", "Loans")
    PAYMENT = "payment", pgettext_lazy("topic", "Transfers and payments")
    WEALTH = "wealth", pgettext_lazy("topic", "Wealth products and insurance")
    CHANNEL = "channel", pgettext_lazy("topic", "App, internet and machines")
    COLLECTION = "collection", pgettext_lazy("topic", "Collection")
    PRIVACY = "privacy", pgettext_lazy("topic", "Personal data")
    OTHER = "other", pgettext_lazy("topic", "Other")


class Urgency(models.TextChoices):
    NORMAL = "normal", pgettext_lazy("urgency", "Normal")
    URGENT = "urgent", pgettext_lazy("urgency", "Urgent")


class Complexity(models.TextChoices):
    SIMPLE = "simple", pgettext_lazy("complexity", "Simple")
    COMPLEX = "complex", pgettext_lazy("complexity", "Complex")


class Justified(models.TextChoices):
    """有责、部分有责、无责: whether the firm has to answer for it."""

    YES = "yes", pgettext_lazy("justified", "Justified")
    PARTLY = "partly", pgettext_lazy("justified", "Justified in part")
    NO = "no", pgettext_lazy("justified", "Not justified")


class Cause(models.TextChoices):
    PEOPLE = "people", pgettext_lazy("cause", "Conduct or knowledge of staff")
    PROCESS = "process", pgettext_lazy("cause", "Process or rules")
    PRODUCT = "product", pgettext_lazy("cause", "Product or terms")
    SYSTEM = "system", pgettext_lazy("cause", "System or equipment")
    INFORMATION = "information", pgettext_lazy("cause", "Information given")
    OUTSIDE = "outside", pgettext_lazy("cause", "Somebody outside the firm")
    MISUNDERSTANDING = "misunderstanding", pgettext_lazy("cause", "Misunderstanding by the customer")


class PauseReason(models.TextChoices):
    MATERIAL = "material", pgettext_lazy("pause", "Waiting for the customer’s documents")
    WISH = "wish", pgettext_lazy("pause", "The customer asks to wait")
    APPRAISAL = "appraisal", pgettext_lazy("pause", "Appraisal by somebody outside")
    MEDIATION = "mediation", pgettext_lazy("pause", "Mediation, arbitration or court")


# Only these stop the days that the regulator counts, too.
STOPS_LEGAL_DAYS = (PauseReason.APPRAISAL, PauseReason.MEDIATION)


class StepAct(models.TextChoices):
    """What can happen to a ticket; one row each, in the customer's timeline."""

    RECEIVED = "received", pgettext_lazy("step", "Received")
    CLASSIFIED = "classified", pgettext_lazy("step", "Classified")
    DISPATCHED = "dispatched", pgettext_lazy("step", "Passed to a unit")
    RETURNED = "returned", pgettext_lazy("step", "Passed back")
    TAKEN_OVER = "taken_over", pgettext_lazy("step", "Taken over")
    ATTEMPT = "attempt", pgettext_lazy("step", "Customer not reached")
    CONTACTED = "contacted", pgettext_lazy("step", "Customer contacted")
    NOTE = "note", pgettext_lazy("step", "Note")
    REMEDY = "remedy", pgettext_lazy("step", "Interim remedy")
    INVESTIGATED = "investigated", pgettext_lazy("step", "Investigated")
    ANSWERED = "answered", pgettext_lazy("step", "Answered")
    CONFIRMED = "confirmed", pgettext_lazy("step", "Confirmed by the customer")
    NOT_CONTENT = "not_content", pgettext_lazy("step", "The customer is not content")
    CLOSED = "closed", pgettext_lazy("step", "Closed")
    EVALUATED = "evaluated", pgettext_lazy("step", "Effect evaluated")
    REOPENED = "reopened", pgettext_lazy("step", "Opened again")
    PAUSED = "paused", pgettext_lazy("step", "Clock stopped")
    RESUMED = "resumed", pgettext_lazy("step", "Clock runs again")
    EXTENSION_ASKED = "extension_asked", pgettext_lazy("step", "More days asked for")
    EXTENSION_GRANTED = "extension_granted", pgettext_lazy("step", "More days granted")
    EXTENSION_REFUSED = "extension_refused", pgettext_lazy("step", "More days refused")
    TOLD = "told", pgettext_lazy("step", "Customer told of the further days")
    ESCALATED = "escalated", pgettext_lazy("step", "Late: told to superiors")
    REVEALED = "revealed", pgettext_lazy("step", "Contact looked at")
    ABOUT = "about", pgettext_lazy("step", "People named whom it is about")
    WITHDRAWN = "withdrawn", pgettext_lazy("step", "Withdrawn by the customer")
    REVIEW_ASKED = "review_asked", pgettext_lazy("step", "The customer asks for a review")
    REVIEWED = "reviewed", pgettext_lazy("step", "Reviewed")
    SURVEYED = "surveyed", pgettext_lazy("step", "Questionnaire given to the customer")
    LINKED = "linked", pgettext_lazy("step", "Article linked")
    UNLINKED = "unlinked", pgettext_lazy("step", "Article taken off")


class ConfirmOutcome(models.TextChoices):
    CONTENT = "content", pgettext_lazy("confirmation", "Content with the answer")
    NOT_CONTENT = "not_content", pgettext_lazy("confirmation", "Not content with the answer")
    NOT_REACHED = "not_reached", pgettext_lazy("confirmation", "Could not be reached")


class ReviewOutcome(State):
    """核查: what somebody above finds who had no part in it."""

    ASKED = "asked", pgettext_lazy("ticket review", "Waiting for the review")
    STANDS = "stands", pgettext_lazy("ticket review", "The answer stands")
    ANEW = "anew", pgettext_lazy("ticket review", "To be handled anew")

    @classmethod
    def tones(cls):
        return {"asked": "wait", "stands": "done", "anew": "late"}

    @classmethod
    def transitions(cls):
        return {"asked": ("stands", "anew")}


class SurveyState(State):
    """The questionnaire about a closed case, on its way to the customer."""

    WAITING = "waiting", pgettext_lazy("survey", "To be sent by e-mail")
    TO_HAND = "to_hand", pgettext_lazy("survey", "To be given to the customer")
    GIVEN = "given", pgettext_lazy("survey", "Given to the customer")
    OVER = "over", pgettext_lazy("survey", "Takes no answer any more")

    @classmethod
    def tones(cls):
        return {"waiting": "wait", "to_hand": "wait", "given": "done", "over": "idle"}

    @classmethod
    def transitions(cls):
        return {"waiting": ("given", "to_hand", "over"), "to_hand": ("given", "over"), "given": ("over",)}


class ExtensionState(State):
    ASKED = "asked", pgettext_lazy("extension", "Waiting for approval")
    GRANTED = "granted", pgettext_lazy("extension", "Granted")
    REFUSED = "refused", pgettext_lazy("extension", "Refused")

    @classmethod
    def tones(cls):
        return {"asked": "wait", "granted": "done", "refused": "idle"}

    @classmethod
    def transitions(cls):
        return {"asked": ("granted", "refused")}
