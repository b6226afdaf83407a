"""What can be called. Each operation asks its right, calls one service or selector, and answers."""

from collections import Counter
from datetime import date, timedelta
from typing import Annotated

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _, gettext_noop as noop
from ninja import Query, Router
from ninja.responses import Status

from connections.api import schemas
from connections.api.access import connection_of, require_rows, source_of
from connections.api.problems import Refusal
from connections.enums import Scope
from connections.models import BroughtTicket
from connections.services.bringing import bring_ticket
from organization.models import Unit
from records.masking import mask_name
from records.measures import UNIT_LEVEL, measures
from records.models import ServiceRecord
from records.services.delivering import deliver_records
from tickets.models import Ticket
from tickets.selectors import nodes_of, steps_of
from tickets.services.receiving import Contact

router = Router()
MOST_DAYS, MOST_UNITS, FEWEST = 366, 500, 5
_Source = Annotated[str, Query(max_length=40, description=noop("Name of the source, one of those of the key."))]
_Number = Annotated[str, Query(max_length=64, description=noop("Number that it has in your system."))]
_PROBLEMS = dict.fromkeys((400, 401, 403, 413, 415, 422, 429), schemas.ProblemOut)
_READING = dict.fromkeys((401, 403, 404, 422, 429), schemas.ProblemOut)


@router.post(
    "/records",
    url_name="records",
    operation_id="deliver_records",
    response={200: schemas.BatchAnswer, **_PROBLEMS},
    summary=noop("Deliver service records"),
    description=noop(
        "Right: records.write. Up to 1,000 records of one source, with the checks of a file that is imported. Each row has its own answer, "
        "and a refused one "
        "keeps no other from being stored. The same rows again change nothing, so a call without an answer can simply be sent again."
    ),
    tags=["records"],
)
def post_records(request: HttpRequest, batch: schemas.RecordBatch):
    connection = connection_of(request, Scope.RECORDS_WRITE)
    source = source_of(connection, batch.source)
    require_rows(connection, len(batch.records))
    answers = deliver_records(source=source, rows=batch.records, system=connection)
    counts = Counter(answer.result for answer in answers)
    request.api_rows = dict(counts)
    # A thousand answers that this function has just made are not compared with their schema once more: that was a sixth of the call.
    found = {
        **{name: counts[name] for name in ("stored", "unchanged", "corrected", "refused")},
        "rows": [
            {
                "row": place,
                "number": answer.number,
                "result": answer.result,
                "code": answer.problem.code if answer.problem else None,
                "reason": answer.problem.sentence() if answer.problem else None,
                "field": answer.field or None,
            }
            for place, answer in enumerate(answers, 1)
        ],
    }
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False})


@router.get(
    "/records",
    url_name="record",
    operation_id="read_record",
    response={200: schemas.RecordOut, **_READING},
    summary=noop("Read back a record"),
    description=noop(
        "Right: records.read. What the portal holds under this source and number; people are masked, what was said stays inside."
    ),
    tags=["records"],
)
def get_record(request: HttpRequest, source: _Source, number: _Number):
    own = source_of(connection_of(request, Scope.RECORDS_READ), source)
    record = ServiceRecord.objects.select_related("unit").filter(source=own, number=number.strip()).first()
    if record is None:
        raise Refusal(404, _("There is no record with this number."))
    names = ("number", "touchpoint", "occurred_at", "topic", "answered", "resolved", "answer_seconds", "handle_seconds")
    return {
        **{name: getattr(record, name) for name in (*names, "rating")},
        "source": own.name,
        "unit": record.unit.code if record.unit else None,
        "agent": mask_name(record.agent),
        "customer_name": record.masked_name,
        "customer_phone": record.masked_phone,
        "has_transcript": bool(record.transcript),
        "corrections": record.revisions.count(),
    }


@router.post(
    "/tickets",
    url_name="tickets",
    operation_id="bring_ticket",
    response={200: schemas.TicketOut, 201: schemas.TicketOut, 409: schemas.ProblemOut, **_PROBLEMS},
    summary=noop("Bring a ticket"),
    description=noop(
        "Right: tickets.write. From the firm's own site, the mail gateway, social media or a regulator. "
        "The person in charge of the connection receives it. "
        "201 where it was taken in, 200 where it was already, 409 where its number came with other contents."
    ),
    tags=["tickets"],
)
def post_ticket(request: HttpRequest, ticket: schemas.TicketIn):
    connection = connection_of(request, Scope.TICKETS_WRITE)
    said = ticket.dict()
    source = source_of(connection, said.pop("source"))
    contact = Contact(said.pop("customer_name"), said.pop("customer_phone"), said.pop("customer_email"))
    number, unit = said.pop("number"), said.pop("unit")
    found, is_new = bring_ticket(
        connection=connection, source=source, number=number, unit_code=unit, contact=contact, **said
    )
    return Status(201 if is_new else 200, _stands(found, source.name, number.strip()))


