"""Which places stand in the sidebar, in which group and order, and which roles are offered them."""

from django.utils.translation import gettext_lazy as _

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
                ("analysis:own_results", "analysis:unit", "analysis:area", "analysis:year"),
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
            Item("knowledge:article_list", _("Knowledge base"), "book", None, ("knowledge:",), "knowledge"),
            Item("feedback:questionnaire_list", _("Questionnaires"), "chat-square-text", OVERSIGHT, ("feedback:",)),
            Item("analysis:measure_list", _("Measures of service"), "speedometer", ANSWERING, ("analysis:measure",)),
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
            Item("suggestions:suggestion_list", _("Suggestions"), "lightbulb", None, ("suggestions:",), "suggestions"),
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
            Item(
                "retention:kept",
                _("Retention"),
                "hourglass-split",
                frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR}),
                ("retention:",),
            ),
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
                "connections:connection_list",
                _("Connected systems"),
                "plug",
                frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR}),
                ("connections:",),
                "connections",
            ),
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
