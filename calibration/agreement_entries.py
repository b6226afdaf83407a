"""What agreement and its to-dos enter in the house's registries when the app is ready."""

from django.utils.translation import gettext_lazy as _


def enter_agreement() -> None:
    from calibration import todo_waiting
    from calibration.enums import TodoState
    from calibration.models import CalibrationPolicy, Recalibration
    from calibration.services import recalibration  # noqa: F401  (enters its job)
    from foundation.audit.labels import register_label, state_change
    from foundation.audit.naming import namer_by_text, register_namer
    from foundation.notifications.kinds import register_kind
    from organization.worklist import work_providers

    work_providers.register("recalibration", todo_waiting.todos_waiting_for)
    register_namer("calibration.recalibration", namer_by_text(Recalibration, "indicator"), _("recalibration"))
    register_namer("calibration.calibrationpolicy", namer_by_text(CalibrationPolicy, "standard"), _("rules of calibration"))  # fmt: skip
    change = state_change(TodoState)
    for act, sentence, tone, detail in (
        ("todo.find", _("Low agreement found"), "wait", None),
        ("todo.plan", _("Session opened for it"), "go", None),
        ("todo.settle", _("Calibrated again"), "done", change),
        ("todo.reopen", _("Its session was called off"), "wait", change),
        ("todo.dismiss", _("Not pursued"), "idle", change),
        ("policy.set", _("Rules of calibration set"), "go", None),
    ):
        register_label(f"calibration.{act}", sentence, tone=tone, detail=detail)
    register_kind(
        "calibration.todo.found", _("Assessors agree too little on %(code)s %(indicator)s: calibrate it again.")
    )
