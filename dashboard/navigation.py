"""The sidebar by role, and which of its items is the present one. With many places its groups fold; with few all are seen.

What a role sees here is only an offer: every page asks its own rule. `tests/dashboard/test_navigation.py` follows each offer.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, gettext_lazy as _

from dashboard.places import OUTSIDE, Group, Item
from organization.enums import Role

OVERSIGHT = frozenset({Role.LEAD, Role.MANAGER, Role.SUPERVISOR})
WATCHING = frozenset({Role.LEAD, Role.SUPERVISOR})
SCORING = frozenset({Role.ASSESSOR, Role.LEAD, Role.HEAD})
ANSWERABLE = frozenset({Role.HEAD, Role.LIAISON})
ANSWERING = OVERSIGHT | ANSWERABLE
# Whoever has no role is drawn for nothing and need not say when they are away.
ABSENT = WATCHING | SCORING | {Role.ADMINISTRATOR}
READERS_OF_PEOPLE = OVERSIGHT | {Role.ADMINISTRATOR, Role.HR}
UNFOLDED = 12  # what fits beside a page on a small laptop without scrolling; with more the groups fold
# Open until the reader chooses otherwise: where somebody with many places works every day.
FIRST_OPEN = frozenset({"assessment", "improvement"})

GROUPS = (
    Group(
        "",
        "",
        (
            Item("dashboard:home", _("Work list"), "list-check", family=("dashboard:home",), group="*"),
            Item("dashboard:quarter", _("The quarter"), "speedometer2", OVERSIGHT, ("dashboard:quarter", "analysis:")),
            Item(
                "analysis:own_results",
                _("My department’s results"),
                "clipboard-data",
                ANSWERABLE,
                ("analysis:own_results", "analysis:unit"),
                "results",
            ),
            Item(
                "appeals:staff_sheet_list",
                _("Sheets about my work"),
                "person-check",
                frozenset({Role.STAFF}),
                ("appeals:staff_sheet",),
                "own-work",
            ),
            Item(
                "assessments:sheet_list",
                _("My score sheets"),
                "ui-checks",
                SCORING | {OUTSIDE},
                ("assessments:sheet", "assessments:comment"),
                "scoring",
            ),
            Item(
                "dashboard:device",
                _("Waiting to be sent"),
                "cloud-arrow-up",
                frozenset({Role.ASSESSOR, OUTSIDE}),
                ("dashboard:device",),
            ),
        ),
    ),
    Group(
        "assessment",
        _("Assessment"),
        (
            Item(
                "assessments:cycle_list",
                _("Cycles and plans"),
                "calendar3",
                OVERSIGHT,
                ("assessments:cycle", "assessments:plan", "sampling:"),
                "plans",
            ),
            Item(
                "assessments:calendar", _("The year"), "calendar-range", ANSWERING | SCORING, ("assessments:calendar",)
            ),
            Item(
                "assessments:board",
                _("Assignment"),
                "people-fill",
                WATCHING,
                ("assessments:board", "assessments:replacement", "assessments:recusal"),
                "assignment",
            ),
            Item(
                "assessments:review_list",
                _("Review of sheets"),
                "patch-check",
                OVERSIGHT,
                ("assessments:review",),
                "review",
            ),
            Item(
                "calibration:session_list",
                _("Calibration"),
                "bullseye",
                OVERSIGHT | SCORING,
                ("calibration:",),
                "calibration",
            ),
            Item("selfcheck:check_list", _("Self-check"), "clipboard-check", ANSWERING, ("selfcheck:",), "selfcheck"),
            Item("assessments:spot_check_list", _("Spot checks"), "shuffle", OVERSIGHT, ("assessments:spot_check",)),
            Item(
                "assessments:event_list",
                _("Critical events"),
                "exclamation-octagon",
                OVERSIGHT,
                ("assessments:event",),
                "events",
            ),
        ),
    ),
    Group(
        "yardstick",
        _("Standards and decisions"),
        (
            Item(
                "standards:standard_list",
                _("Standards"),
                "rulers",
                ANSWERING | SCORING,
                ("standards:", "analysis:what_if"),
            ),
            Item(
                "decisions:decision_list",
                _("Group decisions"),
                "check2-square",
                OVERSIGHT | SCORING | {Role.HR},
                ("decisions:",),
                "decisions",
            ),
        ),
    ),
    Group(
        "customers",
        _("Records and customers"),
        (
            Item("records:record_list", _("Service records"), "telephone", OVERSIGHT, ("records:",), "import"),
            Item("tickets:ticket_list", _("Tickets"), "inbox", ANSWERING | {Role.STAFF}, ("tickets:",), "tickets"),
            Item(
                "analysis:voices",
                _("Voices of customers"),
                "chat-quote",
                ANSWERING,
                ("analysis:voice", "analysis:theme"),
            ),
            Item("feedback:questionnaire_list", _("Questionnaires"), "chat-square-text", OVERSIGHT, ("feedback:",)),
        ),
    ),
    Group(
        "improvement",
        _("Improvement"),
        (
            Item(
                "appeals:appeal_list",
                _("Appeals"),
                "chat-left-quote",
                ANSWERING | SCORING | {Role.HR},
                (
                    "appeals:appeal",
                    "appeals:evidence",
                    "appeals:ruling",
                    "appeals:statistics",
                    "appeals:terms",
                    "appeals:window",
                ),
                "appeals",
            ),
            Item(
                "rectification:finding_list",
                _("Findings"),
                "flag",
                ANSWERING,
                ("rectification:finding", "rectification:task_give"),
                "findings",
            ),
            Item(
                "rectification:task_list",
                _("Rectification tasks"),
                "tools",
                None,
                ("rectification:task",),
                "rectification",
            ),
            Item(
                "publication:publication_list", _("Publications"), "megaphone", None, ("publication:",), "publication"
            ),
        ),
    ),
    Group(
        "organization",
        _("Organization"),
        (
            Item("organization:absence_list", _("Absences"), "calendar-x", ABSENT, ("organization:absence",)),
            Item("workdays:this_year", _("Working days"), "calendar-week", None, ("workdays:",)),
            Item("organization:unit_list", _("Units"), "diagram-3", READERS_OF_PEOPLE, ("organization:unit",)),
            Item(
                "organization:person_list",
                _("People"),
                "people",
                READERS_OF_PEOPLE,
                ("organization:person", "organization:role"),
                "organization",
            ),
        ),
    ),
    Group(
        "supervision",
        _("Supervision"),
        (
            Item(
                "audit:event_list",
                _("Audit trail"),
                "shield-check",
                frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR}),
                ("audit:",),
            ),
        ),
    ),
)


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
