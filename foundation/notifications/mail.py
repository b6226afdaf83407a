"""Mail out of the outbox: one bundle a person, never a flood, and nothing lost with a mail server or a worker that dies.

A bundle is claimed for some minutes before it is sent and marked after it was: two deliverers do not send the same one, and what a dead
worker held is sent by the next. If it died between sending and marking, the second mail carries the same Message-ID, so that mail programs
show it once.
"""

import hashlib
import logging
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from foundation.common import clock
from foundation.common.registries import Registry
from foundation.common.waits import wait_after
from foundation.notifications.kinds import sentence_for
from foundation.notifications.models import Notification

log = logging.getLogger(__name__)
CLAIM = timedelta(minutes=5)
# A mail to somebody is followed by the next one after this time at the earliest; what comes in between is bundled.
GAP = timedelta(minutes=5)
# About two days until it is given up.
MAX_ATTEMPTS = 12
LONGEST_WAIT = timedelta(hours=6)


# function() → condition on the users who get no mail now, an account whose days are over for example. Their notices stay in the portal.
without_mail: Registry[Callable[[], Q]] = Registry("accounts that get no mail")


def deliver_mail(limit: int = 500) -> int:
    """Send what is waiting. Returns the number of mails."""
    now = clock.now()
    told_just_now = Notification.objects.filter(mailed_at__gt=now - GAP).values("user")
    waiting = Notification.objects.filter(
        mailed_at=None, mail_due_at__lte=now, mail_attempts__lt=MAX_ATTEMPTS, user__is_active=True
    )
    waiting = waiting.exclude(user__email="").exclude(user__in=told_just_now)
    for left_out in without_mail:
        waiting = waiting.exclude(user__in=get_user_model().objects.filter(left_out()))
    bundles: dict[int, list[int]] = defaultdict(list)
    for pk, user in waiting.order_by("at", "pk").values_list("pk", "user_id")[:limit]:
        bundles[user].append(pk)
    return sum(_send(keys) for keys in bundles.values())


def _claim(keys: list[int]) -> list[Notification]:
    """Those of the rows that nobody else is sending, now ours for a while."""
    now = clock.now()
    with transaction.atomic():
        free = Notification.objects.select_for_update(of=("self",), no_key=True).filter(
            pk__in=keys, mailed_at=None, mail_due_at__lte=now
        )
        rows = list(free.select_related("user").order_by("at", "pk"))
        Notification.objects.filter(pk__in=[row.pk for row in rows]).update(mail_due_at=now + CLAIM)
    return rows


def _send(keys: list[int]) -> bool:
    rows = _claim(keys)
    if not rows:
        return False
    try:
        _message(rows).send()
    except Exception as error:  # the mail server's answers are many; all of them mean: later again
        log.warning("mail to user %s failed: %s", rows[0].user_id, type(error).__name__)
        attempts = max(row.mail_attempts for row in rows) + 1
        _note(rows, mail_due_at=clock.now() + wait_after(attempts, LONGEST_WAIT), mail_attempts=attempts)
        return False
    _note(rows, mailed_at=clock.now())
    return True


def _note(rows: list[Notification], **values) -> None:
    """Locked in the order in which they are claimed: who looks for free rows holds one of these for a moment and waits for the next."""
    ours = Notification.objects.filter(pk__in=[row.pk for row in rows])
    with transaction.atomic():
        list(ours.select_for_update(no_key=True).order_by("at", "pk").values_list("pk"))
        ours.update(**values)


def _message(rows: list[Notification]) -> EmailMessage:
    user = rows[0].user
    with translation.override(user.language or "zh-hans"):
        sentences = [sentence_for(row.kind, row.params) for row in rows]
        lines = [
            f"{text}\n{settings.SITE_URL}{row.url}" if row.url else text
            for text, row in zip(sentences, rows, strict=True)
        ]
        subject = sentences[0] if len(rows) == 1 else _("%(count)d new notices from QA Portal") % {"count": len(rows)}
        # A line break in a header would be a second header.
        subject = " ".join(subject.split())[:200]
    digest = hashlib.sha256(" ".join(str(row.public_id) for row in rows).encode()).hexdigest()[:32]
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return EmailMessage(
        subject, "\n\n".join(lines) + "\n", None, [user.email], headers={"Message-ID": f"<{digest}@{domain}>"}
    )
