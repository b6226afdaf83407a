"""What the gates of cycles enter in the house's registries when the app is ready."""

from django.utils.translation import gettext_lazy as _


def enter_gates() -> None:
    from assessments import gate_waiting, gates
    from assessments.answers_gate import too_few_answers
    from assessments.enums import CycleState
    from assessments.gate_subjects import GateSubject, show_process
    from assessments.group_gate import moved_since_approval, not_decided
    from assessments.models import GateDecision, GatePassage
    from assessments.review_waiting import sheets_not_reviewed
    from assessments.selectors.calendar import monthly_reports, openings, standing_dates
    from assessments.services.groups import KINDS
    from assessments.services.passages import verify_passages
    from decisions.subjects import evidence, subjects
    from foundation.audit import verifiers
    from foundation.common.sealing import seal
    from organization.worklist import work_providers

    seal(GatePassage, GateDecision)
    # What is found is said in the order of entering: of the sheets first.
    sheets = gates.Check(CycleState.INITIAL, gates.sheets_not_sealed, tell=gates.sheets_told_of)
    gates.blockers.register("sheets", sheets)
    for name, gate, find in (
        ("begin", CycleState.PREPARING, gates.not_begun),
        ("plans", CycleState.COLLECTING, gates.plans_not_drawn),
        ("measures", CycleState.INITIAL, gates.measures_stale),
        ("sheets in review", CycleState.REVIEW, sheets_not_reviewed),
        ("sheets corrected since", CycleState.APPROVAL, sheets_not_reviewed),
        ("review", CycleState.REVIEW, not_decided),
        ("approval", CycleState.APPROVAL, not_decided),
        ("approved figures", CycleState.FEEDBACK, moved_since_approval),
    ):
        gates.blockers.register(name, gates.Check(gate, find))
    gates.warnings.register("answers", gates.Check(CycleState.COLLECTING, too_few_answers))
    gates.warnings.register("answers in the end", gates.Check(CycleState.INITIAL, too_few_answers))
    subject = GateSubject()
    for kind in KINDS.values():
        subjects.register(kind, subject)
    evidence.register("process", show_process)
    verifiers.register("gates", verify_passages)
    work_providers.register("gates", gate_waiting.gates_waiting_for)
    standing_dates.register("openings", openings)
    standing_dates.register("monthly reports", monthly_reports)
    _name_acts()
    _name_notices()


def _name_acts() -> None:
    from assessments.enums import CycleState
    from foundation.audit.labels import register_label, state_change
    from foundation.audit.words import register_words

    change = state_change(CycleState)
    for act, sentence, tone, detail in (
        ("pass_gate", _("Gate passed"), "done", change),
        ("go_back", _("Gone back to an earlier gate"), "late", change),
        ("begin", _("Cycle begun"), "go", change),
        ("take_back", _("Quarter taken back"), "late", change),
        ("reopen", _("Quarter opened again"), "go", change),
        ("discard", _("Special assessment discarded"), "idle", None),
        ("publish", _("Results published"), "done", change),
        ("call_group", _("Group named to decide"), "wait", None),
        ("set_dates", _("Planned days of gates changed"), "go", None),
    ):
        register_label(f"assessments.cycle.{act}", sentence, tone=tone, detail=detail)
    register_words(
        {
            "gate": _("Gate"),
            "passage": _("Passage"),
            "figures": _("Digest of the figures"),
            "decision": _("Group decision"),
            **{state.value: state.label for state in CycleState},
        }
    )


def _name_notices() -> None:
    from foundation.notifications.kinds import register_kind

    for kind, sentence in (
        ("passed", _("%(cycle)s has passed a gate: %(gate)s.")),
        ("taken_back", _("%(cycle)s was opened too early and is taken back; the portal opens it again at its time.")),
        ("went_back", _("%(cycle)s was taken back to an earlier gate: %(gate)s.")),
    ):
        register_kind(f"assessments.cycle.{kind}", sentence)
