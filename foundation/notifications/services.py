"""Telling people things: once each, in the transaction of the act; mail goes out later (`mail.deliver_mail`)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from foundation.common import clock
from foundation.notifications.mail import deliver_mail
from foundation.notifications.models import Notification

__all__ = ["deliver_mail", "mark_read", "notify"]


def notify(*, users: Iterable, kind: str, dedupe: str, url: str = "", params: dict | None = None) -> None:
    """Put one notification a user into the outbox, in the transaction of the act. The same `dedupe` tells nobody twice."""
    rows = [
        Notification(user=user, kind=kind, dedupe=dedupe, url=url, params=params or {})
        for user in {user.pk: user for user in users if user is not None}.values()
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def mark_read(*, user, public_id=None, before: datetime | None = None) -> int:
    """Mark one, or all, or all that were told before an instant, of the user's notifications as read. Returns how many were unread."""
    unread = Notification.objects.filter(user=user, read_at=None)
    if public_id is not None:
        unread = unread.filter(public_id=public_id)
    if before is not None:
        unread = unread.filter(at__lt=before)
    return unread.update(read_at=clock.now())
