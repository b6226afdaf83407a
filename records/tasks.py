"""Background work of this room."""

from celery import shared_task

from foundation.jobs.services import Running, beat, job_handler

# Shorter than the worker's soft time limit: a longer import goes on in another job.
SECONDS_A_JOB = 120


@job_handler("records.import.run")
def run_import(running: Running, *, run: int) -> None:
    from records.services.running import go_on, run_import as import_rows

    if not import_rows(run, progress=running.progress, seconds=SECONDS_A_JOB):
        go_on(run)


@job_handler("records.import.check")
def check_import(running: Running, *, run: int, version: int) -> None:
    from records.services.checking import keep_check

    keep_check(run, version, running.progress)


@shared_task(name="records.release_held_rows")
def release_held_rows() -> None:
    from records import services

    services.release_held_rows()
    beat("records.release_held_rows")
