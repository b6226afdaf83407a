"""Rows that were sent back because their records are being assessed: the leads are told, until the records are free or a lead has looked at it."""

import json
from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, require
from foundation.common.states import swap
from foundation.notifications.services import notify
from organization.enums import Role
from organization.models import Person
from organization.selectors import holders_of
from records import rules
from records.holds import held_among
from records.models import ImportRun, RejectedRow, ServiceRecord

REASON = "held"
AT_ONCE = 1_000  # records in one question to the database


def tell_of_held_rows(run: ImportRun) -> None:
    """Called in the transaction that ends the import: notes how many rows there are and tells the leads."""
    count = RejectedRow.objects.filter(run=run, reason=REASON).count()
    if not count:
        return
    ImportRun.objects.filter(pk=run.pk).update(rows_held=count)
    run.rows_held = count
    _tell("records.import.held", run, [person.user for person in holders_of(Role.LEAD)])


@transaction.atomic
def settle_held_rows(*, run: ImportRun, actor: Person) -> None:
    """A lead has looked at them and leaves it at that: the rows stay sent back. Raises NotAllowed; Conflict where nothing waits any more."""
    require(rules.can_settle_held_rows, actor, run)
    if not run.has_held_rows:
        raise Conflict(_("Nothing of this import is held back any more."))
    _end(run, actor, "records.import.settle_held")


def release_held_rows() -> int:
    """Take away what waits where none of the records is held any more, and say that the rows can be brought in again. Returns for how many
    imports; run again it finds no more."""
    waiting = ImportRun.objects.filter(rows_held__gt=0, held_settled_at=None).select_related(
        "source", "file", "started_by__user"
    )
    return sum(_release(run) for run in waiting if not _is_held(run))


def _release(run: ImportRun) -> int:
    users = [person.user for person in holders_of(Role.LEAD)]
    if run.started_by_id:
        users.append(run.started_by.user)
    try:
        with transaction.atomic():
            _end(run, None, "records.import.release_held")
            _tell("records.import.released", run, users)
    except Conflict:
        return 0  # a lead was quicker
    return 1


def _end(run: ImportRun, actor: Person | None, action: str) -> None:
    swap(run, expected={"held_settled_at": None}, held_settled_at=clock.now())
    record_event(actor=actor, action=action, target=run, count=run.rows_held)


def _tell(kind: str, run: ImportRun, users: list) -> None:
    found = {user.pk: user for user in users if user is not None}
    params = {"file": run.name, "n": run.rows_held}
    notify(
        users=list(found.values()),
        kind=kind,
        dedupe=f"{kind}:{run.public_id}",
        url=run.get_absolute_url(),
        params=params,
    )


def _is_held(run: ImportRun) -> bool:
    """Whether any of the records of its held rows is held still."""
    return any(held_among(run.source, numbers) for numbers in _records_of(run))


def _records_of(run: ImportRun) -> Iterator[dict[int, str]]:
    """{key of the record: its number}, in parts."""
    wanted: list[str] = []
    for content in (
        RejectedRow.objects.filter(run=run, reason=REASON).values_list("content", flat=True).iterator(AT_ONCE)
    ):
        wanted.append(json.loads(content)["params"]["value"])
        if len(wanted) == AT_ONCE:
            yield _known(run, wanted)
            wanted = []
    if wanted:
        yield _known(run, wanted)


def _known(run: ImportRun, numbers: list[str]) -> dict[int, str]:
    return dict(ServiceRecord.objects.filter(source=run.source_id, number__in=numbers).values_list("pk", "number"))
