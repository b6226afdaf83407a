"""What calls and answers look like. Descriptions are msgids: the schema is handed out in the reader's language (`site.schema`)."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema
from pydantic import ConfigDict, WithJsonSchema

from records.enums import Touchpoint
from records.services.delivering import MOST_ROWS, NAMES
from tickets.enums import NODES, Channel, Forwarder, Kind, TicketState

_TEXTS = {
    "number": _(
        "Record number, up to 64 characters. With the source it names the record; never a telephone or identity number."
    ),
    "occurred_at": _("When it was: ISO 8601, with an offset or in the organization's time."),
    "unit": _("Code of the unit that served the customer (GET /units)."),
    "agent": _("Who served: name or staff number, up to 60 characters."),
    "topic": _("What it was about, up to 120 characters."),
    "touchpoint": _("By which way the customer came."),
    "answered": _("Whether somebody answered."),
    "resolved": _("Whether the matter was resolved."),
    "answer_seconds": _("Seconds until somebody answered, or a duration like 0:02:23."),
    "handle_seconds": _("Seconds of conversation, or a duration like 0:02:23."),
    "rating": _("What the customer gave, 1 to 5."),
    "customer_name": _("The customer's name; kept encrypted, read back masked."),
    "customer_phone": _("The customer's number; kept encrypted, read back masked."),
    "transcript": _("What was said, up to 100,000 characters."),
}
_TYPES: dict[str, dict] = {
    "number": {"type": "string", "maxLength": 64},
    "occurred_at": {"type": "string", "examples": ["2026-11-03T09:15:00+08:00"]},
    "touchpoint": {"type": ["string", "null"], "enum": [*Touchpoint.values, None]},
    "answered": {"type": ["boolean", "null"]},
    "resolved": {"type": ["boolean", "null"]},
    "answer_seconds": {"type": ["integer", "string", "null"]},
    "handle_seconds": {"type": ["integer", "string", "null"]},
    "rating": {"type": ["integer", "null"], "minimum": 1, "maximum": 5},
}
ROW = {
    "type": "object",
    "title": "Record",
    "required": ["number", "occurred_at"],
    "additionalProperties": False,
    "properties": {
        name: {**_TYPES.get(name, {"type": ["string", "null"]}), "description": _TEXTS[name]} for name in NAMES
    },
}


class Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class RecordBatch(Strict):
    source: str = Field(min_length=1, max_length=40, description=_("Name of the source, one of those of the key."))
    records: Annotated[
        list[Any],
        WithJsonSchema({"type": "array", "items": ROW, "minItems": 1, "maxItems": MOST_ROWS}),
    ] = Field(
        min_length=1,
        max_length=MOST_ROWS,
        description=_("What a record does not name stays as it is; null says that nothing is known."),
    )


class RowAnswer(Schema):
    row: int = Field(description=_("Place in the batch, from 1."))
    number: str = Field(description=_("As it was sent."))
    result: Literal["stored", "unchanged", "corrected", "refused"] = Field(
        description=_("New, as it was already, changed with what was before kept, or sent back.")
    )
    code: str | None = Field(None, description=_("Why it was refused, as a code."))
    reason: str | None = Field(None, description=_("The same as a sentence."))
    field: str | None = Field(None, description=_("The field that it is about."))


class BatchAnswer(Schema):
    stored: int
    unchanged: int
    corrected: int
    refused: int
    rows: list[RowAnswer]


class RecordOut(Schema):
    source: str
    number: str
    touchpoint: str
    occurred_at: datetime
    unit: str | None
    agent: str = Field(description=_("Masked."))
    topic: str
    answered: bool | None
    resolved: bool | None
    answer_seconds: int | None
    handle_seconds: int | None
    rating: int | None
    customer_name: str = Field(description=_("Masked."))
    customer_phone: str = Field(description=_("Masked."))
    has_transcript: bool
    corrections: int = Field(description=_("How often it was corrected; what was before is kept."))


class TicketIn(Strict):
    source: str = Field(min_length=1, max_length=40, description=_("Name of the source, one of those of the key."))
    number: str = Field(max_length=64, description=_("Number that the ticket has in your system."))
    kind: Literal[tuple(Kind.values)] = Field(description=_("What it is; a complaint has the regulator's days."))
    channel: Literal[tuple(Channel.values)] = Field(description=_("By which way it came."))
    subject: str = Field(description=_("Up to 80 characters."))
    text: str = Field(description=_("What the customer says, up to 4,000 characters."))
    unit: str = Field(
        "", description=_("Code of the unit that it is about; without one, that of the person in charge.")
    )
    customer_name: str = Field("", description=_("Up to 60 characters; kept encrypted."))
    customer_phone: str = Field("", description=_("5 to 20 digits; kept encrypted. Earlier tickets are found by it."))
    customer_email: str = Field("", description=_("One address; kept encrypted."))
    record_number: str = Field("", description=_("Number of the service record that it is about."))
    forwarded_by: Literal[("", *Forwarder.values)] = Field("", description=_("Who has forwarded a complaint."))
    forwarded_number: str = Field("", description=_("Number that it has there, up to 60 characters."))


class NodeOut(Schema):
    node: Literal[tuple(state.value for state in NODES)]
    at: datetime | None = Field(description=_("When it was passed; null where it was not yet."))


class TicketOut(Schema):
    source: str
    number: str
    ticket: str = Field(description=_("Number of the ticket in the portal."))
    kind: Literal[tuple(Kind.values)]
    state: Literal[tuple(TicketState.values)]
    unit: str
    received_at: datetime
    contact_due_at: datetime
    answer_due_at: datetime
    closed_at: datetime | None
    nodes: list[NodeOut]


class UnitOut(Schema):
    code: str
    name_zh: str
    name_en: str
    kind: str
    parent: str | None


class MeasureOut(Schema):
    code: str
    name: str
    unit: Literal["share", "mean", "balance", "seconds", "rate"] = Field(
        description=_(
            "What it is in: a share from 0 to 1, a balance from −1 to 1, a mean, seconds, or a rate a contact."
        )
    )


class FigureOut(Schema):
    unit: str
    n: int = Field(description=_("Number of observations."))
    value: str | None = Field(description=_("Decimal number as a text; null below five observations."))


class FiguresOut(Schema):
    measure: str
    first_day: date
    last_day: date
    figures: list[FigureOut]


class KeyOut(Schema):
    system: str
    scopes: list[str]
    sources: list[str]
    key: str = Field(description=_("The beginning of the key."))
    valid_until: datetime
    calls_a_minute: int
    rows_a_minute: int


class FieldProblem(Schema):
    field: str
    detail: str


class ProblemOut(Schema):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str | None = None
    errors: list[FieldProblem] | None = None
