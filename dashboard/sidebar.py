"""The sidebar as HTML. It depends on roles, language, the present place and what was left open: a process draws each kind of it once."""

from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from dashboard.navigation import groups_left_open, navigation_for, place_of
from dashboard.places import places_of

TEMPLATE = "includes/_sidebar.html"
# Written by static/js/components/sidebar.js; it holds keys of groups and nothing else.
COOKIE = "qa_sidebar"


def sidebar(person, view_name: str, counts: dict[str, int] | None, remembered: str | None = None) -> SafeString:
    """Drawn anew only where counts stand in it (the first screen). `remembered` is the cookie `COOKIE`."""
    opened = groups_left_open(remembered)
    roles = places_of(person)
    if counts or settings.DEBUG:
        return _draw(navigation_for(roles, view_name, counts, opened), opened)
    return _drawn(roles, get_language(), place_of(roles, view_name), opened)


@lru_cache(maxsize=2048)
def _drawn(roles: frozenset[str], language: str | None, place: str, opened: frozenset[str]) -> SafeString:
    return _draw(navigation_for(roles, place, opened=opened), opened)


def _draw(navigation: list[dict], opened: frozenset[str]) -> SafeString:
    return render_to_string(TEMPLATE, {"navigation": navigation, "opened": ".".join(sorted(opened))})
