"""What an act has noted, in words: ids by names, states by their labels, days and instants in the organization's zone."""

import re
from collections.abc import Iterator
from datetime import date, datetime

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.translation import gettext as _, pgettext

from foundation.audit.models import AuditEvent
from foundation.audit.words import rank_of, values, word_of
from foundation.common import clock
from foundation.common.dates import day_text
from foundation.common.templatetags.numbers import plain

ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
DIGEST = re.compile(r"[0-9a-f]{64}")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
OCCASION = re.compile(r"([a-z_]+):(\d{4}-\d\d-\d\d)")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*")
DIGEST_SHOWN = 16
# Details that list names of fields: what stands in them is a word like a detail's own name.
LISTS_OF_WORDS = ("fields", "query")


def ids_in(noted) -> Iterator[str]:
    """Every public id in what an act has noted, at any depth."""
    if isinstance(noted, dict):
        noted = list(noted.values())
    if isinstance(noted, list):
        for part in noted:
            yield from ids_in(part)
    elif isinstance(noted, str) and ID.fullmatch(noted):
        yield noted


def told(event: AuditEvent, names: dict[str, str], *, whole: bool = False) -> list[tuple[str, str]]:
    """(what, value) for each detail. `names` is {public id: name}; `whole` digests are for files, pages show their beginning."""
    found = sorted(event.details.items(), key=lambda detail: (detail[0] != "before", detail[0] != "after", detail[0]))
    return [(word_of(name), _in_words(value, name, event, names, whole)) for name, value in found]


def exact_time(event: AuditEvent) -> str:
    """To the microsecond, in the organization's zone, with the distance from UTC."""
    return clock.local(event.at).isoformat(sep=" ", timespec="microseconds")


def _in_words(value, name: str, event: AuditEvent, names: dict[str, str], whole: bool) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return pgettext("audit", "yes") if value else pgettext("audit", "no")
    if isinstance(value, int):
        return plain(value, 0)
    if isinstance(value, dict):
        # In the order in which rooms name them: PostgreSQL keeps none.
        parts = [
            f"{word_of(key)} {_in_words(value[key], key, event, names, whole)}" for key in sorted(value, key=rank_of)
        ]
        return _(", ").join(parts) or "–"
    if isinstance(value, list):
        return _(", ").join(_in_words(part, name, event, names, whole) for part in value) or "–"
    return _text(str(value), name, event, names, whole)


def _text(text: str, name: str, event: AuditEvent, names: dict[str, str], whole: bool) -> str:
    if text in names:
        return names[text]
    if DIGEST.fullmatch(text):
        return text if whole else f"{text[:DIGEST_SHOWN]}…"
    if DAY.fullmatch(text):
        return day_text(date.fromisoformat(text))
    if INSTANT.fullmatch(text):
        return clock.local(datetime.fromisoformat(text)).isoformat(sep=" ", timespec="seconds")
    if name in LISTS_OF_WORDS:
        return _field_name(event.target_kind, text) or word_of(text)
    labels = _states_of(event.target_kind) if name in ("before", "after") else values.get(name) or {}
    if parts := OCCASION.fullmatch(text):
        return f"{labels.get(parts[1], parts[1])} {day_text(date.fromisoformat(parts[2]))}"
    return str(labels.get(text, text))


def _states_of(kind: str) -> dict[str, object]:
    """{state: its label} of the things of this kind; nothing for those without a life cycle."""
    states = getattr(_model(kind), "States", None)
    return dict(states.choices) if states else {}


def _field_name(kind: str, field: str) -> str:
    try:
        return str(_model(kind)._meta.get_field(field).verbose_name)
    except (AttributeError, FieldDoesNotExist):
        return ""


def _model(kind: str) -> type[Model] | None:
    """None for what has no target, or a kind of thing that is gone."""
    try:
        return apps.get_model(kind)
    except (LookupError, ValueError):
        return None
