"""Starting an import, going on after a crash, finishing it."""

from collections.abc import Callable
from datetime import timedelta
from time import monotonic
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.announcements import announce
from foundation.common.engine import make_way
from foundation.common.errors import Conflict, Invalid
from foundation.common.models import StoredFile
from foundation.common.receipts import once
from foundation.common.states import advance
from foundation.jobs.services import enqueue
from foundation.notifications.services import notify
from records.enums import ImportState
from records.mapping import Mapping, without_idle_unit
from records.models import ImportMapping, ImportRun
from records.reading import FIND_OUT, Options, fewer_collections
from records.services.held import tell_of_held_rows
from records.services.opening import OPERATOR, Actor, analysis_of, assign_columns, may_change, open_import, person_of
from records.services.storing import Intake
from records.validators import validate_checked, validate_mapping

__all__ = ["OPERATOR", "begin_import", "resume_import", "run_import", "start_import", "stop_import"]
JOB = "records.import.run"
# What other systems can be told of (`foundation.common.announcements`).
FINISHED, FINISHED_ACT = "import.finished", "records.import.finish"


def start_import(
    *,
    file: StoredFile,
    source: str,
    mapping: Mapping | None,
    actor: Actor,
    key: UUID,
    options: Options = FIND_OUT,
    name: str = "",
) -> ImportRun:
    """Open a file and start importing it in one go. Without a mapping the remembered or proposed one is taken, if it leaves no question open.

    Raises NotAllowed or Invalid. The same key returns the first run.
    """
    run = open_import(file=file, source=source, actor=actor, key=key, options=options)
    if run.state != ImportState.MAPPING:
        return run
    assign_columns(run=run, mapping=mapping or without_idle_unit(Mapping.from_json(run.mapping)), actor=actor)
    return begin_import(run=run, actor=actor, key=key, name=name)


def begin_import(*, run: ImportRun, actor: Actor, key: UUID, name: str = "", shown: Mapping | None = None) -> ImportRun:
    """Import a file whose columns are assigned, in the background; remember the mapping (under `name`, else the source's). The same key
    starts it once.

    `shown` is the mapping that the actor has before them: Invalid where a trial run has not read just that.
    """
    may_change(actor, run)
    mapping = Mapping.from_json(run.mapping)
    if shown is not None:
        validate_checked(shown, run)
    validate_mapping(mapping, analysis_of(run))
    person = person_of(actor)

    def act() -> dict:
        _remember(run, mapping, name)
        advance(run, ImportState.RUNNING)
        _enqueue(run)
        record_event(actor=person, action="records.import.start", target=run, file=run.file.digest)
        return {"run": run.pk}

    once(actor=actor.public_id, action="records.import.start", key=key, payload=[run.pk, run.mapping], act=act)
    run.refresh_from_db()
    return run


def _remember(run: ImportRun, mapping: Mapping, name: str) -> None:
    data = mapping.to_json()
    kept = {"columns": data.pop("columns"), "values": data.pop("values"), "formats": data}
    ImportMapping.objects.update_or_create(
        name=(name or run.source.name)[:60], defaults={"source": run.source, "remembered_at": clock.now(), **kept}
    )


def _enqueue(run: ImportRun) -> None:
    """A job for what is left. Its key names the position, so that a run has one job at a time and each part has its own."""
    # The operator's command does the work itself; a delay keeps the workers from being woken, the sweep finds what the command leaves behind.
    delay = timedelta(0) if run.started_by else timedelta(milliseconds=1)
    key = f"{JOB}:{run.public_id}:{run.version}:{run.position}"
    job = enqueue(kind=JOB, key=key, args={"run": run.pk}, owner=run.started_by, delay=delay)
    ImportRun.objects.filter(pk=run.pk).update(job=job)
    run.job = job


@transaction.atomic
def resume_import(*, run: ImportRun, actor: Actor) -> ImportRun:
    """Go on with an import that was stopped, that failed or whose job was given up, below the last row that is dealt with."""
    may_change(actor, run)
    if run.state in (ImportState.FAILED, ImportState.STOPPED):
        advance(run, ImportState.RUNNING, error="", finished_at=None)
    elif run.is_stalled:
        advance(run, ImportState.FAILED)
        advance(run, ImportState.RUNNING)
    else:
        raise Conflict(_("This import needs no push: it is running or finished."))
    _enqueue(run)
    record_event(actor=person_of(actor), action="records.import.resume", target=run, position=run.position)
    return run


