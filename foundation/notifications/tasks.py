from celery import shared_task

from foundation.notifications import services


@shared_task(name="notifications.deliver")
def deliver() -> None:
    services.deliver_mail()