@router.get(
    "/tickets",
    url_name="ticket",
    operation_id="read_ticket",
    response={200: schemas.TicketOut, **_READING},
    summary=noop("Read where a ticket stands"),
    description=noop(
        "Right: tickets.read. State and nodes of a ticket that was brought under this source and number: no words, no customer."
    ),
    tags=["tickets"],
)
def get_ticket(request: HttpRequest, source: _Source, number: _Number):
    own = source_of(connection_of(request, Scope.TICKETS_READ), source)
    brought = BroughtTicket.objects.select_related("ticket__unit").filter(source=own, number=number.strip()).first()
    if brought is None:
        raise Refusal(404, _("No ticket was brought under this number."))
    return _stands(brought.ticket, own.name, brought.number)


def _stands(ticket: Ticket, source: str, number: str) -> dict:
    nodes = nodes_of(ticket, steps_of(ticket))
    return {
        "source": source,
        "number": number,
        "ticket": ticket.number,
        "kind": ticket.kind,
        "state": ticket.state,
        "unit": ticket.unit.code,
        "received_at": ticket.received_at,
        "contact_due_at": ticket.contact_due_at,
        "answer_due_at": ticket.handle_due_at,
        "closed_at": ticket.closed_at,
        "nodes": [{"node": node.state.value, "at": node.at} for node in nodes],
    }


@router.get(
    "/units",
    url_name="units",
    operation_id="list_units",
    response={200: list[schemas.UnitOut], **_READING},
    summary=noop("List the units"),
    description=noop("Every key. The units in force, by code."),
    tags=["reference"],
)
def get_units(request: HttpRequest):
    connection_of(request)
    rows = Unit.objects.filter(valid_to=None).select_related("parent").order_by("code")
    return [
        {
            "code": unit.code,
            "name_zh": unit.name_zh,
            "name_en": unit.name_en,
            "kind": unit.kind,
            "parent": unit.parent.code if unit.parent else None,
        }
        for unit in rows
    ]


def _open_measures() -> dict:
    """Measures of units, computed from records, tickets and questionnaires. What assessors score is no measure of this kind."""
    return {code: measure for code, measure in measures.items() if measure.level == UNIT_LEVEL}


@router.get(
    "/measures",
    url_name="measures",
    operation_id="list_measures",
    response={200: list[schemas.MeasureOut], **_READING},
    summary=noop("List the measures"),
    description=noop("Right: figures.read."),
    tags=["figures"],
)
def get_measures(request: HttpRequest):
    connection_of(request, Scope.FIGURES_READ)
    found = _open_measures().items()
    return [{"code": code, "name": str(measure.label), "unit": measure.unit} for code, measure in found]


@router.get(
    "/figures",
    url_name="figures",
    operation_id="read_figures",
    response={200: schemas.FiguresOut, **_READING},
    summary=noop("Read the figures of a measure"),
    description=noop(
        "Right: figures.read. One measure for units in a period of up to 366 days, both days included; each unit with all below it. "
        "Scores are not among "
        "them: those are published in the portal."
    ),
    tags=["figures"],
)
def get_figures(
    request: HttpRequest,
    measure: Annotated[str, Query(max_length=60, description=noop("Code of the measure (GET /measures)."))],
    first_day: Annotated[date, Query(description=noop("First day of the period, such as 2026-10-01."))],
    last_day: Annotated[date, Query(description=noop("Last day of the period; it counts, too."))],
    unit: Annotated[list[str], Query(max_length=MOST_UNITS, description=noop("Codes of units; none: all."))] = (),
):
    connection_of(request, Scope.FIGURES_READ)
    found = _open_measures().get(measure)
    if found is None:
        raise Refusal(404, _("There is no measure “%(code)s”.") % {"code": measure[:60]})
    if not date(1990, 1, 1) <= first_day <= last_day < date(2100, 1, 1) or (last_day - first_day).days >= MOST_DAYS:
        raise Refusal(422, fields={"last_day": _("A period of up to %(most)d days.") % {"most": MOST_DAYS}})
    units = Unit.objects.filter(valid_to=None)
    codes = dict((units.filter(code__in=unit) if unit else units).order_by("code").values_list("pk", "code"))
    if unknown := set(unit) - set(codes.values()):
        raise Refusal(422, fields={"unit": _("There is no unit “%(code)s”.") % {"code": min(unknown)[:20]}})
    figures = found.compute(list(codes), first_day, last_day + timedelta(days=1))
    return {
        "measure": measure,
        "first_day": first_day,
        "last_day": last_day,
        "figures": [_figure(code, figures[pk]) for pk, code in codes.items()],
    }


def _figure(code: str, figure) -> dict:
    """Below five observations a figure would tell of single customers."""
    value = figure.value if figure.n >= FEWEST else None
    return {"unit": code, "n": figure.n, "value": None if value is None else f"{value:.6f}"}


@router.get(
    "/key",
    url_name="key",
    operation_id="read_key",
    response={200: schemas.KeyOut, **_READING},
    summary=noop("Read what the key may do"),
    description=noop("Every key. For trying a connection, and for seeing in time when the key ends."),
    tags=["reference"],
)
def get_key(request: HttpRequest):
    connection = connection_of(request)
    return {
        "system": connection.name,
        "scopes": connection.scopes,
        "sources": [source.name for source in connection.sources.order_by("name")],
        "key": request.auth.prefix,
        "valid_until": request.auth.expires_at,
        "calls_a_minute": connection.calls_a_minute,
        "rows_a_minute": connection.rows_a_minute,
    }
