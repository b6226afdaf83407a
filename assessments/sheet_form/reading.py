"""What the scoring page sends, read by hand: a form set of twenty rows would cost more than the sealing itself.

A form carries `m.<code>` (level, "na", or 1/0 for triggered or not), `p.<code>` (points) and `r.<code>` (reason); the autosave sends the same
as JSON. Nothing is judged here: what cannot be a mark goes to the service as it came, which refuses it in words.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.selectors.criteria import Criteria
from assessments.services.visits import Visit
from foundation.common import clock
from foundation.common.errors import Invalid
from foundation.common.receipts import parse_key
from foundation.common.texts import require_storable
from standards.enums import Scale
from standards.models import Indicator

MOST_BYTES = 200_000
HIGHEST = 2**31 - 1
EARLIEST_YEAR = 2000
# `visit_<name>` in a form, `visit.<name>` in the autosave; what of them the page has depends on the method.
VISIT = ("at", "place", "left", "why", "met")


@dataclass(frozen=True)
class SheetInput:
    """What a page says it has: marks by indicator code, the version it was loaded with, its key and the number of its save."""

    marks: Mapping
    version: int
    key: UUID
    sequence: int = 0
    visit: Visit | None = None
    reason: str = ""


def read_form(post: Mapping, criteria: Criteria) -> SheetInput:
    """From an ordinary form. Raises Invalid for a page without version or key."""
    return SheetInput(
        marks=_marks(post, criteria),
        version=_number(post.get("version")),
        key=parse_key(post.get("client_key")),
        visit=_visit({name: post.get(f"visit_{name}") for name in VISIT}) if "visit_place" in post else None,
        reason=post.get("reason", ""),
    )


def read_json(body: bytes) -> SheetInput:
    """From the autosave. Raises Invalid for what is not the object that the page sends."""
    try:
        data = json.loads(body) if len(body) <= MOST_BYTES else None
        if b"\\u" in body:
            require_storable(json.dumps(data, ensure_ascii=False))
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict) or not isinstance(data.get("marks"), dict):
        raise Invalid(_("The marks could not be read. Load the page again."))
    visit = data.get("visit")
    return SheetInput(
        marks=data["marks"],
        version=_number(data.get("version")),
        key=parse_key(data.get("key")),
        sequence=_number(data.get("sequence")),
        visit=_visit(visit) if isinstance(visit, dict) else None,
    )


def _marks(post: Mapping, criteria: Criteria) -> dict:
    marks = {}
    for code, indicator in criteria.indicators.items():
        if mark := mark_in(post, indicator):
            marks[code] = mark
    return marks


def mark_in(post: Mapping, indicator: Indicator) -> dict:
    """The mark of one indicator, perhaps with a reason; empty where none was sent."""
    code = indicator.code
    mark = _value(post.get(f"m.{code}"), post.get(f"p.{code}"), indicator.scale)
    if reason := post.get(f"r.{code}"):
        mark["reason"] = reason
    return mark


def _value(chosen: str | None, points: str | None, scale: str) -> dict:
    if chosen == "na":
        return {"na": True}
    if scale == Scale.DEDUCTION:
        return _count(points)
    if scale in (Scale.POINTS, Scale.BONUS):
        return {"points": points.strip()} if points and points.strip() else {}
    if not chosen:
        return {}
    if scale == Scale.CRITICAL:
        return {"triggered": {"1": True, "0": False}.get(chosen, chosen)}
    return {"level": int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 4 else chosen}


def _count(text: str | None) -> dict:
    """Occurrences in plain digits; anything else goes on as it came."""
    text = (text or "").strip()
    if not text:
        return {}
    return {"count": int(text) if text.isascii() and text.isdigit() and len(text) < 6 else text}


def _number(text) -> int:
    try:
        number = int(text)
    except (TypeError, ValueError, OverflowError):
        number = -1
    if not 0 <= number <= HIGHEST:
        raise Invalid(_("The form was incomplete. Load the page again and send it once more."))
    return number


def _visit(said: Mapping) -> Visit:
    """`said`: what stands in the fields of VISIT, or nothing where the page has no such field."""
    at, left_at = _moment(said.get("at")), _moment(said.get("left"))
    place, why, met = (text if isinstance(text := said.get(name), str) else "" for name in ("place", "why", "met"))
    return Visit(
        at,
        place,
        is_unreadable=bool(said.get("at")) and at is None,
        left_at=left_at,
        is_end_unreadable=bool(said.get("left")) and left_at is None,
        why=why,
        met=met,
    )


def _moment(at) -> datetime | None:
    """What <input type="datetime-local"> gives: a time of the organization's zone, without one of its own. None for anything else.

    A year of which only the first digits are typed is no time yet.
    """
    try:
        when = datetime.fromisoformat(str(at))
    except ValueError:
        return None
    if when.year < EARLIEST_YEAR:
        return None
    return when.replace(tzinfo=clock.organization_zone(), second=0, microsecond=0)
