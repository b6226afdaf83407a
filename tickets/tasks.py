from celery import shared_task

from foundation.jobs.services import beat
from tickets.services.escalating import escalate_everything
from tickets.services.teaching import learn_topics as learn


@shared_task(name="tickets.look_after")
def look_after() -> None:
    """What is late is told upwards."""
    escalate_everything()
    beat("tickets.look_after")


@shared_task(name="tickets.learn_topics")
def learn_topics() -> None:
    """What people have said of tickets since yesterday."""
    learn()
    beat("tickets.learn_topics")
