"""The quarter: cycle, plans and their teams, spot checks, who was given which sheet and why not another, sheets with their sealed revisions, and
the totals kept from them."""

from assessments.models.amendment import Amendment
from assessments.models.callback import CallAttempt
from assessments.models.comment import CommentTemplate, CommentUse
from assessments.models.cycle import (
    Cycle,
    Plan,
    PlannedMethod,
    PlannedPerson,
    SpotCheck,
    SpotCheckLot,
    TeamMember,
)
from assessments.models.decision import PlanDecision
from assessments.models.design import SampleDesign
from assessments.models.event import CriticalEvent
from assessments.models.fact_sheet import FactSheet
from assessments.models.footage import FootageAnswer, FootageRequest, FootageViewing
from assessments.models.gate import GateDate, GateDecision, GatePassage
from assessments.models.handover import Assignment, Handover
from assessments.models.interview import InterviewNote
from assessments.models.questionnaire import PlannedAnswers
from assessments.models.recusal import Recusal
from assessments.models.review import ReviewLot, ReviewRule, ReviewStep, SheetReview
from assessments.models.sheet import Evidence, ItemScore, ScoreSheet, SheetRevision
from assessments.models.total import MeasureReading, ScoreTotal

__all__ = [
    "Amendment",
    "Assignment",
    "CallAttempt",
    "CommentTemplate",
    "CommentUse",
    "CriticalEvent",
    "Cycle",
    "Evidence",
    "FactSheet",
    "FootageAnswer",
    "FootageRequest",
    "FootageViewing",
    "GateDate",
    "GateDecision",
    "GatePassage",
    "Handover",
    "InterviewNote",
    "ItemScore",
    "MeasureReading",
    "Plan",
    "PlanDecision",
    "PlannedAnswers",
    "PlannedMethod",
    "PlannedPerson",
    "Recusal",
    "ReviewLot",
    "ReviewRule",
    "ReviewStep",
    "SampleDesign",
    "ScoreSheet",
    "ScoreTotal",
    "SheetReview",
    "SheetRevision",
    "SpotCheck",
    "SpotCheckLot",
    "TeamMember",
]
