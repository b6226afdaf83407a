"""Measured indicators: the figures of all units of a cycle, as they stand now."""

import hashlib
import json
import logging
from decimal import Decimal

from django.db import transaction

from assessments.enums import UNDER_WAY
from assessments.models import Cycle, MeasureReading
from assessments.selectors.cycles import collecting_cycles
from assessments.selectors.measures import measures_of
from foundation.common import clock
from foundation.common.engine import lock_for_transaction
from records import measures

log = logging.getLogger(__name__)


@transaction.atomic
def refresh_measures(*, cycle: Cycle) -> int:
    """Compute every measured indicator for all units of the cycle and keep the figures. Returns how many there are.

    Only while it is being scored; afterwards the figures stand (0 is returned). Run twice it changes nothing but the moment.
    """
    lock_for_transaction(f"measures-{cycle.pk}")
    if Cycle.objects.get(pk=cycle.pk).state not in UNDER_WAY:
        return 0
    units = list(cycle.plans.order_by("pk").values_list("unit_id", flat=True))
    now, rows = clock.now(), []
    for code in measures_of(cycle):
        figures = measures.compute(code, units, cycle.start, cycle.end)
        for unit in units:
            figure = figures.get(unit)
            rows.append(
                MeasureReading(
                    cycle=cycle,
                    unit_id=unit,
                    measure=code,
                    n=figure.n if figure else 0,
                    total=_text(figure.total if figure else Decimal(0)),
                    squares=_text(figure.squares if figure else Decimal(0)),
                    computed_at=now,
                )
            )
    MeasureReading.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["cycle", "unit", "measure"],
        update_fields=["n", "total", "squares", "computed_at"],
    )
    return len(rows)


def _text(value: Decimal) -> str:
    """Exact and plain: no exponent, no superfluous zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def refresh_collecting_cycles() -> int:
    """All cycles that are still collecting; run by beat. A cycle that fails does not keep the others from being refreshed."""
    done = 0
    for cycle in collecting_cycles().select_related("standard_version"):
        try:
            done += refresh_measures(cycle=cycle)
        except (
            Exception
        ):  # a measure of another room may fail in any way; the next run tries again, and the gate tells what is stale
            log.exception("measures of %s were not refreshed", cycle.code)
    return done


def digest_of_readings(cycle: Cycle) -> str:
    """SHA-256 (hex) over the kept figures, without their moments."""
    rows = sorted(
        MeasureReading.objects.filter(cycle=cycle).values_list("unit__code", "measure", "n", "total", "squares")
    )
    return hashlib.sha256(json.dumps(rows, separators=(",", ":")).encode()).hexdigest()
