"""What can be asked about background work."""

from datetime import UTC, datetime

from foundation.jobs.models import Heartbeat


def seconds_since_last_sweep() -> int | None:
    """Age of the last finished sweep; None before the first."""
    at = Heartbeat.objects.filter(name="jobs.sweep").values_list("at", flat=True).first()
    return None if at is None else int((datetime.now(UTC) - at).total_seconds())


def broker_answers() -> bool:
    """Whether the broker answers a ping within half a second."""
    import redis
    from django.conf import settings

    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=0.5, socket_timeout=0.5) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
