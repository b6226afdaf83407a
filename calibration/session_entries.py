"""What sessions enter in the house's registries when the app is ready."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def enter_sessions() -> None:
    from calibration import waiting
    from calibration.selectors.sessions import sheets_of
    from calibration.services.due_dates import recount_sessions
    from calibration.verification import verify_calibration
    from foundation.audit import verifiers
    from foundation.workdays.recounting import recounters
    from organization.searching import search_providers
    from organization.worklist import work_providers
    from records.selectors import extra_visibility

    verifiers.register("calibration", verify_calibration)
    recounters.register("calibration", recount_sessions)
    work_providers.register("calibration", waiting.calibration_waiting_for)
    search_providers.register("calibration", waiting.search_sessions)
    # Whoever scores a record blind sees the record.
    extra_visibility.register(
        "calibration",
        lambda person: Q(pk__in=sheets_of(person).exclude(session__record=None).values("session__record")),
    )
    _name_acts()
    _name_notices()


def _name_acts() -> None:
    from calibration.enums import SessionState
    from calibration.models import BlindSheet, CalibrationSession
    from foundation.audit.labels import register_label, state_change
    from foundation.audit.naming import namer_by_text, register_namer
    from foundation.audit.words import register_words, rooms
    from foundation.workdays.recounting import moved_date

    register_namer("calibration.calibrationsession", namer_by_text(CalibrationSession), _("calibration session"))
    register_namer("calibration.blindsheet", namer_by_text(BlindSheet, "session", "assessor"), _("blind sheet"))
    rooms.register("calibration", _("Calibration"))
    change = state_change(SessionState)
    for act, sentence, tone, detail in (
        ("session.open", _("Session opened"), "go", None),
        ("session.open_scores", _("Scores opened to all"), "wait", change),
        ("session.call_off", _("Called off without a comparison"), "idle", change),
        ("session.close", _("Reference score sealed"), "done", change),
        ("session.move_due", _("Day moved: working days changed"), "wait", moved_date),
        ("sheet.start", _("Blind scoring begun"), "go", None),
        ("sheet.submit", _("Handed in blind"), "done", None),
        ("meeting.record", _("Meeting written down"), "go", None),
        ("reference.agree", _("Reference mark agreed"), "go", lambda event: event.details.get("indicator", "")),
    ):
        register_label(f"calibration.{act}", sentence, tone=tone, detail=detail)
    register_words(
        {
            "missing": _("Not handed in"),
            "meeting": _("Meeting"),
            "mark": _("Reference mark"),
            "reference": _("Digest of the reference score"),
        }
    )


def _name_notices() -> None:
    from foundation.notifications.kinds import register_kind

    for kind, sentence in (
        ("opened", _("Score blind by %(due)s: %(number)s %(title)s")),
        ("due_soon", _("You have not scored %(number)s %(title)s yet: the scores are due by %(due)s.")),
        ("opened_scores", _("The scores of %(number)s %(title)s are open and wait to be discussed.")),
        ("called_off", _("Calibration %(number)s %(title)s was called off.")),
        ("closed", _("The reference score of %(number)s %(title)s is agreed.")),
        ("moved", _("Working days have changed: the scores of %(number)s %(title)s are due by %(due)s now.")),
    ):
        register_kind(f"calibration.session.{kind}", sentence)
