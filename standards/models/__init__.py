"""What is measured: a standard, its versions, and what is in them."""

from standards.models.indicator import Dimension, Indicator, RubricLevel
from standards.models.pilot import Pilot
from standards.models.scope import ScopeEntry, Target
from standards.models.version import Standard, StandardVersion

__all__ = ["Dimension", "Indicator", "Pilot", "RubricLevel", "ScopeEntry", "Standard", "StandardVersion", "Target"]
