"""The quarter: cycle, plans and their teams, spot checks, sheets with their sealed revisions, and the totals kept from them."""

from assessments.models.cycle import Cycle, Plan, SpotCheck, SpotCheckLot, TeamMember
from assessments.models.sheet import Evidence, ItemScore, ScoreSheet, SheetRevision
from assessments.models.total import MeasureReading, ScoreTotal

__all__ = [
    "Cycle",
    "Evidence",
    "ItemScore",
    "MeasureReading",
    "Plan",
    "ScoreSheet",
    "ScoreTotal",
    "SheetRevision",
    "SpotCheck",
    "SpotCheckLot",
    "TeamMember",
]
