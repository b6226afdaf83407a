import time
import uuid

from django.core.management.base import BaseCommand, CommandError

from foundation.jobs.models import JobState
from foundation.jobs.services import enqueue


class Command(BaseCommand):
    help = "Queue the smallest job there is and wait until a worker has done it."
    requires_system_checks = []

    def add_arguments(self, parser) -> None:
        parser.add_argument("--seconds", type=float, default=40, help="how long to wait (default: 40)")

    def handle(self, *args, **options) -> None:
        began = time.monotonic()
        job = enqueue(kind="jobs.ping", key=f"jobs.ping:{uuid.uuid4()}", args={})
        while job.state not in (JobState.DONE, JobState.FAILED):
            if time.monotonic() - began > options["seconds"]:
                raise CommandError(f"No worker did the job within {options['seconds']:g} seconds (it is {job.state}).")
            time.sleep(0.05)
            job.refresh_from_db()
        if job.state == JobState.FAILED:
            raise CommandError(f"The worker gave the job up: {job.error}.")
        self.stdout.write(f"done in {time.monotonic() - began:.1f} s at attempt {job.attempts}")
