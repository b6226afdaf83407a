"""The quarter: cycle, plans and their teams, spot checks, sheets with their sealed revisions, and the totals kept from them."""

from assessments.models.cycle import Cycle, Plan, SpotCheck, TeamMember
from assessments.models.decision import PlanDecision
from assessments.models.design import SampleDesign
from assessments.models.sheet import Evidence, ItemScore, ScoreSheet, SheetRevision
from assessments.models.total import MeasureReading, ScoreTotal

__all__ = [
    "Cycle",
    "Evidence",
    "ItemScore",
    "MeasureReading",
    "Plan",
    "PlanDecision",
    "SampleDesign",
    "ScoreSheet",
    "ScoreTotal",
    "SheetRevision",
    "SpotCheck",
    "TeamMember",
]
