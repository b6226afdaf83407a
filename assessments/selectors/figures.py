"""All figures of a cycle as one digest: what a group was shown, and whether it still stands."""

import hashlib
import json

from assessments.models import Cycle, MeasureReading, ScoreTotal


def digest_of_figures(cycle: Cycle) -> str:
    """SHA-256 (hex) over the kept totals and the measured figures, without their moments. Two queries."""
    totals = ScoreTotal.objects.filter(cycle=cycle, n__gt=0)
    readings = MeasureReading.objects.filter(cycle=cycle)
    content = [
        sorted(list(row) for row in totals.values_list("unit__code", "level", "code", "n", "total", "squares")),
        sorted(list(row) for row in readings.values_list("unit__code", "measure", "n", "total", "squares")),
    ]
    return hashlib.sha256(json.dumps(content, separators=(",", ":")).encode()).hexdigest()
