"""Reading notifications."""

from django.db.models import QuerySet

from foundation.notifications.kinds import sentence_for
from foundation.notifications.models import Notification


def unread_count(user_id: int) -> int:
    """How many the user has not read; one look at an index."""
    return Notification.objects.filter(user_id=user_id, read_at=None).count()


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
