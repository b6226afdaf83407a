from celery import shared_task

from foundation.jobs import services


@shared_task(name="jobs.run")
def run_job(*, job_pk: int) -> None:
    services.run(job_pk)


@shared_task(name="jobs.sweep")
def sweep() -> None:
    services.sweep()
