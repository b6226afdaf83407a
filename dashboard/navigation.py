"""The sidebar by role, and which of its items is the present one. With many places its groups fold; with few all are seen.

What a role sees here is only an offer: every page asks its own rule. `tests/dashboard/test_navigation.py` follows each offer.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from dashboard.groups import GROUPS
from dashboard.places import Item

UNFOLDED = 14  # what fits beside a page on a small laptop without scrolling; with more the groups fold
# Open until the reader chooses otherwise: where somebody with many places works every day.
FIRST_OPEN = frozenset({"assessment", "improvement"})


KEYS = frozenset(group.key for group in GROUPS if group.key)


@dataclass(frozen=True)
class Link:
    """An item as the reader gets it."""

    url: str
    label: str
    icon: str
    family: tuple[str, ...]
    group: str


@dataclass(frozen=True)
class Offered:
    """A group as the reader gets it."""

    key: str
    label: str
    links: tuple[Link, ...]


@lru_cache(maxsize=512)
def _offered(roles: frozenset[str], language: str | None) -> tuple[Offered, ...]:
    """Groups with links for these roles in this language; the same for everybody who has them, so it is made once."""
    groups = []
    for group in GROUPS:
        links = tuple(_link(item) for item in group.items if item.is_offered(roles))
        if links := tuple(link for link in links if link is not None):
            groups.append(Offered(group.key, str(group.label), links))
    return tuple(groups)


def _link(item: Item) -> Link | None:
    try:
        return Link(reverse(item.name), str(item.label), item.icon, item.family, item.group)
    except NoReverseMatch:
        return None


def navigation_for(
    roles: frozenset[str],
    view_name: str,
    counts: dict[str, int] | None = None,
    opened: frozenset[str] = FIRST_OPEN,
) -> list[dict]:
    """`[{key, label, folds, open, count, items: [{label, url, icon, count, current}]}]` for somebody with these roles.

    `opened` holds the keys of the groups that the reader left open; the one with the present place is always open.
    """
    counts = counts or {}
    groups = _offered(roles, get_language())
    current = _current(groups, view_name)
    folding = sum(len(group.links) for group in groups) > UNFOLDED
    return [
        {
            "key": group.key,
            "label": group.label,
            "folds": folding and bool(group.key),
            "open": group.key in opened or current in group.links,
            "count": sum(counts.get(link.group, 0) for link in group.links),
            "items": [
                {
                    "label": link.label,
                    "url": link.url,
                    "icon": link.icon,
                    "count": counts.get(link.group),
                    "current": link is current,
                }
                for link in group.links
            ],
        }
        for group in groups
    ]


def place_of(roles: frozenset[str], view_name: str) -> str:
    """The beginning of view names under which the page stands in the sidebar; empty where it stands nowhere."""
    link = _current(_offered(roles, get_language()), view_name)
    return max((beginning for beginning in link.family if view_name.startswith(beginning)), key=len) if link else ""


def groups_left_open(remembered: str | None) -> frozenset[str]:
    """The keys in the cookie's value (`assessment.customers`); what is no key of a group is passed over."""
    if remembered is None:
        return FIRST_OPEN
    return frozenset(remembered.split(".")) & KEYS


def _current(groups: tuple[Offered, ...], view_name: str) -> Link | None:
    """The link whose family fits the view's name best."""
    best, length = None, 0
    for group in groups:
        for link in group.links:
            for beginning in link.family:
                if view_name.startswith(beginning) and len(beginning) > length:
                    best, length = link, len(beginning)
    return best
