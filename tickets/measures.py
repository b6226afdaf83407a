"""Measures from tickets, entered in the registry of `records` (R3, R26). A unit's figure covers the unit and all below it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from feedback.figures import SATISFIED_FROM
from foundation.common import clock
from organization.tree import Tree
from records.measures import SHARE, Measure, MeasureFigure, register, rolled_up
from tickets.enums import Kind, TicketState
from tickets.models import Ticket

COMPLAINTS = Q(kind=Kind.COMPLAINT) & ~Q(state=TicketState.WITHDRAWN)
CONTACTED_IN_TIME = Q(contacted_at__lte=F("contact_due_at"))
ANSWERED_IN_TIME = Q(answered_at__lte=F("handle_due_at"))
CONTENT = Q(satisfaction__gte=SATISFIED_FROM)


def contact_known() -> Q:
    """Contacted, or late with the clock running: of the others nobody knows yet."""
    return Q(contacted_at__isnull=False) | Q(contact_due_at__lt=clock.now(), paused_at=None)


def answer_known() -> Q:
    return Q(answered_at__isnull=False) | Q(handle_due_at__lt=clock.now(), paused_at=None)


def _share(unit_ids: Iterable[int], rows: QuerySet[Ticket], hit: Q) -> dict[int, MeasureFigure]:
    """The share of the rows that meet the condition. Two statements."""
    tree, wanted = Tree.read(), set(unit_ids)
    per_unit = rows.filter(unit__in=tree.below(wanted)).order_by().values("unit")
    found = per_unit.annotate(n=Count("pk"), hits=Count("pk", filter=hit))
    own = {row["unit"]: MeasureFigure(row["n"], Decimal(row["hits"]), Decimal(row["hits"])) for row in found}
    return rolled_up(wanted, own, tree)


def _received(start: date, end: date) -> QuerySet[Ticket]:
    """Those whose time is known: of what was received in the days [start, end), all that was answered or whose time is over."""
    return Ticket.objects.filter(received_at__gte=clock.at_local(start), received_at__lt=clock.at_local(end))


def compute_contacted(unit_ids: Iterable[int], start: date, end: date) -> dict[int, MeasureFigure]:
    """Complaints whose customer was contacted in time, among those contacted or late."""
    return _share(unit_ids, _received(start, end).filter(COMPLAINTS & contact_known()), CONTACTED_IN_TIME)


def compute_handled(unit_ids: Iterable[int], start: date, end: date) -> dict[int, MeasureFigure]:
    """Complaints answered in time, among those answered or late."""
    return _share(unit_ids, _received(start, end).filter(COMPLAINTS & answer_known()), ANSWERED_IN_TIME)


def compute_content(unit_ids: Iterable[int], start: date, end: date) -> dict[int, MeasureFigure]:
    """Customers content with how their complaint was handled (4 or 5 of 5), among those who said so."""
    rows = _received(start, end).filter(COMPLAINTS, satisfaction__isnull=False)
    return _share(unit_ids, rows, CONTENT)


def register_measures() -> None:
    found = (
        (
            "tickets.contacted",
            _("Complaints contacted in time"),
            compute_contacted,
            _("Share of complaints whose customer was contacted within the firm’s hours."),
        ),
        (
            "tickets.handled",
            _("Complaints answered in time"),
            compute_handled,
            _("Share of complaints that were answered within the firm’s hours."),
        ),
        (
            "tickets.content",
            _("Content with how a complaint was handled"),
            compute_content,
            _("Share of 4 and 5 among what complainants said from 1 to 5."),
        ),
    )
    for code, label, compute, text in found:
        register(Measure(code, label, SHARE, compute, help=text))
