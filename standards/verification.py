"""For `manage.py verify`: no version was changed after it was frozen, by its pilot or its approval."""

from collections import defaultdict

from foundation.audit.models import AuditEvent
from standards.digest import digest_of_content
from standards.enums import VersionState
from standards.models import StandardVersion

APPROVE, PILOT, DISCARD = "standards.version.approve", "standards.version.pilot", "standards.version.discard"


def verify_standards() -> list[str]:
    """One sentence for each version whose content is not what the audit trail says was tried or approved."""
    seen: dict[str, dict[str, str]] = defaultdict(dict)
    for action, target, details in AuditEvent.objects.filter(action__in=(APPROVE, PILOT, DISCARD)).values_list(
        "action", "target", "details"
    ):
        seen[target][action] = details.get("content")
    wrong = []
    for version in StandardVersion.objects.filter(state__in=VersionState.frozen()).select_related("standard"):
        # Read anew: what a process keeps would hide the change that is looked for.
        rows = version.indicators.select_related("dimension").prefetch_related("levels")
        digest = digest_of_content(version, list(rows.order_by("dimension__order", "dimension_id", "order", "pk")))
        name = f"{version.standard.code} version {version.number}"
        acts = seen[str(version.public_id)]
        needed = {
            VersionState.PILOT: (APPROVE, PILOT),
            VersionState.RETIRED: (APPROVE, PILOT, DISCARD),
        }.get(version.state, (APPROVE,))
        if not any(action in acts for action in needed):
            wrong.append(f"Standard {name} is {version.state}, but the audit trail knows of no approval.")
        if APPROVE in acts and acts[APPROVE] != digest:
            wrong.append(f"Standard {name} was changed after its approval.")
        elif PILOT in acts and acts[PILOT] != digest:
            wrong.append(f"Standard {name} was changed after its pilot began.")
    return wrong
