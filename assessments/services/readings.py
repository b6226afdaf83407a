"""For `manage.py verify`: the measured figures of a closed cycle are those with which it passed its gate."""

from assessments.enums import NOT_BEGUN, UNDER_WAY
from assessments.models import Cycle
from assessments.services.measures import digest_of_readings
from foundation.audit.models import AuditEvent


def verify_readings() -> list[str]:
    """One sentence for each closed cycle whose kept figures differ.

    They are compared with the digest in the audit trail, not with a new computation: records and answers that come in late are no tampering.
    """
    closed = {}
    events = (
        AuditEvent.objects.filter(action__in=("assessments.cycle.finalise", "assessments.cycle.pass_gate"))
        .order_by("number")
        .values_list("target", "details")
    )
    for target, details in events:
        if "readings" in details:  # noted where the figures cease to move
            closed[target] = details["readings"]
    wrong = []
    for cycle in Cycle.objects.exclude(state__in=(*NOT_BEGUN, *UNDER_WAY)):
        kept = closed.get(str(cycle.public_id))
        if kept is None:
            wrong.append(
                f"Cycle {cycle.code} is {cycle.state}, but the audit trail does not know that it passed its gate."
            )
        elif kept != digest_of_readings(cycle):
            wrong.append(f"The measured figures of cycle {cycle.code} were changed after it passed its gate.")
    return wrong
