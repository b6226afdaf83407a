"""Measured indicators of a cycle."""

from assessments.models import Cycle
from records.measures import measures
from standards.selectors import indicators_of, targets_of


def measures_of(cycle: Cycle) -> list[str]:
    """Codes of the measures that the indicators and targets of the cycle's standard ask for and that some room can compute."""
    version = cycle.standard_version
    asked = {one.measure for one in (*indicators_of(version), *targets_of(version)) if one.measure}
    return sorted(code for code in asked if code in measures)
