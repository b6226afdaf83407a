"""A department's quarters as lots of ISO 2859-1: which count, and how many of their sheets were nonconforming. See docs/decisions."""

from dataclasses import dataclass
from datetime import date

from assessments.enums import UNDER_WAY, Method, SizeWay
from assessments.models import Cycle, SampleDesign, ScoreSheet
from assessments.selectors.plans import DRAWN
from organization.models import Unit
from sampling.acceptance import tighter_acceptance
from sampling.enums import Severity
from sampling.switching import Lot


@dataclass(frozen=True)
class JudgedQuarter:
    """`sheets` sealed record sheets, of which `lot.nonconforming` were below target, failed or had a triggered critical indicator."""

    cycle: Cycle
    sheets: int
    lot: Lot

    @property
    def severity_label(self) -> str:
        return str(Severity(self.lot.severity).label)


def judged_quarters(unit: Unit, before: date) -> list[JudgedQuarter]:
    """The unit's lots of cycles that began before the day and are past scoring, oldest first. Two queries."""
    designs = (
        SampleDesign.objects.filter(
            way=SizeWay.ACCEPTANCE, plan__unit=unit, plan__state__in=DRAWN, plan__cycle__start__lt=before
        )
        .exclude(plan__cycle__state__in=UNDER_WAY)
        .select_related("plan__cycle")
        .order_by("plan__cycle__start")
    )
    designs = list(designs)
    counts = _count({design.plan_id for design in designs}) if designs else {}
    return [_judged(design, *counts[design.plan_id]) for design in designs if design.plan_id in counts]


def _count(plans: set[int]) -> dict[int, tuple[int, int]]:
    """{plan: (sealed record sheets, nonconforming ones)}."""
    rows = ScoreSheet.objects.filter(plan__in=plans, method=Method.RECORD_REVIEW, revision__isnull=False).values_list(
        "plan_id", "revision__total", "revision__failed", "revision__triggered", "standard_version__target"
    )
    found: dict[int, tuple[int, int]] = {}
    for plan_id, total, failed, triggered, target in rows:
        bad = bool(failed or triggered or (None not in (total, target) and total < target))
        sheets, nonconforming = found.get(plan_id, (0, 0))
        found[plan_id] = sheets + 1, nonconforming + bad
    return found


def _judged(design: SampleDesign, sheets: int, nonconforming: int) -> JudgedQuarter:
    tighter = tighter_acceptance(design.letter, design.aql) if design.severity == Severity.NORMAL else None
    lot = Lot(nonconforming, design.acceptance_plan, design.severity, tighter)
    return JudgedQuarter(design.plan.cycle, sheets, lot)