@transaction.atomic
def stop_import(*, run: ImportRun, actor: Actor) -> ImportRun:
    """Stop an import that is under way: what is stored stays, the part that is being read is not stored, and it can go on from there.

    Raises Conflict where it has ended already.
    """
    may_change(actor, run)
    if run.state != ImportState.RUNNING:
        raise Conflict(_("This import is not under way any more."))
    advance(run, ImportState.STOPPED, finished_at=clock.now())
    record_event(actor=person_of(actor), action="records.import.stop", target=run, position=run.position)
    return run


def run_import(
    import_run_id: int, *, progress: Callable[[int, int], None] | None = None, seconds: float | None = None
) -> bool:
    """Import chunk by chunk, from where the last one ended. True when the import is over; False when `seconds` are used up first.

    `progress(rows read, rows expected)` is called after each chunk. May be killed at any time and called again. Whoever stops the import in
    between has the last word: the part under way is rolled back.
    """
    run = ImportRun.objects.select_related("file", "source", "started_by__user").get(pk=import_run_id)
    if run.state != ImportState.RUNNING:
        return True
    until = None if seconds is None else monotonic() + seconds
    try:
        with translation.override(language_of(run)), fewer_collections():
            try:
                if not _store(run, progress, until):
                    return False
            except Invalid as error:
                _fail(run, " ".join(error.messages)[:300])
                return True
        _finish(run)
    except Conflict:
        if ImportRun.objects.filter(pk=run.pk, state=ImportState.RUNNING).exists():
            raise
    return True


def _store(run: ImportRun, progress: Callable[[int, int], None] | None, until: float | None) -> bool:
    """All rows that are left; False when the time is up before."""
    intake = Intake(run)
    while intake.store_chunk():
        if progress:
            progress(run.rows_read, max(run.rows_total, run.rows_read))
        if until is not None and monotonic() > until:
            return False
        make_way()
    return True


def language_of(run: ImportRun) -> str:
    """The language of whoever waits for the import: sentences that a job keeps are for them."""
    user = run.started_by.user if run.started_by else None
    return (user.language if user else "") or "zh-hans"


@transaction.atomic
def _finish(run: ImportRun) -> None:
    counts = close_run(run)
    # Who reads the trail and who is announced to come last: both queue.
    tell_of_held_rows(run)
    _tell(run, "records.import.done", {"source": run.source.name, **counts})
    announce(FINISHED, run, {"source": run.source.name, **counts})
    record_event(actor=run.started_by, action=FINISHED_ACT, target=run, after=counts)


def close_run(run: ImportRun) -> dict[str, int]:
    """All rows are dealt with: the run is done. Returns how many rows came to what. Runs in the caller's transaction."""
    run.refresh_from_db()
    advance(run, ImportState.DONE, finished_at=clock.now(), rows_total=run.rows_read)
    return {
        "added": run.rows_added,
        "corrected": run.rows_corrected,
        "unchanged": run.rows_unchanged,
        "rejected": run.rows_rejected,
    }


@transaction.atomic
def _fail(run: ImportRun, sentence: str) -> None:
    run.refresh_from_db()
    advance(run, ImportState.FAILED, error=sentence, finished_at=clock.now())
    record_event(actor=run.started_by, action="records.import.fail", target=run)
    _tell(run, "records.import.failed", {"source": run.source.name})


def _tell(run: ImportRun, kind: str, params: dict) -> None:
    if run.started_by and run.started_by.user:
        dedupe = f"{kind}:{run.public_id}:{run.version}"
        notify(users=[run.started_by.user], kind=kind, dedupe=dedupe, url=run.get_absolute_url(), params=params)


def go_on(run_pk: int) -> None:
    """Queue the next part of an import whose time is up."""
    with transaction.atomic():
        run = ImportRun.objects.get(pk=run_pk)
        if run.state == ImportState.RUNNING:
            _enqueue(run)
