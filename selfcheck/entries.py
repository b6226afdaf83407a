"""What the room enters in the house's registries when the app is ready."""

from django.utils.translation import gettext_lazy as _


def enter_room() -> None:
    from assessments.gates import followers, row_locks, taken_along, undertakings
    from foundation.audit import verifiers
    from foundation.workdays.recounting import recounters
    from organization.searching import search_providers
    from organization.worklist import work_providers
    from selfcheck import waiting
    from selfcheck.selectors.checks import handed_in_ahead, open_ahead
    from selfcheck.services.deadlines import follow_gate, lock_open, recount_due
    from selfcheck.verification import verify_self_checks

    verifiers.register("selfcheck", verify_self_checks)
    recounters.register("selfcheck", recount_due)
    row_locks.register("selfcheck", lock_open)
    followers.register("selfcheck", follow_gate)
    undertakings.register("selfcheck", handed_in_ahead)
    taken_along.register("selfcheck", open_ahead)
    work_providers.register("selfcheck", waiting.waiting_for)
    search_providers.register("selfcheck", waiting.search_log)
    _name_acts()
    _name_notices()


def _name_acts() -> None:
    from foundation.audit.labels import register_label, state_change
    from foundation.audit.naming import namer_by_text, register_namer
    from foundation.audit.words import register_words, rooms
    from foundation.workdays.recounting import moved_date
    from selfcheck.enums import CheckState
    from selfcheck.models import LogEntry, SelfCheck

    register_namer("selfcheck.selfcheck", namer_by_text(SelfCheck, "cycle", "unit"), _("self-check"))
    register_namer("selfcheck.logentry", namer_by_text(LogEntry), _("log entry"))
    rooms.register("selfcheck", _("Self-check"))
    change = state_change(CheckState)
    for act, sentence, tone, detail in (
        ("check.ask", _("Self-check asked for"), "go", None),
        ("check.start", _("Self-check begun"), "go", None),
        ("check.hand_in", _("Self-check handed in"), "done", change),
        ("check.withdraw", _("Self-check withdrawn"), "idle", change),
        ("check.miss", _("Not handed in before the scoring ended"), "late", change),
        ("check.reopen", _("Open again: the cycle went back to its scoring"), "wait", change),
        ("check.move_due", _("Day moved: the plan or working days changed"), "wait", moved_date),
        ("entry.add", _("Entry made"), "go", None),
        ("entry.correct", _("Entry corrected"), "wait", None),
        ("entry.strike", _("Entry struck out"), "idle", None),
        ("file.add", _("File added"), "go", None),
        ("file.remove", _("File taken off"), "idle", None),
    ):
        register_label(f"selfcheck.{act}", sentence, tone=tone, detail=detail)
    register_words({"late": _("After its day"), "evidence": _("Evidence"), "due_on": _("Due")})


def _name_notices() -> None:
    from foundation.notifications.kinds import register_kind

    for kind, sentence in (
        ("asked", _("%(unit)s is asked for a self-check of %(cycle)s by %(due)s.")),
        ("due_soon", _("The self-check of %(unit)s for %(cycle)s is due on %(due)s.")),
        (
            "late",
            _("The self-check of %(unit)s for %(cycle)s was due on %(due)s. It is still taken, and marked as late."),
        ),
        ("moved", _("The self-check of %(unit)s for %(cycle)s is due by %(due)s now.")),
        ("withdrawn", _("The self-check of %(unit)s for %(cycle)s is no longer asked for: %(reason)s")),
        ("missed", _("The scoring of %(cycle)s has ended without the self-check of %(unit)s.")),
    ):
        register_kind(f"selfcheck.check.{kind}", sentence)
