"""For `manage.py verify`: a plan that was approved still is what was approved."""

from assessments.enums import PlanState
from assessments.models import Plan, SampleDesign
from foundation.audit.models import AuditEvent
from foundation.common.receipts import payload_digest

APPROVED = (PlanState.APPROVED, PlanState.DRAWING, PlanState.SCORING, PlanState.DONE)
_LEFT_OUT = ("id", "plan", "reason")  # words are a person's, and a digest of few words can be guessed


def digest_of_plan(plan: Plan, design: SampleDesign | None) -> str:
    """SHA-256 over sizes, days and the sample's design, without what anybody wrote. The team is told by ids in the trail."""
    fields = [field for field in SampleDesign._meta.concrete_fields if field.name not in _LEFT_OUT]
    return payload_digest(
        {
            "records": plan.records_wanted,
            "visits": plan.visits_wanted,
            "starts_on": plan.starts_on,
            "due_on": plan.due_on,
            "design": {field.attname: _plain(field, design) for field in fields} if design is not None else None,
        }
    )


def _plain(field, design: SampleDesign):
    """As it comes from the database: the same for a row that was just made and for one that was read back."""
    return field.to_python(getattr(design, field.attname))


def verify_plans() -> list[str]:
    """One sentence for each approved plan that is not what was approved. Plans of before digests were noted are passed over."""
    noted: dict[str, str] = {}
    events = AuditEvent.objects.filter(action="assessments.plan.approve").order_by("number")
    for target, details in events.values_list("target", "details").iterator(chunk_size=5000):
        noted[target] = details.get("content", "")
    wrong = []
    plans = Plan.objects.filter(state__in=APPROVED).select_related("cycle", "unit", "design").order_by("pk")
    for plan in plans.iterator(chunk_size=500):
        kept = noted.get(str(plan.public_id))
        if kept and kept != digest_of_plan(plan, getattr(plan, "design", None)):
            wrong.append(f"Plan {plan.cycle.code} {plan.unit.code} is not the one that was approved.")
    return wrong
