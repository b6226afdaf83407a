"""All figures of a cycle as one digest: what a group was shown, and whether it still stands."""

import hashlib
import json
from collections.abc import Iterable

from assessments.models import Cycle, MeasureReading, ScoreTotal


def digest_of_figures(cycle: Cycle) -> str:
    """SHA-256 (hex) over the kept totals and the measured figures, without their moments. Two queries."""
    totals = ScoreTotal.objects.filter(cycle=cycle, n__gt=0)
    readings = MeasureReading.objects.filter(cycle=cycle)
    content = [
        _rows(totals.values_list("unit__public_id", "level", "code", "n", "total", "squares")),
        _rows(readings.values_list("unit__public_id", "measure", "n", "total", "squares")),
    ]
    return hashlib.sha256(json.dumps(content, separators=(",", ":")).encode()).hexdigest()


def _rows(found: Iterable[tuple]) -> list[list]:
    return sorted([str(unit), *figures] for unit, *figures in found)
