"""What a connected system may do, the life of a connection and of what is sent to it."""

from django.db import models
from django.utils.translation import pgettext_lazy

from foundation.common.states import State


class ConnectionState(State):
    """Where the installation asks for two administrators, a second one agrees before the system gets a key (decision 010)."""

    ASKED = "asked", pgettext_lazy("connection", "Waits for a second administrator")
    IN_FORCE = "in_force", pgettext_lazy("connection", "In force")
    REFUSED = "refused", pgettext_lazy("connection", "Refused")
    ENDED = "ended", pgettext_lazy("connection", "Ended")

    @classmethod
    def tones(cls):
        return {"asked": "wait", "in_force": "done", "refused": "idle", "ended": "idle"}

    @classmethod
    def transitions(cls):
        return {"asked": ("in_force", "refused"), "in_force": ("ended",)}


class Scope(models.TextChoices):
    RECORDS_WRITE = "records.write", pgettext_lazy("scope", "Deliver service records")
    RECORDS_READ = "records.read", pgettext_lazy("scope", "Read back its service records, masked")
    TICKETS_WRITE = "tickets.write", pgettext_lazy("scope", "Bring tickets")
    TICKETS_READ = "tickets.read", pgettext_lazy("scope", "Read where its tickets stand")
    FIGURES_READ = "figures.read", pgettext_lazy("scope", "Read the figures of measures")


class EventKind(models.TextChoices):
    """What a system can be told of. The names are those of the announcements (`foundation.common.announcements`)."""

    IMPORT_FINISHED = "import.finished", pgettext_lazy("event", "A file of its sources was imported")
    COMPLAINT_CLOSED = "complaint.closed", pgettext_lazy("event", "A complaint was closed")
    TICKET_STATE = "ticket.state", pgettext_lazy("event", "A ticket that it brought reached another node")
    TEST = "test", pgettext_lazy("event", "Test")


# What a system must be allowed to read before it is told of it.
NEEDS = {
    EventKind.IMPORT_FINISHED: Scope.RECORDS_READ,
    EventKind.COMPLAINT_CLOSED: Scope.TICKETS_READ,
    EventKind.TICKET_STATE: Scope.TICKETS_READ,
}


class DispatchState(State):
    WAITING = "waiting", pgettext_lazy("dispatch", "Waiting")
    DELIVERED = "delivered", pgettext_lazy("dispatch", "Delivered")
    FAILED = "failed", pgettext_lazy("dispatch", "Given up")

    @classmethod
    def tones(cls):
        return {"waiting": "wait", "delivered": "done", "failed": "late"}

    @classmethod
    def transitions(cls):
        return {"waiting": ("delivered", "failed"), "failed": ("waiting",), "delivered": ()}


class Failure(models.TextChoices):
    """Why a receiver did not take an event."""

    ADDRESS = "address", pgettext_lazy("failure", "Its address lies within a network that the portal does not send to")
    NAME = "name", pgettext_lazy("failure", "Its name was not found")
    TIME = "time", pgettext_lazy("failure", "It did not answer in time")
    TLS = "tls", pgettext_lazy("failure", "Its certificate was not accepted")
    REACH = "reach", pgettext_lazy("failure", "It could not be reached")
    STATUS = "status", pgettext_lazy("failure", "It answered that it did not take it")
