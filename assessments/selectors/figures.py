"""All figures of a cycle as one digest: what a group was shown, and whether it still stands."""

import hashlib
import json
from collections.abc import Iterable

from assessments.enums import EventState
from assessments.models import CriticalEvent, Cycle, MeasureReading, ScoreTotal


def digest_of_figures(cycle: Cycle) -> str:
    """SHA-256 (hex) over the kept totals, the measured figures without their moments, and confirmed critical events. Three queries."""
    totals = ScoreTotal.objects.filter(cycle=cycle, n__gt=0)
    readings = MeasureReading.objects.filter(cycle=cycle)
    content = [
        _rows(totals.values_list("unit__public_id", "level", "code", "n", "total", "squares")),
        _rows(readings.values_list("unit__public_id", "measure", "n", "total", "squares")),
    ]
    # Said only where there are some: what a group has decided without any stays decided.
    events = CriticalEvent.objects.filter(cycle=cycle, state=EventState.CONFIRMED)
    if confirmed := _rows(events.values_list("unit__public_id", "indicator__code", "happened_on")):
        content.append([[*row[:-1], str(row[-1])] for row in confirmed])
    return hashlib.sha256(json.dumps(content, separators=(",", ":")).encode()).hexdigest()


def _rows(found: Iterable[tuple]) -> list[list]:
    return sorted([str(unit), *figures] for unit, *figures in found)
