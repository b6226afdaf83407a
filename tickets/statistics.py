"""How complaints are dealt with, by unit, topic, cause and channel: shares with interval and number. Of what the reader may see."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from feedback.figures import AnswerFigure, share_of
from foundation.common import clock
from foundation.common.texts import localized
from organization.models import Unit
from tickets.enums import Cause, Channel, Kind, Topic
from tickets.measures import ANSWERED_IN_TIME, COMPLAINTS, CONTACTED_IN_TIME, CONTENT, answer_known, contact_known
from tickets.models import Ticket

PERIODS = (30, 90, 365)


@dataclass(frozen=True)
class Line:
    """`query` makes the inbox show what it counts; `n` complaints."""

    name: str
    query: str
    n: int
    contacted: AnswerFigure
    answered: AnswerFigure
    content: AnswerFigure
    justified: AnswerFigure
    repeated: int
    forwarded: int


@dataclass(frozen=True)
class Statistics:
    """`tables`: heading, what a line is, the lines."""

    whole: Line
    tables: list[tuple[str, str, list[Line]]]
    kinds: list[tuple[str, int]]


def statistics_of(tickets: QuerySet[Ticket], start: date, end: date) -> Statistics:
    """Of what was received on the days [start, end). Withdrawn complaints do not count. Six queries."""
    received = tickets.filter(received_at__gte=clock.at_local(start), received_at__lt=clock.at_local(end))
    complaints = received.filter(COMPLAINTS)
    days = f"kind=complaint&counted=1&since={start.isoformat()}&until={(end - timedelta(days=1)).isoformat()}"
    units = {unit.pk: unit for unit in Unit.objects.all()}
    return Statistics(
        whole=next(
            iter(_lines(complaints, None, lambda _key: (_("All together"), ""), days)),
            _line({}, _("All together"), "", days),
        ),
        tables=[
            (
                _("By unit"),
                _("Unit"),
                _lines(complaints, "unit", lambda pk: (localized(units[pk], "name"), f"unit={units[pk].code}"), days),
            ),
            (_("By topic"), _("Topic"), _lines(complaints, "topic", _labelled(Topic, "topic"), days)),
            (_("By channel"), _("Channel"), _lines(complaints, "channel", _labelled(Channel, "channel"), days)),
            (
                _("By root cause"),
                _("Root cause"),
                _lines(complaints.exclude(cause=""), "cause", _labelled(Cause, "cause"), days),
            ),
        ],
        kinds=[(str(Kind(row["kind"]).label), row["n"]) for row in _counted(received)],
    )


def _counted(received: QuerySet[Ticket]) -> Iterable[dict]:
    return received.order_by().values("kind").annotate(n=Count("pk")).order_by("-n", "kind")


def _labelled(choices, name: str) -> Callable[[str], tuple[str, str]]:
    def told(value: str) -> tuple[str, str]:
        label = str(choices(value).label) if value else _("not classified yet")
        return label, f"{name}={value}" if name and value else ""

    return told


def _lines(complaints: QuerySet[Ticket], by: str | None, named: Callable, days: str) -> list[Line]:
    grouped = complaints.order_by().values(by) if by else complaints.order_by().values("kind")
    counts = {
        "n": Count("pk"),
        "contact_known": Count("pk", filter=contact_known()),
        "contact_in_time": Count("pk", filter=CONTACTED_IN_TIME),
        "answer_known": Count("pk", filter=answer_known()),
        "answer_in_time": Count("pk", filter=ANSWERED_IN_TIME),
        "rated": Count("pk", filter=Q(satisfaction__isnull=False)),
        "content": Count("pk", filter=CONTENT),
        "judged": Count("pk", filter=~Q(justified="")),
        "justified": Count("pk", filter=Q(justified__in=("yes", "partly"))),
        "repeated": Count("pk", filter=Q(repeat_of__isnull=False)),
        "forwarded": Count("pk", filter=~Q(forwarded_by="")),
    }
    rows = grouped.annotate(**{f"x_{name}": count for name, count in counts.items()}).order_by("-x_n")
    return [_line({name: row[f"x_{name}"] for name in counts}, *named(row[by] if by else None), days) for row in rows]


def _line(count: dict, name: str, query: str, days: str) -> Line:
    def of(hits: str, known: str) -> AnswerFigure:
        return share_of(count.get(hits, 0), count.get(known, 0))

    return Line(
        name=name,
        query=f"{days}&{query}" if query else days,
        n=count.get("n", 0),
        contacted=of("contact_in_time", "contact_known"),
        answered=of("answer_in_time", "answer_known"),
        content=of("content", "rated"),
        justified=of("justified", "judged"),
        repeated=count.get("repeated", 0),
        forwarded=count.get("forwarded", 0),
    )
