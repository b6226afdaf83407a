"""The list of records as an Excel file: just what is filtered, masked as on the page."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from foundation.common import clock
from foundation.common.exports import workbook_response
from records.enums import Touchpoint
from records.models import ServiceRecord

MAX_ROWS = 200_000
COLUMNS = (
    "source__name", "number", "occurred_at", "unit__code", "unit__name_zh", "unit__name_en", "touchpoint", "agent", "topic", "answered",
    "resolved", "answer_seconds", "handle_seconds", "rating",
)  # fmt: skip


def records_response(records: QuerySet[ServiceRecord], *, chinese: bool):
    headers = [
        _("Source"), _("Record number"), _("When"), _("Unit code"), _("Unit"), _("Touchpoint"), _("Served by"), _("Topic"), _("Answered"),
        _("Resolved"), _("Seconds to answer"), _("Seconds of conversation"), _("Customer's rating"),
    ]  # fmt: skip
    name = _("Service records")
    return workbook_response(name=f"{name} {clock.today()}", sheet=name, headers=headers, rows=_rows(records, chinese))


def _rows(records: QuerySet[ServiceRecord], chinese: bool) -> Iterator[list]:
    words = {True: _("yes"), False: _("no"), None: None}
    labels = {value: str(label) for value, label in Touchpoint.choices}
    rows = records.values_list(*COLUMNS)[:MAX_ROWS].iterator(chunk_size=2_000)
    for source, number, at, code, name_zh, name_en, touchpoint, agent, topic, answered, resolved, *figures in rows:
        unit = name_zh if chinese else name_en or name_zh
        yield [
            source,
            number,
            at,
            code,
            unit,
            labels[touchpoint],
            agent,
            topic,
            words[answered],
            words[resolved],
            *figures,
        ]
