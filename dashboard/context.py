"""What every page of the shell needs. Each entry is a function that is asked when the template reaches it, and only once: a part of a
page that htmx fetches pays for nothing.
"""

from collections.abc import Callable
from functools import cache

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from dashboard.groups import OVERSIGHT
from dashboard.selectors import CycleMark, current_cycle
from dashboard.sidebar import COOKIE, sidebar
from foundation.notifications.selectors import unread_count


def shell(request: HttpRequest) -> dict[str, Callable]:
    person = getattr(request, "person", None)
    if person is None:
        return {}

    @cache
    def drawn_sidebar() -> SafeString:
        match = request.resolver_match
        counts = getattr(request, "work_counts", None)
        return sidebar(person, match.view_name if match else "", counts, request.COOKIES.get(COOKIE))

    @cache
    def cycle() -> CycleMark | None:
        return current_cycle()

    @cache
    def cycle_url() -> str | None:
        mark = cycle()
        return mark.get_absolute_url() if mark and not person.roles.isdisjoint(OVERSIGHT) else None

    if person.is_outside:
        # Neither what the house is at nor a search through it.
        return {"sidebar": drawn_sidebar, "unread_notifications": cache(lambda: unread_count(person.user_id))}
    return {
        "sidebar": drawn_sidebar,
        "current_cycle": cycle,
        "current_cycle_url": cycle_url,
        "search_url": cache(lambda: reverse("dashboard:search")),
        "unread_notifications": cache(lambda: unread_count(person.user_id)),
    }
