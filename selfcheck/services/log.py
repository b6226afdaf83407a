"""Writing the log of a unit: entries, and corrections that keep what stood there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.services.marks import CONTROLS
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.engine import lock_for_transaction
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import once
from foundation.common.states import swap
from organization.models import Person, Unit
from selfcheck.enums import EntryKind
from selfcheck.models import EntryRevision, LogEntry
from selfcheck.rules import can_change_entry, can_keep_log
from selfcheck.sealing import digest_of_revision
from standards.models import Indicator

LONGEST_TEXT = 2_000
LONGEST_REASON = 200
# A log is kept as things happen: what is older belongs into no present quarter.
OLDEST = timedelta(days=100)


@dataclass(frozen=True)
class Said:
    """What an entry says. `indicator`: of the standard in force; asked for only where something was found by a self-check."""

    kind: str
    day: date
    found: str
    done: str = ""
    indicator: Indicator | None = None
    is_struck: bool = False


def add_entry(*, unit: Unit, said: Said, actor: Person, key: UUID) -> LogEntry:
    """A new line, numbered `LOG-2026-00001`. The same key gives the same entry.

    Raises NotAllowed, Invalid ({"kind", "day", "indicator", "found" or "done": sentence}).
    """
    require(can_keep_log, actor, unit)
    said = _checked(said)

    def act() -> dict:
        entry = LogEntry.objects.create(
            number=_next_number(),
            unit=unit,
            kind=said.kind,
            day=said.day,
            indicator=said.indicator,
            found=said.found,
            done=said.done,
            entered_by=actor,
        )
        revision = _revise(entry, 1, said, "", actor)
        record_event(actor=actor, action="selfcheck.entry.add", target=entry, after=revision.digest)
        return {"entry": str(entry.public_id)}

    payload = {"unit": unit.public_id, **_payload(said)}
    answer, _is_new = once(actor=actor.public_id, action="selfcheck.entry.add", key=key, payload=payload, act=act)
    return LogEntry.objects.select_related("unit", "indicator", "entered_by").get(public_id=answer["entry"])


@transaction.atomic
def correct_entry(*, entry: LogEntry, said: Said, reason: str, version: int, actor: Person) -> EntryRevision:
    """Say it anew and why; what stood there before is kept and shown. `said.is_struck` strikes the entry out, or takes that back.

    Raises NotAllowed, Invalid as for a new one and without a reason, or where nothing changes; Conflict where somebody else was quicker.
    """
    require(can_change_entry, actor, entry)
    reason = (reason or "").strip()
    if not reason or len(reason) > LONGEST_REASON or CONTROLS.search(reason):
        raise Invalid({"reason": _("Say why, in up to %(limit)s characters.") % {"limit": LONGEST_REASON}})
    said = _checked(said, before=entry)
    if said == said_by(entry):
        raise Invalid(_("Nothing has changed."))
    typed = [
        (_("What was found, or spoken about"), said.found),
        (_("What was done about it"), said.done),
        (_("Reason"), reason),
    ]
    entry_now = LogEntry.objects.select_for_update(no_key=True).get(pk=entry.pk)
    if entry_now.version != version:
        raise Conflict(
            _("Somebody else has corrected this entry in the meantime."), typed=typed, url=entry.get_absolute_url()
        )
    number = entry_now.revisions.count() + 1
    before = entry_now.revisions.first().digest
    swap(entry_now, expected={"version": version}, **_fields(said))
    entry_now.unit = entry.unit
    revision = _revise(entry_now, number, said, reason, actor)
    record_event(
        actor=actor, action="selfcheck.entry.strike" if said.is_struck else "selfcheck.entry.correct", target=entry_now,
        before=before, after=revision.digest,
    )  # fmt: skip
    return revision


def _fields(said: Said) -> dict:
    return {name: getattr(said, name) for name in ("kind", "day", "indicator", "found", "done", "is_struck")}


def said_by(entry: LogEntry) -> Said:
    """What it says now."""
    return Said(entry.kind, entry.day, entry.found, entry.done, entry.indicator, entry.is_struck)


def _revise(entry: LogEntry, number: int, said: Said, reason: str, actor: Person) -> EntryRevision:
    row = EntryRevision(entry=entry, number=number, reason=reason, author=actor, at=clock.now(), **_fields(said))
    row.digest = digest_of_revision(row)
    row.save(force_insert=True)
    return row


def _checked(said: Said, before: LogEntry | None = None) -> Said:
    """Without blanks around its texts."""
    wrong: dict[str, str] = {}
    today = clock.today()
    if said.kind not in EntryKind.values:
        wrong["kind"] = _("Choose what it is about.")
    if said.day > today:
        wrong["day"] = _("That day is still to come.")
    elif said.day < today - OLDEST and (before is None or said.day != before.day):
        wrong["day"] = _("A log reaches %(days)d days back.") % {"days": OLDEST.days}
    if said.kind == EntryKind.CHECK and said.indicator is None:
        wrong["indicator"] = _("Name the indicator that the self-check was about.")
    found, done = _text(said.found), _text(said.done)
    if not found or len(found) > LONGEST_TEXT or CONTROLS.search(found):
        wrong["found"] = _("Say it in up to %(limit)s characters.") % {"limit": LONGEST_TEXT}
    if len(done) > LONGEST_TEXT or CONTROLS.search(done):
        wrong["done"] = _("At most %(limit)s characters.") % {"limit": LONGEST_TEXT}
    if wrong:
        raise Invalid(wrong)
    return Said(said.kind, said.day, found, done, said.indicator, said.is_struck)


def _text(text: str) -> str:
    return (text or "").replace("\r\n", "\n").strip()


def _payload(said: Said) -> Mapping:
    return {**_fields(said), "indicator": said.indicator.pk if said.indicator else None}


def _next_number() -> str:
    lock_for_transaction("selfcheck-log-number")
    year = clock.today().year
    return f"LOG-{year}-{LogEntry.objects.filter(number__startswith=f'LOG-{year}-').count() + 1:05}"
