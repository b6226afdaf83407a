from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "foundation.jobs"
    label = "jobs"

    def ready(self) -> None:
        from foundation.jobs.services import handlers

        handlers.register("jobs.ping", ping)


def ping(running, **_args) -> None:
    """The smallest job there is: proves that a worker takes work and reports back."""
    running.progress(1, 1)
