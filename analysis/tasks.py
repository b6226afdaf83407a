"""Background work of this room: free texts."""

from celery import shared_task

from foundation.common import clock
from foundation.jobs.services import Running, beat, job_handler


@job_handler("analysis.voices.pass")
def pass_over_voices(running: Running, *, why: str, source: str = "", after: int = 0) -> None:
    from analysis.voices.passing import go_through

    go_through(why=why, source=source, after=after, progress=running.progress)


@shared_task(name="analysis.gather_voices")
def gather_voices() -> None:
    """Texts that have come in."""
    from analysis.voices.passing import gather

    gather()
    beat("analysis.gather_voices")


@shared_task(name="analysis.look_at_voices_again")
def look_at_voices_again() -> None:
    """What was changed or erased in its room."""
    from analysis.voices.passing import begin_nightly_pass

    begin_nightly_pass(clock.today())
    beat("analysis.look_at_voices_again")
