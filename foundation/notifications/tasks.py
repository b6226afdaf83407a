from celery import shared_task

from foundation.notifications.mail import deliver_mail


@shared_task(name="notifications.deliver")
def deliver() -> None:
    deliver_mail()
