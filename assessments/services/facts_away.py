"""Facts that were laid before the head on a device without a network: what it showed must be just what the server has (R15, R16).

A device knows neither the digest nor the ids of files that it has not sent yet. It says what it showed, and a file by its id or by the key under
which it was sent; the server holds this against the facts of the draft that it has by then.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.services.evidence import ADDED
from foundation.common import clock
from foundation.common.errors import Invalid
from foundation.common.receipts import answers_to
from foundation.common.texts import require_storable
from organization.models import Person

MOST_BYTES = 100_000
EARLIEST_YEAR = 2000
MOST_AHEAD = timedelta(days=1)  # a clock that is wrong by an hour or a zone is no reason to lose a signature
VISIT_TIME, VISIT_PLACE = "@at", "@place"


@dataclass(frozen=True)
class ShownFacts:
    """What the head read. `visit`: time as the page writes it (organization's zone) and place; `facts`: {code: (text, numbers of evidence)};
    `files`: {number: id or client key}; `device_at`: when it was done, by the device's clock."""

    visit: tuple[str, str]
    facts: Mapping[str, tuple[str, tuple[int, ...]]]
    files: Mapping[int, UUID]
    device_at: datetime

    def payload(self) -> dict:
        """For the receipt: the same once more is the same."""
        return {
            "visit": list(self.visit),
            "facts": {code: [text, list(numbers)] for code, (text, numbers) in self.facts.items()},
            "files": {str(number): str(reference) for number, reference in self.files.items()},
            "device_at": self.device_at.isoformat(),
        }


def read_shown(text: str) -> ShownFacts:
    """From {"visit": [at, place], "facts": [[code, text, [number]]], "evidence": [[number, id or key]], "at": ISO}. Raises Invalid otherwise."""
    try:
        data = json.loads(text) if len(text) <= MOST_BYTES else None
        require_storable(text)
        at, place = data["visit"]
        facts = {_text(code): (_text(said), tuple(map(_number, numbers))) for code, said, numbers in data["facts"]}
        files = {_number(number): UUID(reference) for number, reference in data["evidence"]}
        device_at = datetime.fromisoformat(data["at"])
        if len(facts) != len(data["facts"]) or len(files) != len(data["evidence"]) or timezone.is_naive(device_at):
            raise ValueError
        if not EARLIEST_YEAR <= device_at.year or device_at > clock.now() + MOST_AHEAD:
            raise ValueError
        return ShownFacts((_text(at), _text(place)), facts, files, device_at)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError):
        raise Invalid(_("What was shown on the device could not be read.")) from None


def _text(value) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _number(value) -> int:
    if type(value) is not int:
        raise TypeError
    return value


def places_that_differ(shown: ShownFacts, content: Mapping, actor: Person) -> list[str]:
    """Indicator codes, `VISIT_TIME` or `VISIT_PLACE`, at which the device showed something else than `content`; none where it is the same."""
    at, place = content["visit"]
    differing = []
    if (f"{clock.local(datetime.fromisoformat(at)):%Y-%m-%dT%H:%M}" if at else "") != shown.visit[0]:
        differing.append(VISIT_TIME)
    if place != shown.visit[1]:
        differing.append(VISIT_PLACE)
    here = {fact["code"]: (fact["text"], tuple(fact["evidence"])) for fact in content["facts"]}
    known = {number: public_id for number, public_id, _digest, _name in content["evidence"]}
    seen = _ids_of(shown, actor)
    for code in dict.fromkeys([*here, *shown.facts]):
        there = shown.facts.get(code)
        if here.get(code) != there or any(seen.get(number) != known.get(number) for number in there[1]):
            differing.append(code)
    return differing


def _ids_of(shown: ShownFacts, actor: Person) -> dict[int, str]:
    """{number: public id}: a file that was sent under a key is the one that came of it."""
    sent = answers_to(actor=actor.public_id, action=ADDED, keys=shown.files.values())
    return {
        number: sent.get(reference, {}).get("evidence", str(reference)) for number, reference in shown.files.items()
    }


def in_words(places: list[str]) -> str:
    names = {VISIT_TIME: _("Time of the visit"), VISIT_PLACE: _("Place")}
    return _(", ").join(names.get(place, place) for place in places)
