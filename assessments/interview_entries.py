"""What interviews with customers enter in the house's registries when the app is ready."""

from django.utils.translation import gettext_lazy as _


def enter_interviews() -> None:
    from assessments.method_enums import InterviewOutcome
    from foundation.audit.labels import register_label
    from foundation.audit.words import register_values, register_words

    def outcome_in(event) -> str:
        outcome = dict(InterviewOutcome.choices).get(event.details.get("interview"), "")
        return " · ".join(str(part) for part in (event.details.get("minute"), outcome) if part)

    register_label("assessments.interview.note", _("Drawn minute noted"), tone="go", detail=outcome_in)
    register_label("assessments.interview.correct", _("Note of an interview corrected"), tone="wait", detail=outcome_in)
    register_words({"note": _("Note"), "minute": _("Drawn minute"), "interview": _("Outcome of the interview")})
    register_values("interview", dict(InterviewOutcome.choices))
