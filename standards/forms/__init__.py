"""Forms of standards. What they allow is decided again by the services."""

from standards.forms.deciding import EmptyStandardForm, InForceForm, PilotForm, PilotReportForm, ReturnForm
from standards.forms.editing import DimensionForm, SettingsForm
from standards.forms.indicator import BreakPointFormSet, IndicatorForm, LevelFormSet
from standards.forms.scope import ScopeForm, TargetFormSet

__all__ = [
    "BreakPointFormSet",
    "DimensionForm",
    "EmptyStandardForm",
    "InForceForm",
    "IndicatorForm",
    "LevelFormSet",
    "PilotForm",
    "PilotReportForm",
    "ReturnForm",
    "ScopeForm",
    "SettingsForm",
    "TargetFormSet",
]
