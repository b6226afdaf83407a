"""What fact sheets enter in the house's registries when the app is ready."""

from django.utils.translation import gettext_lazy as _


def enter_facts() -> None:
    from assessments.enums import FactSheetOutcome
    from assessments.services.facts import verify_fact_sheets
    from foundation.audit import verifiers
    from foundation.audit.labels import register_label
    from foundation.audit.words import register_values, register_words
    from foundation.notifications.kinds import register_kind

    def outcome_in(event) -> str:
        return str(dict(FactSheetOutcome.choices).get(event.details.get("confirmation"), ""))

    verifiers.register("fact sheets", verify_fact_sheets)
    register_label("assessments.facts.confirm", _("Facts laid before the unit’s head"), tone="done", detail=outcome_in)
    words = {
        "facts": _("Facts found"),
        "confirmation": _("Confirmation by the unit"),
        "device_at": _("By the device’s clock"),
    }
    register_words(words)
    register_values("confirmation", dict(FactSheetOutcome.choices))
    register_kind(
        "assessments.facts.signed", _("%(name)s has signed the fact sheet of the visit %(number)s for %(unit)s.")
    )
    register_kind(
        "assessments.facts.refused",
        _("%(name)s has refused to sign the fact sheet of the visit %(number)s to %(unit)s."),
    )
    register_kind(
        "assessments.facts.unconfirmed",
        _(
            "A correction of the visit %(number)s to %(unit)s has added facts that the unit has not confirmed: %(codes)s."
        ),
    )
