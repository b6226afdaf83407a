"""The service record beside the form, as facts and turns."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from records.masking import mask_name, mask_phone
from records.measured import answer_targets
from records.models import ServiceRecord
from records.transcripts import draw_turns, turns


@dataclass(frozen=True, slots=True)
class RecordPanel:
    """`target_text`: within which time the customer should have been answered; `in_time`: whether they were (None: not known)."""

    record: ServiceRecord
    conversation: SafeString
    customer: str
    answer_text: str
    handle_text: str
    target_text: str
    in_time: bool | None


def record_panel(record: ServiceRecord | None) -> RecordPanel | None:
    """None where there is no record, as on a visit."""
    if record is None:
        return None
    target, in_time = answer_targets().get(record.touchpoint), None
    if target is not None and record.answer_seconds is not None:
        in_time = record.answer_seconds <= target and record.answered is not False
    return RecordPanel(
        record=record,
        conversation=draw_turns(turns(record.transcript)),
        customer=" ".join(filter(None, (mask_name(record.customer_name), mask_phone(record.customer_phone)))),
        answer_text=duration_text(record.answer_seconds),
        handle_text=duration_text(record.handle_seconds),
        target_text=duration_text(target),
        in_time=in_time,
    )


def duration_text(seconds: int | None) -> str:
    """“23 s”, “4 min 12 s”, “1 h 5 min”."""
    if seconds is None:
        return ""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    parts = [_("%(n)d h") % {"n": hours}] if hours else []
    if minutes:
        parts.append(_("%(n)d min") % {"n": minutes})
    if not parts or (rest and not hours):
        parts.append(_("%(n)d s") % {"n": rest})
    return " ".join(parts)
