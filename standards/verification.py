"""For `manage.py verify`: no approved version was changed after its approval."""

from foundation.audit.models import AuditEvent
from standards.content import digest_of_content
from standards.enums import VersionState
from standards.models import StandardVersion


def verify_standards() -> list[str]:
    """One sentence for each version whose content is not what the audit trail says was approved."""
    events = AuditEvent.objects.filter(action="standards.version.approve").values_list("target", "details")
    approved = {target: details.get("content") for target, details in events}
    wrong = []
    for version in StandardVersion.objects.exclude(state=VersionState.DRAFT).select_related("standard"):
        # Read anew: what a process keeps would hide the change that is looked for.
        rows = version.indicators.select_related("dimension").prefetch_related("levels")
        digest = digest_of_content(version, list(rows.order_by("dimension__order", "dimension_id", "order", "pk")))
        name = f"{version.standard.code} version {version.number}"
        if str(version.public_id) not in approved:
            wrong.append(f"Standard {name} is {version.state}, but the audit trail knows of no approval.")
        elif approved[str(version.public_id)] != digest:
            wrong.append(f"Standard {name} was changed after its approval.")
    return wrong
