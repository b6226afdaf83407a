"""The manager's page over eight quarters of ten departments: the last one played by the services, its totals copied to the seven before."""

from datetime import date

from django.urls import reverse

from assessments.enums import CycleState
from assessments.models import Cycle, MeasureReading, Plan, ScoreTotal
from benchmarks.figure import Figure
from benchmarks.floor import empty_page, measure_pages, page
from benchmarks.quarter import played_quarter

QUARTERS_BEFORE = 7


def measure() -> list[Figure]:
    played = played_quarter()
    copy_to_earlier_quarters(played.cycle)
    address = f"{reverse('dashboard:quarter')}?cycle={played.cycle.code}"
    glance, floor = page("manager's page", played.manager, address), empty_page(played.manager)
    measure_pages(glance, floor)
    return [Figure("manager's page", glance.text, glance.ratio_to(floor), 4, floor=f"empty page ({floor.text})")]


def copy_to_earlier_quarters(cycle: Cycle) -> None:
    """The page reads kept totals only, so that these are all an earlier quarter needs."""
    start = cycle.start
    for _quarter in range(QUARTERS_BEFORE):
        end, start = start, date(start.year - (start.month == 1), (start.month - 4) % 12 + 1, 1)
        code = f"{start.year}Q{start.month // 3 + 1}"
        if Cycle.objects.filter(code=code).exists():
            continue
        earlier = Cycle.objects.create(
            code=code, start=start, end=end, state=CycleState.PUBLISHED, standard_version=cycle.standard_version
        )
        for model in (Plan, ScoreTotal, MeasureReading):
            _copy_rows(model, cycle, earlier)


def _copy_rows(model, cycle: Cycle, earlier: Cycle) -> None:
    left_out = {"id", "public_id", "created_at", "cycle_id", "draw_id"}
    columns = [one.attname for one in model._meta.concrete_fields if one.attname not in left_out]
    rows = model.objects.filter(cycle=cycle).values(*columns)
    model.objects.bulk_create(model(cycle=earlier, **row) for row in rows)
