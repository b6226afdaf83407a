"""For `manage.py verify`: a plan that was approved still is what was approved."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch

from assessments.answers_planned import answers_of
from assessments.enums import PlanState
from assessments.methods_planned import Further, wanted_of_methods, with_people
from assessments.models import Plan, PlannedMethod, SampleDesign
from foundation.audit.models import AuditEvent
from foundation.common.receipts import payload_digest

APPROVED = (PlanState.APPROVED, PlanState.DRAWING, PlanState.SCORING, PlanState.DONE)
APPROVAL, MOVE = "assessments.plan.approve", "assessments.plan.move_due"
_LEFT_OUT = ("id", "plan", "reason")  # words are a person's, and a digest of few words can be guessed


def digest_of_plan(plan: Plan, design: SampleDesign | None, due_on: date | str | None = None) -> str:
    """SHA-256 over sizes, days, the sample's design, the script of callbacks and the further methods with their guides, without what else
    anybody wrote. The team is told by ids in the trail.

    `due_on`: the day that was approved, where it has been moved since.
    """
    fields = [field for field in SampleDesign._meta.concrete_fields if field.name not in _LEFT_OUT]
    # Plans without callbacks have the digest that they had before there were any.
    calls = {"callbacks": plan.callbacks_wanted, "attempts": plan.call_attempts, "script": plan.call_script}
    further = {str(method): _sealed(one) for method, one in wanted_of_methods(plan).items()}
    answers = answers_of(plan)
    return payload_digest(
        {
            **(calls if plan.callbacks_wanted else {}),
            **({"further": further} if further else {}),
            **({"answers": [answers.questionnaire, answers.wanted]} if answers.wanted else {}),
            "records": plan.records_wanted,
            "visits": plan.visits_wanted,
            "starts_on": plan.starts_on,
            "due_on": due_on or plan.due_on,
            "design": {field.attname: _plain(field, design) for field in fields} if design is not None else None,
        }
    )


def _plain(field, design: SampleDesign):
    """As it comes from the database: the same for a row that was just made and for one that was read back."""
    return field.to_python(getattr(design, field.attname))


@dataclass
class _Noted:
    """What the trail says of a plan since its last approval: the digest, and (before, after) of each day that the calendar has moved."""

    digest: str
    moves: list[tuple[str, str]] = field(default_factory=list)

    def fits(self, plan: Plan) -> bool:
        """Whether the plan is what was approved, but for the due date, which the noted moves must have brought where it is."""
        due_on = plan.due_on.isoformat() if plan.due_on else None
        for before, after in reversed(self.moves):
            if after != due_on:
                return False
            due_on = before
        return self.digest == digest_of_plan(plan, getattr(plan, "design", None), due_on)


def verify_plans() -> list[str]:
    """One sentence for each approved plan that is not what was approved. Plans of before digests were noted are passed over."""
    noted: dict[str, _Noted] = {}
    events = AuditEvent.objects.filter(action__in=(APPROVAL, MOVE)).order_by("number")
    for action, target, details in events.values_list("action", "target", "details").iterator(chunk_size=5000):
        if action == APPROVAL:
            noted[target] = _Noted(details.get("content", ""))
        elif target in noted:
            noted[target].moves.append((details["before"], details["after"]))
    wrong = []
    plans = (
        Plan.objects.filter(state__in=APPROVED)
        .select_related("cycle", "unit", "design", "planned_answers")
        .prefetch_related(Prefetch("planned_methods", with_people(PlannedMethod.objects.all())))
    )
    for plan in plans.order_by("pk").iterator(chunk_size=500):
        kept = noted.get(str(plan.public_id))
        if kept is not None and kept.digest and not kept.fits(plan):
            wrong.append(f"Plan {plan.cycle.code} {plan.unit.code} is not the one that was approved.")
    return wrong


def _sealed(one: Further) -> list:
    named = sorted(str(person.public_id) for person in one.people)
    return [one.wanted, one.guide, *([named] if named else [])]
