from celery import shared_task

from connections.services.calling import forget_old_calls
from connections.services.outbox import deliver_events, forget_old_events
from connections.services.warning import warn_of_ending_keys
from foundation.jobs.services import beat


@shared_task(name="connections.deliver")
def deliver() -> None:
    """What systems are to be told of."""
    deliver_events()
    beat("connections.deliver")


@shared_task(name="connections.look_after")
def look_after() -> None:
    """Keys that end, and logs that nobody needs any more."""
    warn_of_ending_keys()
    forget_old_calls()
    forget_old_events()
    beat("connections.look_after")
