"""Thin factories: rows that a test needs and does not talk about."""

from datetime import date
from decimal import Decimal

from assessments.enums import CycleState
from assessments.models import Cycle, Plan, ScoreTotal
from foundation.common import clock
from foundation.common.numbers import to_units
from organization.models import Unit
from standards.enums import Scale, VersionState
from standards.models import Dimension, Indicator, RubricLevel, Standard, StandardVersion


def make_version(**more) -> StandardVersion:
    """A small standard in force: attitude (A1, 60 %) and resolution (R1, 40 %), both rated 1 to 5, and one critical indicator."""
    standard = Standard.objects.create(code="SMALL", name_zh="小标准", name_en="Small standard")
    version = StandardVersion.objects.create(
        standard=standard,
        number=1,
        target=Decimal(90),
        **{"state": VersionState.IN_FORCE, "in_force_from": date(2020, 1, 1), **more},
    )
    for order, (code, zh, en, weight) in enumerate(
        (("A", "服务态度", "Attitude", 6000), ("R", "问题解决", "Resolution", 4000))
    ):
        dimension = Dimension.objects.create(
            version=version, code=code, name_zh=zh, name_en=en, order=order, target=Decimal(90)
        )
        indicator = Indicator.objects.create(
            version=version, dimension=dimension, code=f"{code}1", name_zh=f"{zh}一", name_en=f"{en} one", scale=Scale.RATING,
            weight=weight, na_allowed=True, target=Decimal(90), order=order,
        )  # fmt: skip
        for level in range(1, 6):
            RubricLevel.objects.create(
                indicator=indicator,
                level=level,
                points=Decimal(25 * (level - 1)),
                text_zh=f"{level} 档",
                text_en=f"level {level}",
            )
    Indicator.objects.create(
        version=version,
        dimension=dimension,
        code="X1",
        name_zh="泄露客户信息",
        name_en="Leak",
        scale=Scale.CRITICAL,
        order=9,
        target=None,
    )
    return version


def make_cycle(
    version: StandardVersion, code: str = "2021Q1", state: str = CycleState.FEEDBACK, units: tuple[Unit, ...] = ()
) -> Cycle:
    """A quarter by its code, with an empty plan for each of the units."""
    year, quarter = int(code[:4]), int(code[-1])
    start = date(year, 3 * quarter - 2, 1)
    end = date(year + quarter // 4, 3 * quarter % 12 + 1, 1)
    cycle = Cycle.objects.create(code=code, start=start, end=end, state=state, standard_version=version)
    for unit in units:
        Plan.objects.create(cycle=cycle, unit=unit, records_wanted=10)
    return cycle


def make_totals(cycle: Cycle, unit: Unit, **scores: list[str]) -> None:
    """Kept totals as if sheets had these scores: `make_totals(cycle, east, sheet=["80", "70"], A=["90", …], A1=[…])`."""
    for code, values in scores.items():
        units = [to_units(Decimal(value)) for value in values]
        level = "sheet" if code == "sheet" else "dimension" if len(code) == 1 else "indicator"
        ScoreTotal.objects.create(
            cycle=cycle, unit=unit, level=level, code="" if level == "sheet" else code,
            n=len(units), total=sum(units), squares=sum(value * value for value in units),
        )  # fmt: skip


def make_scored_quarter(cast, state: str = CycleState.FEEDBACK) -> Cycle:
    """2021Q1: East Branch is weak in resolution (62.5 of 90), West Branch good in everything."""
    cycle = make_cycle(
        make_version(author=cast.li, approved_by=cast.zhou, approved_at=clock.now()),
        state=state,
        units=(cast.east, cast.west),
    )
    make_totals(
        cycle, cast.east, sheet=["80", "75", "85", "80"], A=["95", "90", "95", "100"], R=["60", "55", "65", "70"],
        A1=["95", "90", "95", "100"], R1=["60", "55", "65", "70"],
    )  # fmt: skip
    good = ["95", "96", "97", "96"]
    make_totals(cycle, cast.west, sheet=good, A=good, R=good, A1=good, R1=good)
    return cycle
