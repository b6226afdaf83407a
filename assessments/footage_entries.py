"""What CCTV reviews enter in the house's registries when the app is ready."""

from django.utils.translation import gettext_lazy as _


def enter_footage() -> None:
    from assessments import footage_waiting
    from assessments.method_enums import FootageGone
    from foundation.audit.labels import register_label
    from foundation.audit.words import register_values, register_words
    from foundation.notifications.kinds import register_kind
    from organization.worklist import work_providers

    work_providers.register("footage", footage_waiting.footage_waiting_for)
    for act, sentence, tone in (
        ("ask", _("Footage asked for"), "wait"),
        ("answer", _("Answered by the unit"), "go"),
        ("view", _("Footage watched"), "done"),
        ("correct", _("Note of a viewing corrected"), "wait"),
    ):
        register_label(f"assessments.footage.{act}", sentence, tone=tone)
    register_words(
        {
            "footage": _("Request for footage"),
            "provided": _("Provided"),
            "gone": _("Why not available"),
            "viewing": _("Viewing"),
            "late": _("Late"),
        }
    )
    register_values("gone", dict(FootageGone.choices))
    register_kind("assessments.footage.asked", _("%(unit)s is asked to show footage of its cameras."))
    register_kind("assessments.footage.answered", _("%(unit)s has answered about the footage for %(number)s."))
    register_kind("assessments.footage.late", _("%(unit)s has answered late about the footage for %(number)s."))
    for what, told in (
        ("due_soon", _("%(unit)s is to answer about the footage of “%(camera)s” by %(due)s.")),
        ("overdue", _("%(unit)s has not answered about the footage of “%(camera)s”: it was due by %(due)s.")),
        ("unanswered", _("%(unit)s has not answered about the footage for %(number)s, which was due by %(due)s.")),
    ):
        register_kind(f"assessments.footage.{what}", told)
