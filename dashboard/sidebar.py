"""The sidebar as HTML. It depends on roles, language and the present place alone, so that a process draws each kind of it once."""

from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from dashboard.navigation import navigation_for, place_of

TEMPLATE = "includes/_sidebar.html"


def sidebar(person, view_name: str, counts: dict[str, int] | None) -> SafeString:
    """Drawn anew only where counts stand in it (the first screen)."""
    if counts or settings.DEBUG:
        return render_to_string(TEMPLATE, {"navigation": navigation_for(person.roles, view_name, counts)})
    return _drawn(person.roles, get_language(), place_of(person.roles, view_name))


@lru_cache(maxsize=1024)
def _drawn(roles: frozenset[str], language: str | None, place: str) -> SafeString:
    return render_to_string(TEMPLATE, {"navigation": navigation_for(roles, place)})
