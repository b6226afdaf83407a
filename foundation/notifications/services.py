"""Telling people things: once each, in the transaction of the act; mail goes out later (`mail.deliver_mail`)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from foundation.common import clock
from foundation.notifications.mail import deliver_mail
from foundation.notifications.models import Notification

__all__ = ["deliver_mail", "mark_read", "notify", "withdraw_notices"]


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


@transaction.atomic
def withdraw_notices(*, kind: str, dedupe: str, instead: str) -> None:
    """Take back what was told of something that does not wait any more: all notices of the kind whose natural key begins with `dedupe`.

    What nobody has read and no mail has carried goes away. Who has read it, or may have it as a mail, is told `instead` (a kind) with the same
    words and page, and the old one counts as read. Run again it changes nothing.
    """
    now = clock.now()
    told = Notification.objects.filter(kind=kind, dedupe__startswith=dedupe)
    # In the order in which mail claims them; who is mailing one of these right now is waited for.
    rows = list(told.select_for_update(of=("self",), no_key=True).select_related("user").order_by("at", "pk"))
    unseen = [row for row in rows if row.read_at is None and row.mailed_at is None and row.mail_due_at <= now]
    seen = [row for row in rows if row not in unseen]
    Notification.objects.filter(pk__in=[row.pk for row in unseen]).delete()
    Notification.objects.filter(pk__in=[row.pk for row in seen], read_at=None).update(read_at=now)
    for row in seen:
        notify(users=[row.user], kind=instead, url=row.url, params=row.params, dedupe=f"{instead}:{row.public_id}")
