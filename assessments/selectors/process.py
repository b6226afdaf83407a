"""How a cycle's figures came about, in numbers, for those who decide whether they stand."""

from dataclasses import dataclass

from django.db.models import Count, Q

from assessments.enums import SheetState, SpotCheckState
from assessments.models import Cycle, Plan, ScoreSheet, SheetRevision
from assessments.selectors.figures import digest_of_figures
from assessments.selectors.plans import DRAWN


@dataclass(frozen=True)
class Process:
    """Numbers of plans and of their sheets; `corrected`: sheets with more than one revision; `digest`: of the figures as they are now."""

    plans: int
    drawn: int
    sheets: int
    sealed: int
    corrected: int
    failed: int
    spot_checks: int
    digest: str


def process_of(cycle: Cycle) -> Process:
    """Six queries."""
    plans = Plan.objects.filter(cycle=cycle).aggregate(n=Count("pk"), drawn=Count("pk", filter=Q(state__in=DRAWN)))
    sheets = ScoreSheet.objects.filter(cycle=cycle, plan__isnull=False).aggregate(
        n=Count("pk"),
        sealed=Count("pk", filter=Q(state=SheetState.SUBMITTED)),
        failed=Count("pk", filter=Q(revision__failed=True)),
    )
    corrected = SheetRevision.objects.filter(sheet__cycle=cycle, sheet__plan__isnull=False, number=2).count()
    return Process(
        plans=plans["n"],
        drawn=plans["drawn"],
        sheets=sheets["n"],
        sealed=sheets["sealed"],
        corrected=corrected,
        failed=sheets["failed"],
        spot_checks=cycle.spot_checks.filter(state=SpotCheckState.DRAWN).count(),
        digest=digest_of_figures(cycle),
    )
