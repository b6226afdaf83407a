"""What appeals enter in the house's registries when the app is ready."""

from django.utils.translation import gettext_lazy as _


def enter_registries() -> None:
    from appeals import gate, parts, selectors, waiting
    from appeals.models import (
        Appeal,
        AppealMessage,
        AppealTerms,
        AppealWindow,
        Consent,
        RuledPoint,
        StaffSheet,
        StaffWord,
    )
    from appeals.services import staff, windows
    from appeals.services.verification import verify_appeals
    from assessments import gates
    from assessments.enums import CycleState
    from assessments.selectors.evidence import covert_besides
    from assessments.selectors.sheets import extra_visibility as sheets_besides
    from assessments.sheet_parts import sheet_parts
    from foundation.audit import verifiers
    from foundation.audit.naming import namer_by_text, register_namer
    from foundation.common.sealing import seal
    from foundation.workdays.recounting import recounters
    from organization.searching import search_providers
    from organization.worklist import work_providers
    from records.selectors import extra_visibility as records_besides

    seal(AppealTerms, AppealMessage, RuledPoint, Consent, StaffSheet, StaffWord)
    for name, find in (("appeals-window", gate.window_open), ("appeals", gate.appeals_open)):
        gates.blockers.register(name, gates.Check(CycleState.FEEDBACK, find, bars_publication=True))
    gates.holds.register("appeals", gate.appeals_open)
    gates.followers.register("appeals-window", windows.follow_passage)
    gates.followers.register("appeals-staff", staff.follow_passage)
    sheets_besides.register("appeals", selectors.ruled_by)
    covert_besides.register("appeals", selectors.covertly_seen_by)
    records_besides.register("appeals", selectors.records_ruled_by)
    sheet_parts.register("appeals", parts.show_appeals)
    sheet_parts.register("staff", parts.show_staff_word)
    recounters.register("appeals", windows.recount)
    verifiers.register("appeals", verify_appeals)
    work_providers.register("appeals", waiting.work_of)
    work_providers.register("staff-sheets", waiting.sheets_to_read)
    search_providers.register("appeals", waiting.search_appeals)
    register_namer("appeals.appeal", namer_by_text(Appeal, "sheet"), _("appeal"))
    register_namer("appeals.appealwindow", namer_by_text(AppealWindow, "cycle"), _("window for appeals"))
    register_namer("appeals.appealterms", None, _("terms of appeals"))
    register_namer("appeals.staffsheet", namer_by_text(StaffSheet, "sheet"), _("sheet about somebody’s own work"))
