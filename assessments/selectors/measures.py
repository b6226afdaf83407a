"""Measured indicators of a cycle."""

from assessments.models import Cycle
from records.measures import measures
from standards.selectors import indicators_of


def measures_of(cycle: Cycle) -> list[str]:
    """Codes of the measures that the cycle's standard asks for and that some room can compute."""
    asked = {indicator.measure for indicator in indicators_of(cycle.standard_version) if indicator.measure}
    return sorted(code for code in asked if code in measures)
