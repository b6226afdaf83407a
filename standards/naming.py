"""What the acts and things of this room are called in the audit trail and in notices."""

from django.utils.functional import lazy
from django.utils.translation import gettext as _, gettext_lazy

from foundation.audit.labels import register_label, state_change
from foundation.audit.words import register_values, register_words
from foundation.common.texts import localized
from foundation.notifications.kinds import register_kind
from standards.enums import PilotAdvice, VersionState
from standards.models import StandardVersion
from standards.presets import PRESETS

ACTS = (
    ("create", gettext_lazy("Draft of the standard made"), "go"),
    ("edit", gettext_lazy("Draft changed"), "go"),
    ("discard", gettext_lazy("Draft discarded"), "idle"),
    ("pilot", gettext_lazy("Pilot begun"), "go"),
    ("pilot_report", gettext_lazy("Pilot report written"), "done"),
    ("submit", gettext_lazy("Standard sent for approval"), "wait"),
    ("return", gettext_lazy("Standard returned"), "late"),
    ("take_back", gettext_lazy("Standard taken back by its sender"), "idle"),
    ("approve", gettext_lazy("Standard approved"), "done"),
    ("schedule", gettext_lazy("Day of coming into force set"), "wait"),
    ("put_in_force", gettext_lazy("Standard put in force"), "done"),
    ("retire", gettext_lazy("Standard retired"), "idle"),
)
PARTS = {
    "settings": gettext_lazy("settings"),
    "dimension": gettext_lazy("dimension"),
    "dimension_removed": gettext_lazy("dimension taken out"),
    "indicator": gettext_lazy("indicator"),
    "indicator_removed": gettext_lazy("indicator taken out"),
    "order": gettext_lazy("order"),
    "scope": gettext_lazy("scope"),
    "targets": gettext_lazy("targets"),
    "workbook": gettext_lazy("everything, from a workbook"),
}


def _told(event) -> str:
    """What was changed, or how the state moved."""
    part = event.details.get("part")
    if part is None:
        return state_change(VersionState)(event)
    return " ".join(filter(None, (str(PARTS.get(part, part)), event.details.get("code", ""))))


def register_all() -> None:
    register_words(
        {
            "advice": gettext_lazy("Advice"),
            "ends_on": gettext_lazy("Until"),
            "part": gettext_lazy("Part"),
            "units": gettext_lazy("Departments"),
            "made_from": gettext_lazy("Made from"),
        }
    )
    register_values("part", PARTS)
    register_values("advice", dict(PilotAdvice.choices))
    register_values("preset", {one.code: lazy(localized, str)(one, "name") for one in PRESETS.values()})
    for action, sentence, tone in ACTS:
        register_label(f"standards.version.{action}", sentence, tone=tone, detail=_told)
    register_kind(
        "standards.version.proposed",
        gettext_lazy("Version %(number)s of the standard “%(standard)s” waits for your approval."),
    )
    register_kind(
        "standards.version.returned", gettext_lazy("Version %(number)s of the standard “%(standard)s” was returned.")
    )
    register_kind(
        "standards.version.taken_back",
        gettext_lazy(
            "Version %(number)s of the standard “%(standard)s” was taken back; it does not wait for your approval now."
        ),
    )
    register_kind(
        "standards.version.approved", gettext_lazy("Version %(number)s of the standard “%(standard)s” was approved.")
    )


def names_of_versions(public_ids: set[str]) -> dict[str, str]:
    rows = StandardVersion.objects.filter(public_id__in=public_ids).select_related("standard")
    return {
        str(row.public_id): _("%(standard)s, version %(number)s") % {"standard": row.standard, "number": row.number}
        for row in rows
    }
