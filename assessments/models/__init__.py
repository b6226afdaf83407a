"""The quarter: cycle, plans and their teams, spot checks, sheets with their sealed revisions, and the totals kept from them."""

from assessments.models.cycle import Cycle, Plan, SpotCheck, TeamMember
from assessments.models.event import CriticalEvent
from assessments.models.gate import GateDate, GateDecision, GatePassage
from assessments.models.sheet import Evidence, ItemScore, ScoreSheet, SheetRevision
from assessments.models.total import MeasureReading, ScoreTotal

__all__ = [
    "CriticalEvent",
    "Cycle",
    "Evidence",
    "GateDate",
    "GateDecision",
    "GatePassage",
    "ItemScore",
    "MeasureReading",
    "Plan",
    "ScoreSheet",
    "ScoreTotal",
    "SheetRevision",
    "SpotCheck",
    "TeamMember",
]
