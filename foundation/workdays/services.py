"""Saying which days of a year are worked."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from foundation.audit.services import record_event
from foundation.common.engine import lock_for_transaction
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import once
from foundation.jobs.services import enqueue
from foundation.workdays.changes import left_out
from foundation.workdays.enums import DayKind, Kind
from foundation.workdays.models import AnnouncedDay, Announcement
from foundation.workdays.names import day_name
from foundation.workdays.reading import Day, digest_of
from foundation.workdays.recounting import JOB
from foundation.workdays.rules import can_announce_days
from foundation.workdays.selectors import in_force

FIRST_YEAR, LAST_YEAR = 2000, 2099
LONGEST_SOURCE = 200


def announce_days(
    *, kind: str, year: int, days: Sequence[Day], source: str, edition: int, actor, key: UUID, without: bool = False
) -> Announcement:
    """Enter a year's announcement, whole: a new edition, which takes the place of the one before. Due dates are recounted by a job.

    `without` says that holidays by law which the days leave out are meant to be worked. `edition` is the number of the edition that was in
    force when the page was loaded, 0 for none. Days are checked by `reading.read_days`. The same key returns the first announcement. Raises
    NotAllowed, Invalid where the source or the days are missing or nothing would change, Conflict where somebody has entered another edition
    meanwhile.
    """
    require(can_announce_days, actor)
    source = " ".join(source.split())
    _check(kind, year, days, source, without)
    days = sorted(days)
    digest = digest_of(days)
    answer, _is_new = once(
        actor=actor.public_id,
        action="workdays.days.announce",
        key=key,
        payload=[kind, year, digest, source],
        act=lambda: _announce(Kind(kind), year, days, source, edition, digest, actor),
    )
    return Announcement.objects.get(public_id=answer["announcement"])


def _check(kind: str, year: int, days: Sequence[Day], source: str, without: bool) -> None:
    if kind not in Kind.values or not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid(_("There is no such year."))
    if not source:
        raise Invalid({"source": _("Name the notice: who announced it, and its number.")})
    if len(source) > LONGEST_SOURCE:
        raise Invalid({"source": _("At most %(most)d characters.") % {"most": LONGEST_SOURCE}})
    if kind == Kind.PUBLIC and not any(day.kind == DayKind.OFF for day in days):
        raise Invalid({"table": _("An announcement of public holidays has one day off at least.")})
    if not without and (names := left_out(kind, year, list(days))):
        raise Invalid({"without": sentence_on(names)})


def sentence_on(names: Sequence[str]) -> str:
    """What follows where an announcement leaves out holidays by law."""
    return _("The notice does not mention %(names)s: these days would be worked. Is a part of it missing?") % {
        "names": day_name("、".join(names))
    }


def _announce(kind: Kind, year: int, days: list[Day], source: str, edition: int, digest: str, actor) -> dict:
    lock_for_transaction("workdays")
    before = in_force(kind, year)
    if (before.edition if before else 0) != edition:
        raise Conflict(
            _("Somebody else has entered these days in the meantime. Load the page again to see what is in force.")
        )
    if (before.digest if before else digest_of([])) == digest:
        raise Invalid({"table": _("These days are in force already; nothing would change.")})
    row = Announcement.objects.create(
        kind=kind, year=year, edition=edition + 1, source=source, digest=digest, entered_by=str(actor.public_id)
    )
    AnnouncedDay.objects.bulk_create(
        AnnouncedDay(announcement=row, day=one.day, kind=one.kind, name=one.name) for one in days
    )
    enqueue(kind=JOB, key=f"{JOB}:{row.public_id}", args={}, owner=actor)
    record_event(
        actor=actor,
        action="workdays.days.announce",
        target=row,
        before=before.digest if before else None,
        after=digest,
        calendar=kind.value,
        year=str(year),
        edition=row.edition,
        count=len(days),
    )
    return {"announcement": str(row.public_id)}
