"""Keys that are about to end: administrators are told in time, once for each key."""

from datetime import timedelta

from django.db import transaction

from connections.selectors import ending_tokens
from foundation.common import clock
from foundation.notifications.services import notify
from organization.selectors import administrators


@transaction.atomic
def warn_of_ending_keys() -> int:
    """Returns how many keys end soon without another that goes on; who was told of one is not told again."""
    found = ending_tokens()
    users = [person.user for person in administrators().select_related("user")] if found else []
    for token in found:
        last = clock.local(token.expires_at - timedelta(seconds=1)).date()
        notify(
            users=users,
            kind="connections.token.ends",
            dedupe=f"connections.token.ends:{token.public_id}",
            url=token.connection.get_absolute_url(),
            params={"system": token.connection.name, "day": last.isoformat()},
        )
    return len(found)
