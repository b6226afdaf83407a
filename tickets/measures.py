"""Measures from tickets, entered in the registry of `records` (R3, R26). A unit's figure covers the unit and all below it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from feedback.figures import SATISFIED_FROM
from foundation.common import clock
from organization.tree import Tree
from records.measures import (
    ALL,
    HITS,
    RATE,
    SHARE,
    Measure,
    MeasureFigure,
    Series,
    by_period,
    records_between,
    register,
    rolled_up,
)
from records.models import ServiceRecord
from tickets.enums import Kind, TicketState
from tickets.models import Ticket

COMPLAINTS = Q(kind=Kind.COMPLAINT) & ~Q(state=TicketState.WITHDRAWN)
CONTACTED_IN_TIME = Q(contacted_at__lte=F("contact_due_at"))
ANSWERED_IN_TIME = Q(answered_at__lte=F("handle_due_at"))
CONTENT = Q(satisfaction__gte=SATISFIED_FROM)
NOT_WITHDRAWN = ~Q(state=TicketState.WITHDRAWN)
REPLY_HOURS = timedelta(hours=24)


@dataclass(frozen=True)
class Observed:
    """Which tickets count, and which of those are hits. Asked anew each time: what is late depends on the present."""

    observed: Callable[[], Q]
    hit: Callable[[], Q] | None = None


def contact_known() -> Q:
    """Contacted, or late with the clock running: of the others nobody knows yet."""
    return Q(contacted_at__isnull=False) | Q(contact_due_at__lt=clock.now(), paused_at=None)


def answer_known() -> Q:
    return Q(answered_at__isnull=False) | Q(handle_due_at__lt=clock.now(), paused_at=None)


def reply_known() -> Q:
    return NOT_WITHDRAWN & (Q(answered_at__isnull=False) | Q(received_at__lt=clock.now() - REPLY_HOURS, paused_at=None))


conditions = {
    "tickets.contacted": Observed(lambda: COMPLAINTS & contact_known(), lambda: CONTACTED_IN_TIME),
    "tickets.handled": Observed(lambda: COMPLAINTS & answer_known(), lambda: ANSWERED_IN_TIME),
    "tickets.replied": Observed(reply_known, lambda: Q(answered_at__lte=F("received_at") + REPLY_HOURS)),
    "tickets.content": Observed(lambda: COMPLAINTS & Q(satisfaction__isnull=False), lambda: CONTENT),
    "tickets.complaint_rate": Observed(lambda: COMPLAINTS),
}


def among(tickets: QuerySet[Ticket], code: str, outcome: str = ALL) -> QuerySet[Ticket]:
    """Those of the tickets that a measure counts, or only its hits or misses."""
    asked = conditions[code]
    rows = tickets.filter(asked.observed())
    if asked.hit is None or outcome == ALL:
        return rows
    hits = rows.filter(asked.hit())
    return hits if outcome == HITS else rows.exclude(pk__in=hits.values("pk"))


def _received(start: date, end: date) -> QuerySet[Ticket]:
    """Of the days [start, end)."""
    return Ticket.objects.filter(received_at__gte=clock.at_local(start), received_at__lt=clock.at_local(end))


def _share(code: str):
    """The share of hits. Two statements."""

    def compute_share(unit_ids: Iterable[int], start: date, end: date) -> dict[int, MeasureFigure]:
        tree, wanted, asked = Tree.read(), set(unit_ids), conditions[code]
        rows = _received(start, end).filter(asked.observed(), unit__in=tree.below(wanted)).order_by().values("unit")
        found = rows.annotate(n=Count("pk"), hits=Count("pk", filter=asked.hit()))
        own = {row["unit"]: MeasureFigure(row["n"], Decimal(row["hits"]), Decimal(row["hits"])) for row in found}
        return rolled_up(wanted, own, tree)

    return compute_share


def _share_series(code: str) -> Series:
    """Two statements."""

    def compute_series(unit_ids: Iterable[int], days: Sequence[date]) -> list[MeasureFigure]:
        asked = conditions[code]
        rows = Ticket.objects.filter(asked.observed(), unit__in=Tree.read().below(set(unit_ids)))
        sums = {"n": Count("pk"), "hits": Count("pk", filter=asked.hit())}
        counted = [(row.get("n", 0), Decimal(row.get("hits", 0))) for row in by_period(rows, "received_at", days, sums)]
        return [MeasureFigure(n, hits, hits) for n, hits in counted]

    return compute_series


def compute_complaint_series(unit_ids: Iterable[int], days: Sequence[date]) -> list[MeasureFigure]:
    """Three statements."""
    below, sums = Tree.read().below(set(unit_ids)), {"n": Count("pk")}
    complaints = by_period(Ticket.objects.filter(COMPLAINTS, unit__in=below), "received_at", days, sums)
    contacts = by_period(ServiceRecord.objects.filter(unit__in=below), "occurred_at", days, sums)
    return [
        _rate(Decimal(events.get("n", 0)), among.get("n", 0))
        for events, among in zip(complaints, contacts, strict=True)
    ]


def _rate(events: Decimal, n: int) -> MeasureFigure:
    """Of counts that come by chance the variance is the count, so the squares are at least the total."""
    return MeasureFigure(n, events, max(events, events * events / n) if n else events)


def compute_complaint_rate(unit_ids: Iterable[int], start: date, end: date) -> dict[int, MeasureFigure]:
    """Complaints received over service records of the same days. Three statements."""
    tree, wanted = Tree.read(), set(unit_ids)
    below = tree.below(wanted)
    rows = _received(start, end).filter(COMPLAINTS, unit__in=below).order_by().values("unit")
    events = dict(rows.annotate(n=Count("pk")).values_list("unit", "n"))
    rows = records_between(start, end).filter(unit__in=below).order_by().values("unit_id")
    contacts = dict(rows.annotate(n=Count("pk")).values_list("unit_id", "n"))
    units = events.keys() | contacts.keys()
    own = {unit: _rate(Decimal(events.get(unit, 0)), contacts.get(unit, 0)) for unit in units}
    return rolled_up(wanted, own, tree)


def _list_address(code: str) -> Callable[[str, date, date, str], str]:
    def address(unit: str, start: date, end: date, outcome: str) -> str:
        asked = {"measure": code, "outcome": outcome, "within": unit, "since": start, "until": end - timedelta(days=1)}
        used = {name: value for name, value in asked.items() if value and value != ALL}
        return f"{reverse('tickets:ticket_list')}?{urlencode(used)}"

    return address


def register_measures() -> None:
    found = (
        (
            "tickets.contacted",
            _("Complaints contacted in time"),
            _("Share of complaints whose customer was contacted within the firm’s hours."),
        ),
        (
            "tickets.handled",
            _("Complaints answered in time"),
            _("Share of complaints that were answered within the firm’s hours."),
        ),
        (
            "tickets.replied",
            _("Answered within 24 hours"),
            _(
                "Share of tickets of all kinds that were answered within 24 hours of being received. Those whose clock is stopped are left out."
            ),
        ),
        (
            "tickets.content",
            _("Content with how a complaint was handled"),
            _("Share of 4 and 5 among what complainants said from 1 to 5."),
        ),
    )
    for code, label, text in found:
        register(
            Measure(
                code, label, SHARE, _share(code), help=text, listing=_list_address(code), series=_share_series(code)
            )
        )
    register(
        Measure(
            "tickets.complaint_rate",
            _("Complaints per contact"),
            RATE,
            compute_complaint_rate,
            help=_("Complaints received over the service records of the same time, without those that were withdrawn."),
            listing=_list_address("tickets.complaint_rate"),
            series=compute_complaint_series,
            fewer_is_better=True,
        )
    )
