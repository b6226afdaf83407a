"""Other systems of the firm that bring and fetch data: what each may do, its keys, its calls, and what it is told."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from connections.enums import ConnectionState, DispatchState, Failure, Scope
from foundation.common import clock
from foundation.common.fields import EncryptedTextField
from foundation.common.models import Entity, Versioned
from organization.models import Person
from records.models import Source
from tickets.models import Ticket


class Connection(Entity, Versioned):
    """One system. What it may do (`scopes`, `sources`) is fixed when it is set up: another right is another connection, agreed to anew."""

    States = ConnectionState
    code = models.SlugField(_("code"), max_length=40, unique=True, help_text=_("How the audit trail calls it."))
    name = models.CharField(_("name"), max_length=60)
    state = models.CharField(max_length=10, choices=ConnectionState, default=ConnectionState.IN_FORCE)
    contact = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("person in charge"),
        help_text=_("Tickets that it brings are received by this person."),
    )  # fmt: skip
    sources = models.ManyToManyField(Source, through="OwnSource", related_name="+", verbose_name=_("sources"))
    scopes = models.JSONField(default=list, help_text="of Scope")
    networks = models.JSONField(default=list, help_text="addresses that it calls from; none: any")
    calls_a_minute = models.PositiveIntegerField(_("calls a minute"), default=60)
    rows_a_minute = models.PositiveIntegerField(_("rows a minute"), default=10_000)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("connections:connection_detail", args=[self.public_id])

    @property
    def scope_labels(self) -> list[str]:
        return [str(Scope(scope).label) for scope in self.scopes if scope in Scope.values]


class OwnSource(models.Model):
    """A source for which a system may act."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="+")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "source"], name="own_source_once")]


class Token(Entity):
    """A key of 256 random bits, shown once. Kept are its beginning, by which people recognise it, and a keyed digest of the whole."""

    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="tokens")
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    key_id = models.CharField(max_length=20, help_text="of the key behind the digest")
    expires_at = models.DateTimeField(_("valid until"))
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True, help_text="to the minute")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.prefix}…"

    @property
    def is_live(self) -> bool:
        return self.revoked_at is None and self.expires_at > clock.now()


class Call(models.Model):
    """One call of a system, for the log: what was asked and how it was answered, nothing of the contents."""

    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="calls")
    token = models.ForeignKey(Token, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    method = models.CharField(max_length=6)
    operation = models.CharField(max_length=40)
    status = models.PositiveSmallIntegerField()
    milliseconds = models.PositiveIntegerField()
    rows = models.JSONField(default=dict, help_text="result → how many rows")

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["connection", "at"]), models.Index(fields=["at"])]


class Usage(models.Model):
    """Calls and rows of a connection in one minute of real time; added to in one statement, so that parallel calls are all counted."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="+")
    minute = models.BigIntegerField(help_text="minutes since 1970")
    calls = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "minute"], name="usage_once")]
        indexes = [models.Index(fields=["minute"])]


class BroughtTicket(models.Model):
    """A ticket that a system brought, under the number that it has there."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=64)
    ticket = models.OneToOneField(Ticket, on_delete=models.PROTECT, related_name="brought")
    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="brought_once")]


class Subscription(Entity, Versioned):
    """Where a system wants to be told of events. While its secret is changed both hold, so that no event is refused."""

    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="subscriptions")
    url = models.URLField(_("address"), max_length=300)
    events = models.JSONField(default=list, help_text="of EventKind")
    secret = EncryptedTextField()
    earlier_secret = EncryptedTextField(blank=True, default="")
    earlier_until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.url


class Dispatch(Entity):
    """One event for one receiver: the outbox and, once it is over, the log. `public_id` is the event's id, the same at each try."""

    States = DispatchState
    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="dispatches")
    event = models.CharField(max_length=20)
    body = models.JSONField(help_text="ids, codes, counts and instants only")
    state = models.CharField(max_length=10, choices=DispatchState, default=DispatchState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=clock.now)
    status = models.PositiveSmallIntegerField(null=True, blank=True, help_text="of the last answer")
    failure = models.CharField(max_length=10, choices=Failure, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="dispatch_due"),
            models.Index(fields=["subscription", "-id"]),
        ]
