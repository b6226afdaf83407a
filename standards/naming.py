"""What the acts and things of this room are called in the audit trail and in notices."""

from django.utils.translation import gettext as _, gettext_lazy

from foundation.audit.labels import register_label, state_change
from foundation.notifications.kinds import register_kind
from standards.enums import VersionState
from standards.models import StandardVersion

ACTS = (
    ("standards.version.create", gettext_lazy("Draft of the standard made"), "go"),
    ("standards.version.approve", gettext_lazy("Standard approved"), "done"),
    ("standards.version.put_in_force", gettext_lazy("Standard put in force"), "done"),
    ("standards.version.retire", gettext_lazy("Standard retired"), "idle"),
)


def register_all() -> None:
    for action, sentence, tone in ACTS:
        register_label(action, sentence, tone=tone, detail=state_change(VersionState))
    register_kind(
        "standards.version.proposed",
        gettext_lazy("Version %(number)s of the standard “%(standard)s” waits for your approval."),
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
