"""What calling customers back enters in the house's registries when the app is ready."""

from django.utils.translation import gettext_lazy as _


def enter_callbacks() -> None:
    from assessments.enums import CallOutcome
    from assessments.methods import FURTHER
    from foundation.audit.labels import register_label
    from foundation.audit.words import register_values, register_words
    from foundation.notifications.kinds import register_kind

    def outcome_in(event) -> str:
        return str(dict(CallOutcome.choices).get(event.details.get("outcome"), ""))

    register_kind(
        "assessments.call.taken_back",
        _(
            "%(person)s has taken back that the customer of sheet %(number)s had answered: only a lead lets them fall out."
        ),
    )
    register_label("assessments.call.reveal", _("Customer’s number shown"), tone="wait")
    register_label("assessments.call.attempt", _("Call attempted"), tone="go", detail=outcome_in)
    register_label("assessments.call.correct", _("Attempt corrected"), tone="wait", detail=outcome_in)
    register_words(
        {
            "attempt": _("Attempt"),
            "outcome": _("Outcome of the call"),
            "corrects": _("In place of the attempt"),
            "callbacks": _("Follow-up callbacks"),
            **{str(method): method.label for method in FURTHER},
        }
    )
    register_values("outcome", dict(CallOutcome.choices))
