from celery import shared_task

from foundation.jobs.services import beat
from tickets.services.alarms import look_for_surges
from tickets.services.escalating import escalate_everything
from tickets.services.surveying import send_surveys as send
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


@shared_task(name="tickets.look_for_surges")
def look_for_alarms() -> None:
    """Whether complaints of the last seven days are more than usual."""
    look_for_surges()
    beat("tickets.look_for_surges")


@shared_task(name="tickets.send_surveys")
def send_surveys() -> None:
    """The questionnaire to the customers of cases that were closed, and one reminder."""
    send()
    beat("tickets.send_surveys")
