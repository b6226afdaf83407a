"""What qualification enters in the house's registries when the app is ready."""

from django.utils.translation import gettext_lazy as _


def enter_qualification() -> None:
    from assessments.selectors.exclusions import further_exclusions
    from calibration.assignment import excluded_by_calibration
    from calibration.enums import AttemptState
    from calibration.models import Attempt
    from foundation.audit.labels import register_label, state_change
    from foundation.audit.naming import namer_by_text, register_namer
    from foundation.audit.words import register_words
    from foundation.notifications.kinds import register_kind

    further_exclusions.register("calibration", excluded_by_calibration)
    register_namer(
        "calibration.attempt",
        namer_by_text(Attempt, "person", "standard_version__standard"),
        _("qualification"),
    )
    change = state_change(AttemptState)
    for act, sentence, tone, detail in (
        ("give", _("Reference sheets given"), "go", None),
        ("judge", _("Judged by rule"), "done", change),
        ("withdraw", _("Qualification withdrawn"), "idle", change),
    ):
        register_label(f"calibration.attempt.{act}", sentence, tone=tone, detail=detail)
    register_words({"sessions": _("Reference sheets"), "within": _("Within the tolerance"), "compared": _("Compared")})
    for kind, sentence in (
        ("given", _("Score %(count)s reference sheets blind by %(due)s to qualify.")),
        ("passed", _("%(person)s has qualified by %(standard)s.")),
        ("failed", _("%(person)s has not qualified by %(standard)s this time.")),
    ):
        register_kind(f"calibration.attempt.{kind}", sentence)
