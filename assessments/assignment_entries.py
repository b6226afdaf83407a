"""What assignment enters in the house's registries when the app is ready."""

from django.utils.translation import gettext_lazy as _


def enter_assignment() -> None:
    from assessments.assignment_waiting import blocked_sheets_for, ended_accounts_for
    from assessments.enums import Exclusion, Method, RecusalKind
    from assessments.selectors.holds import held_records
    from assessments.services.assignment_verification import verify_assignments
    from foundation.audit import verifiers
    from foundation.audit.naming import register_namer
    from foundation.audit.words import register_values, register_words
    from foundation.notifications.kinds import register_kind
    from organization.expertise import ExpertiseKind, kinds
    from organization.worklist import work_providers
    from records.enums import Touchpoint
    from records.holds import holders
    from sampling.enums import ReplacementReason

    kinds.register("method", ExpertiseKind(_("Method"), lambda: Method.choices))
    kinds.register("touchpoint", ExpertiseKind(_("Touchpoint"), _touchpoints(Touchpoint)))
    verifiers.register("assignments", verify_assignments)
    holders.register("assessments", held_records)
    work_providers.register("blocked_sheets", blocked_sheets_for)
    work_providers.register("ended_accounts", ended_accounts_for)
    register_namer("assessments.assignment", None, _("assignment"))
    register_namer("assessments.recusal", None, _("recusal"))
    register_words(
        {
            "reason": _("Reason"),
            "visitors": _("Mystery visitors"),
            "assignment": _("Assignment"),
            "blocked": _("Nobody left to take it"),
        }
    )
    register_values("reason", dict(RecusalKind.choices) | dict(ReplacementReason.choices))
    register_values("kind", dict(RecusalKind.choices))
    register_values("excluded", dict(Exclusion.choices))
    _name_acts()
    for kind, sentence in (
        ("sheets.given", _("%(count)s score sheets were given to you, the first due by %(due)s.")),
        ("sheets.taken", _("%(count)s of your score sheets went to somebody else: %(reason)s")),
        ("sheet.blocked", _("Nobody is left who may score sheet %(number)s. It waits on the board.")),
        (
            "outsider.expiring",
            _(
                "The account of %(person)s ends on %(day)s, with %(count)s open mystery visits. Prolong it, or reassign them."
            ),
        ),
    ):
        register_kind(f"assessments.{kind}", sentence)


def _touchpoints(touchpoint):
    return lambda: [pair for pair in touchpoint.choices if pair[0] != touchpoint.UNKNOWN]


def _name_acts() -> None:
    from assessments.enums import RecusalKind
    from foundation.audit.labels import register_label
    from sampling.enums import ReplacementReason

    def reason_in(event) -> str:
        codes = dict(RecusalKind.choices) | dict(ReplacementReason.choices)
        return str(codes.get(event.details.get("reason") or event.details.get("kind"), ""))

    for act, sentence, tone in (
        ("assignment.draw", _("Assessors drawn by chance"), "done"),
        ("sheet.reassign", _("Given to somebody else"), "wait"),
        ("sheet.recuse", _("Assessor recused"), "wait"),
        ("sheet.replace", _("Item fell out, the next of the reserve list took its place"), "wait"),
        ("recusal.declare", _("Recusal declared"), "wait"),
        ("recusal.withdraw", _("Recusal withdrawn"), "idle"),
    ):
        register_label(f"assessments.{act}", sentence, tone=tone, detail=reason_in)
