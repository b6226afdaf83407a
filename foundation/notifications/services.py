"""Telling people things: once each, bundled in mail, never lost with the broker."""

import logging
from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from foundation.common import clock
from foundation.notifications.kinds import sentence_for
from foundation.notifications.models import Notification

log = logging.getLogger(__name__)
MAX_MAIL_ATTEMPTS = 5


def notify(*, users: Iterable, kind: str, dedupe: str, url: str = "", params: dict | None = None) -> None:
    """Put one notification a user into the outbox, in the transaction of the act. The same `dedupe` tells nobody twice."""
    rows = [
        Notification(user=user, kind=kind, dedupe=dedupe, url=url, params=params or {})
        for user in {user.pk: user for user in users if user is not None}.values()
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def mark_read(*, user, public_id=None) -> int:
    """Mark one, or all, of the user's notifications as read. Returns how many were unread."""
    unread = Notification.objects.filter(user=user, read_at=None)
    if public_id is not None:
        unread = unread.filter(public_id=public_id)
    return unread.update(read_at=clock.now())


def deliver_mail(limit: int = 500) -> int:
    """Send what is waiting, one bundled mail a person. Returns the number of mails.

    A mail is marked before it goes (at most once a claim): two deliverers cannot send the same bundle; a refusal puts it back.
    """
    waiting = Notification.objects.filter(mailed_at=None, mail_attempts__lt=MAX_MAIL_ATTEMPTS, user__is_active=True)
    bundles: dict[int, list[Notification]] = defaultdict(list)
    for row in waiting.exclude(user__email="").select_related("user").order_by("at", "pk")[:limit]:
        bundles[row.user_id].append(row)
    return sum(_send_bundle(rows) for rows in bundles.values())


def _send_bundle(rows: list[Notification]) -> bool:
    keys = [row.pk for row in rows]
    with transaction.atomic():
        free = Notification.objects.select_for_update().filter(pk__in=keys, mailed_at=None)
        keys = list(free.values_list("pk", flat=True))
        Notification.objects.filter(pk__in=keys).update(mailed_at=clock.now())
    rows = [row for row in rows if row.pk in set(keys)]
    if not rows:
        return False
    user = rows[0].user
    with translation.override(user.language or "zh-hans"):
        sentences = [sentence_for(row.kind, row.params) for row in rows]
        lines = [f"{s}\n{settings.SITE_URL}{row.url}" for s, row in zip(sentences, rows, strict=True)]
        subject = sentences[0] if len(rows) == 1 else _("%(count)d new notices from QA Portal") % {"count": len(rows)}
    try:
        send_mail(subject, "\n\n".join(lines), None, [user.email])
    except Exception as error:  # the mail server's answers are many; all of them mean: later again
        log.warning("mail to user %s failed: %s", user.pk, type(error).__name__)
        for row in rows:
            Notification.objects.filter(pk=row.pk).update(mailed_at=None, mail_attempts=row.mail_attempts + 1)
        return False
    return True
