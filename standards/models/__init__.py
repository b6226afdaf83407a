"""What is measured: a standard, its versions, and what is in them."""

from standards.models.indicator import Dimension, Indicator, RubricLevel
from standards.models.pilot import Pilot, PilotUnit
from standards.models.scope import ScopeEntry, Target
from standards.models.study import ExpertSubmission, StudyExpert, WeightSchedule, WeightSetting, WeightStudy
from standards.models.version import Standard, StandardVersion

__all__ = [
    "Dimension",
    "ExpertSubmission",
    "Indicator",
    "Pilot",
    "PilotUnit",
    "RubricLevel",
    "ScopeEntry",
    "Standard",
    "StandardVersion",
    "StudyExpert",
    "Target",
    "WeightSchedule",
    "WeightSetting",
    "WeightStudy",
]
