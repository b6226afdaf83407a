"""Two quarters with records and answers, and a standard that aims at figures: what the tests of targets look at.

2021Q1 is over, 2021Q2 is shown to its units. East Branch is assessed together with its outlet, which is assessed by itself too.
"""

from dataclasses import dataclass, field
from datetime import datetime

from assessments.enums import CycleState
from assessments.models import Cycle
from assessments.services.measures import refresh_measures
from foundation.common import clock
from organization.models import Unit
from records.models import ServiceRecord, Source
from standards.models import StandardVersion, Target
from tests.cast import Cast
from tests.factories import make_cycle, make_totals, make_version

AIMS = (
    # code, Chinese, English, kind, sense, value, benchmark, baseline, unit, measure
    ("first", "首次响应时间", "First response", "absolute", "at_most", "1.2", None, None, "minutes", "records.answer_seconds"),
    ("solved", "问题解决率", "Resolved rate", "absolute", "at_least", 95, "94.18", None, "percent", "records.resolved"),
    ("waiting", "等候时间", "Waiting time", "change", "at_most", -30, None, None, "seconds", "records.answer_seconds"),
    ("seconds", "应答用时", "Time to answer", "change", "at_most", -20, None, 60, "seconds", "records.answer_seconds"),
    ("reply", "答复时间", "Reply time", "absolute", "at_most", 24, None, None, "hours", ""),
    ("rank", "行业排名", "Rank in the industry", "rank", "at_most", 3, None, None, "place", ""),
)  # fmt: skip


def aim_at(version: StandardVersion, rows=AIMS) -> None:
    for order, (code, zh, en, kind, sense, value, benchmark, baseline, unit, measure) in enumerate(rows, start=1):
        Target.objects.create(
            version=version, order=order, code=code, name_zh=zh, name_en=en, kind=kind, sense=sense, value=value,
            benchmark=benchmark, baseline=baseline, unit=unit, measure=measure,
        )  # fmt: skip


@dataclass
class TargetWorld:
    """`seconds` and `solved`: what was recorded, by (code of the cycle, unit)."""

    cast: Cast
    version: StandardVersion
    before: Cycle
    cycle: Cycle
    seconds: dict[tuple[str, int], list[int]] = field(default_factory=dict)
    solved: dict[tuple[str, int], list[bool]] = field(default_factory=dict)

    def record(self, cycle: Cycle, unit: Unit, seconds: list[int], solved: list[bool]) -> None:
        self.seconds[cycle.code, unit.pk] = seconds
        self.solved[cycle.code, unit.pk] = solved
        source, _new = Source.objects.get_or_create(name="s")
        at = datetime(cycle.start.year, cycle.start.month + 1, 3, 9, tzinfo=clock.organization_zone())
        count = ServiceRecord.objects.count()
        ServiceRecord.objects.bulk_create(
            ServiceRecord(
                source=source, number=str(count + place), occurred_at=at, unit=unit, answered=True,
                answer_seconds=time, resolved=done,
            )
            for place, (time, done) in enumerate(zip(seconds, solved, strict=True))
        )  # fmt: skip

    def compute(self, cycle: Cycle) -> None:
        """As long as it is under way."""
        state = cycle.state
        Cycle.objects.filter(pk=cycle.pk).update(state=CycleState.COLLECTING)
        refresh_measures(cycle=cycle)
        Cycle.objects.filter(pk=cycle.pk).update(state=state)


def make_target_world(cast: Cast) -> TargetWorld:
    version = make_version()
    aim_at(version)
    units = (cast.east, cast.east_outlet, cast.west)
    world = TargetWorld(
        cast,
        version,
        make_cycle(version, "2021Q1", CycleState.PUBLISHED, units),
        make_cycle(version, "2021Q2", CycleState.FEEDBACK, units),
    )
    for cycle, less in ((world.before, 0), (world.cycle, 25)):
        world.record(
            cycle, cast.east, [70 - less + step % 7 for step in range(30)], [step % 10 > 0 for step in range(30)]
        )
        world.record(cycle, cast.east_outlet, [65 - less, 75 - less], [True, True])
        world.record(cycle, cast.west, [110 - less + step % 5 for step in range(25)], [step > 0 for step in range(25)])
        world.compute(cycle)
    for unit, around in ((cast.east, 80), (cast.west, 95)):
        values = [str(around + step) for step in (0, 1, 2, -1, -2)] * 5
        make_totals(world.cycle, unit, sheet=values, A=values, R=values, A1=values, R1=values)
    return world
