"""Reading notifications."""

from django.db.models import Count, QuerySet

from foundation.common.prepared import Prepared
from foundation.notifications.kinds import sentence_for
from foundation.notifications.models import Notification


def unread_count(user_id: int) -> int:
    """How many the user has not read; one look at an index."""
    return _unread.first(user=user_id) or 0


def _count_unread(*, user: int) -> QuerySet:
    unread = Notification.objects.filter(user=user, read_at=None).order_by().values("user")
    return unread.annotate(n=Count("pk")).values_list("n", flat=True)


# In the top bar of every page.
_unread = Prepared(_count_unread)


def notifications_of(user) -> QuerySet[Notification]:
    """The user's own, newest first."""
    return Notification.objects.filter(user=user)


def latest_entries(user, limit: int = 6) -> list[dict]:
    """The newest as entries for `{% timeline %}`; one query."""
    return [
        {
            "when": row.at,
            "what": sentence_for(row.kind, row.params),
            "url": row.url,
            "tone": "" if row.read_at is None else "idle",
        }
        for row in notifications_of(user)[:limit]
    ]
