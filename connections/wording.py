"""What the acts of this room are called in the trail, and what its notices say."""

from django.utils.translation import gettext_lazy as _

from connections.enums import EventKind, Scope

ACTS = (
    ("list.export", _("List of connected systems exported"), "go"),
    ("connection.ask", _("Connection of a system asked for"), "wait"),
    ("connection.open", _("System connected"), "done"),
    ("connection.agree", _("Connection of a system agreed to"), "done"),
    ("connection.refuse", _("Connection of a system refused"), "idle"),
    ("connection.change", _("Connection of a system changed"), "go"),
    ("connection.end", _("Connection of a system ended"), "idle"),
    ("token.make", _("Key made"), "go"),
    ("token.renew", _("Key renewed"), "go"),
    ("token.revoke", _("Key revoked"), "idle"),
    ("hook.open", _("Address for events entered"), "go"),
    ("hook.secret", _("Secret for events changed"), "go"),
    ("hook.end", _("Address for events taken off"), "idle"),
    ("hook.test", _("Test event sent"), "go"),
    ("hook.again", _("Event to be sent again"), "go"),
    ("hook.give_up", _("Event given up: the system did not take it"), "late"),
)


def name_acts() -> None:
    from foundation.audit.labels import register_label
    from foundation.audit.words import register_values, register_words, rooms

    rooms.register("connections", _("Connected systems"))
    for act, sentence, tone in ACTS:
        register_label(f"connections.{act}", sentence, tone=tone)
    register_words(
        {
            "scopes": _("May do"),
            "sources": _("Sources"),
            "contact": _("Person in charge"),
            "networks": _("Addresses that it calls from"),
            "calls_a_minute": _("Calls a minute"),
            "rows_a_minute": _("Rows a minute"),
            "token": _("Key"),
            "hook": _("Address for events"),
            "events": _("Events"),
            "system": _("Connected system"),
        }
    )
    register_values("scopes", dict(Scope.choices))
    register_values("events", dict(EventKind.choices))


def name_notices() -> None:
    from foundation.notifications.kinds import register_kind

    register_kind("connections.token.ends", _("The key of %(system)s ends on %(day)s. Make the next one in time."))
    register_kind(
        "connections.dispatch.failed", _("%(system)s has not taken an event for twenty hours. It was given up.")
    )
