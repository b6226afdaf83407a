"""What scoring enters in the house's registries when the app is ready."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# What an outside assessor needs of this room: their own sheets with evidence and rules, and templates of their own.
OUTSIDE = frozenset(
    name if ":" in name else f"assessments:{name}"
    for name in (
        "sheet_list", "sheet_export", "sheet_next", "sheet_detail", "sheet_score", "sheet_save", "sheet_submit", "sheet_correct",
        "sheet_take", "sheet_recuse", "sheet_replace", "evidence_add", "evidence_file", "evidence_thumbnail", "evidence_remove",
        "evidence_restore", "comment_list", "comment_new", "comment_edit", "comment_act", "comments_used", "comment_choices", "comment_keep",
        "standards:version_detail",  # the rules by which they score
    )
)  # fmt: skip


def enter_sheets() -> None:
    from assessments import waiting
    from assessments.models import ScoreSheet
    from assessments.selectors.sheets import scored_by
    from assessments.services.amending import verify_amendments
    from assessments.services.verification import verify_revisions, verify_totals
    from foundation.audit import verifiers
    from foundation.audit.labels import register_label
    from foundation.audit.naming import register_namer
    from foundation.audit.words import register_words
    from foundation.notifications.kinds import register_kind
    from organization.outside import outside_pages
    from organization.searching import search_providers
    from organization.worklist import work_providers
    from records.selectors import extra_visibility

    outside_pages.register("assessments.sheets", OUTSIDE)
    verifiers.register("totals", verify_totals)
    verifiers.register("revisions", verify_revisions)
    verifiers.register("amendments", verify_amendments)
    work_providers.register("scoring", waiting.sheets_waiting_for)
    work_providers.register("overdue sheets", waiting.overdue_sheets_for)
    search_providers.register("sheets", waiting.search_sheets)
    # Whoever scores a sheet sees the record that it is about.
    extra_visibility.register(
        "sheets", lambda person: Q(pk__in=scored_by(person).exclude(record=None).values("record"))
    )
    for act, sentence, tone in (
        ("sheet.start", _("Scoring begun"), "go"),
        ("sheet.take", _("Taken along on a device"), "idle"),
        ("sheet.submit", _("Sealed"), "done"),
        ("sheet.correct", _("Corrected by a further revision"), "wait"),
        ("sheet.amend", _("Amended by a ruling"), "wait"),
        ("evidence.add", _("Evidence added"), "go"),
        ("evidence.remove", _("Evidence taken off"), "idle"),
        ("evidence.restore", _("Evidence put back"), "go"),
        ("plan.done", _("All sheets sealed"), "done"),
    ):
        register_label(f"assessments.{act}", sentence, tone=tone)
    register_kind("assessments.sheet.sealed", _("%(person)s has sealed your joint sheet %(number)s."))
    register_kind("assessments.sheet.corrected", _("%(person)s has corrected your sheet %(number)s."))
    register_kind("assessments.sheet.amended", _("A ruling has amended your sheet %(number)s."))
    register_words(
        {
            "amendment": _("Amendment"),
            "ruling": _("Ruling"),
            "figures_before": _("Digest of the figures before"),
        }
    )
    register_kind("assessments.plan.done", _("All sheets of %(unit)s in %(cycle)s are sealed."))
    register_namer(
        "assessments.scoresheet",
        lambda ids: {
            str(key): number
            for key, number in ScoreSheet.objects.filter(public_id__in=ids).values_list("public_id", "number")
        },
        _("score sheet"),
    )
