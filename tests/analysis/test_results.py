"""A cycle's results: equal to a plain recomputation from items, honest about what is missing, small or tied (R29)."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from random import Random
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from analysis.estimates import SHEETS
from analysis.results import results_of
from analysis.trends import cycles_until, trend_of
from assessments.enums import CycleState
from assessments.models import Cycle, MeasureReading, Plan
from assessments.services.sheets import submit_sheet
from organization.enums import UnitKind
from standards.enums import Scale
from standards.models import Dimension, Indicator
from tests.analysis import naive
from tests.assessments.sheet_world import (
    CONTENTS,
    make_cycle as make_scoring_cycle,
    make_plan,
    make_sheet,
    make_version as make_full_version,
)
from tests.cast import make_unit
from tests.factories import make_cycle, make_scored_quarter, make_totals, make_version

BREAK_POINTS = [["0.50", "0"], ["0.70", "60"], ["0.90", "90"], ["1.00", "100"]]


def shown(value: Fraction) -> Decimal:
    """To 1/10,000, half up."""
    return Decimal(naive.to_units(value).numerator) / Decimal(naive.to_units(value).denominator)


def read(cycle, unit, measure, n, total, squares=None):
    MeasureReading.objects.create(
        cycle=cycle, unit=unit, measure=measure, n=n, total=str(total), squares=str(total if squares is None else squares),
        computed_at=datetime(2026, 11, 20, tzinfo=UTC),
    )  # fmt: skip


def random_marks(random: Random) -> dict:
    marks = {}
    for indicators in CONTENTS.values():
        for code, _zh, _en, scale, _weight, full, na in indicators:
            if na and random.random() < 0.3:
                marks[code] = {"na": True}
            elif scale == Scale.RATING:
                level = random.choice([5, 5, 4, 3, 2, 1])
                marks[code] = {"level": level, "reason": "" if level == 5 else "有疏漏"}
            elif scale == Scale.YES_NO:
                level = random.choice([1, 1, 0])
                marks[code] = {"level": level, "reason": "" if level else "未回复"}
            elif scale == Scale.POINTS:
                points = Decimal(random.randrange(0, full * 100 + 1)) / 100
                marks[code] = {"points": str(points), "reason": "" if points == full else "缺项"}
            elif scale == Scale.CRITICAL:
                hit = random.random() < 0.06
                marks[code] = {"triggered": hit, "reason": "确有其事" if hit else ""}
    return marks


@pytest.fixture
def scored(cast):
    """2026Q4 from real sheets, sealed by the service: 24 of East Branch, 9 of West Branch; East has a measured figure too."""
    version = make_full_version(cast.li)
    Indicator.objects.filter(version=version, scale=Scale.MEASURED).update(break_points=BREAK_POINTS)
    cycle, random = make_scoring_cycle(version), Random(4)
    for unit, count in ((cast.east, 24), (cast.west, 9)):
        plan = make_plan(cycle, unit, cast.li)
        for _number in range(count):
            sheet = make_sheet(plan, cast.lin)
            submit_sheet(sheet=sheet, actor=cast.lin, marks=random_marks(random), version=sheet.version, key=uuid4())
    read(cycle, cast.east, "records.answered", 200, 150)
    return cycle


def test_results_equal_a_recomputation_from_items(cast, scored):
    measured = {
        cast.east.pk: {"1.M": Fraction(135, 2)},
        cast.west.pk: {},
    }  # 0.75 lies a quarter of the way from 60 to 90 points
    result = results_of(Cycle.objects.get(pk=scored.pk))
    for row in result.rows:
        plain = naive.sheet_scores(scored, row.unit)
        assert row.whole.value == shown(naive.whole_score(scored, row.unit, measured[row.unit.pk]))
        for code, estimate in row.dimensions.items():
            assert estimate.value == shown(naive.dimension_score(scored, row.unit, code, measured[row.unit.pk])), code
        for code, estimate in row.indicators.items():
            own = measured[row.unit.pk].get(code) or (naive.mean(plain[code]) if plain[code] else None)
            assert estimate.value == (None if own is None else shown(own)), code
    assert {row.unit: row.sheets for row in result.rows} == {cast.east: 24, cast.west: 9}


def test_standard_error_of_sheets_equals_the_textbook(cast, scored):
    row = results_of(Cycle.objects.get(pk=scored.pk)).row_of(cast.west)
    values = naive.sheet_scores(scored, cast.west)[""]
    assert row.whole.estimate.se == pytest.approx(naive.standard_error(values), rel=1e-12)
    # 8 degrees of freedom: Student's quantile is 2.3060.
    assert float(row.whole.half) == pytest.approx(2.3060 * naive.standard_error(values), abs=2e-3)


def test_all_units_together_count_each_the_same(cast, scored):
    result = results_of(Cycle.objects.get(pk=scored.pk))
    values = [row.whole.value for row in result.rows]
    assert result.overall.whole.value == (sum(values) / 2).quantize(Decimal("0.0001"))
    assert result.overall.whole.n == 33
    errors = [row.whole.estimate.se for row in result.rows]
    assert result.overall.whole.estimate.se == pytest.approx((errors[0] ** 2 + errors[1] ** 2) ** 0.5 / 2)


def test_known_number_of_records_narrows_the_interval(cast):
    cycle = make_scored_quarter(cast)
    free = results_of(cycle).row_of(cast.east).whole
    from sampling.models import Draw

    draw = Draw.objects.create(title="q", commitment="0" * 64, secret="00", frame_counts={"phone": 3, "counter": 2})
    Plan.objects.filter(cycle=cycle, unit=cast.east).update(draw=draw)
    bound = results_of(cycle).row_of(cast.east).whole
    assert bound.value == free.value
    assert bound.estimate.se == pytest.approx(free.estimate.se * (1 - 4 / 5) ** 0.5)


def test_visits_have_no_population(cast):
    cycle = make_scored_quarter(cast)
    from sampling.models import Draw

    free = results_of(cycle).row_of(cast.east).whole
    draw = Draw.objects.create(title="q", commitment="0" * 64, secret="00", frame_counts={"phone": 5})
    Plan.objects.filter(cycle=cycle, unit=cast.east).update(draw=draw, visits_wanted=1)
    assert results_of(cycle).row_of(cast.east).whole.estimate.se == free.estimate.se


def add_measured(version, *, weight=2000, code="M1", dimension="R", measure="feedback.satisfaction"):
    """Takes its weight from resolution."""
    Indicator.objects.filter(version=version, code="R1").update(weight=4000 - weight)
    return Indicator.objects.create(
        version=version, dimension=Dimension.objects.get(version=version, code=dimension), code=code, name_zh="满意率", name_en="Satisfied",
        scale=Scale.MEASURED, weight=weight, measure=measure, break_points=BREAK_POINTS, target=Decimal(90),
    )  # fmt: skip


def test_sources_combine_under_their_weights(cast):
    version = make_version()
    add_measured(version)
    cycle = make_cycle(version, units=(cast.east,))
    make_totals(cycle, cast.east, sheet=["80", "90"], R=["60", "70"], R1=["60", "70"])
    read(cycle, cast.east, "feedback.satisfaction", 40, 28)  # 0.7: 60 points

    row = results_of(cycle).row_of(cast.east)
    assert row.whole.value == (85 * 8000 + 60 * 2000) / Decimal(10000)
    assert row.dimensions["R"].value == (65 * 2000 + 60 * 2000) / Decimal(4000)
    assert [(source.kind, source.weight, source.n) for source in row.whole.sources] == [
        (SHEETS, 8000, 2),
        ("feedback.satisfaction", 2000, 40),
    ]


def test_missing_source_leaves_the_denominator_and_is_named(cast):
    version = make_version()
    add_measured(version)
    cycle = make_cycle(version, units=(cast.east,))
    make_totals(cycle, cast.east, sheet=["80", "90"])

    row = results_of(cycle).row_of(cast.east)
    assert (row.whole.value, [source.kind for source in row.whole.missing]) == (85, ["feedback.satisfaction"])
    assert (row.indicators["M1"].value, row.dimensions["R"].value) == (None, None)


def test_measure_alone_gives_a_result(cast):
    version = make_version()
    add_measured(version)
    cycle = make_cycle(version, units=(cast.east,))
    read(cycle, cast.east, "feedback.satisfaction", 40, 36)
    row = results_of(cycle).row_of(cast.east)
    assert (row.whole.value, row.whole.n, row.whole.small) == (90, 40, False)
    assert [source.kind for source in row.whole.missing] == [SHEETS]


def test_share_of_all_customers_is_not_certain(cast):
    version = make_version()
    add_measured(version)
    cycle = make_cycle(version, units=(cast.east,))
    read(cycle, cast.east, "feedback.satisfaction", 5, 5)
    estimate = results_of(cycle).row_of(cast.east).indicators["M1"]
    assert (estimate.value, estimate.small) == (100, True)
    # Wilson's lower end for five of five, and its points; the interval reaches no further up, so ± would be wrong.
    points = (5 / (5 + 1.959964**2) - 0.5) / (0.7 - 0.5) * 60
    assert (estimate.half, estimate.high) == (None, 100)
    assert float(estimate.low) == pytest.approx(points, abs=1e-3)


def test_finding_asks_the_true_end_of_a_lopsided_interval(cast):
    version = make_version()
    add_measured(version)
    cycle = make_cycle(version, units=(cast.east,))
    read(cycle, cast.east, "feedback.satisfaction", 6, 1)
    estimate = results_of(cycle).row_of(cast.east).indicators["M1"]
    # One of six, by Wilson up to 56.4 %: value and lower end are at 0 points, the upper end is not.
    assert (estimate.value, estimate.low, estimate.half) == (0, 0, None)
    assert float(estimate.high) == pytest.approx((0.563503 - 0.5) / (0.7 - 0.5) * 60, abs=1e-2)
    assert estimate.is_surely_below_target


def test_unit_without_data_has_no_figure_and_no_rank(cast):
    cycle = make_scored_quarter(cast)
    Plan.objects.create(cycle=cycle, unit=cast.retail, records_wanted=5)
    row = results_of(cycle).row_of(cast.retail)
    assert (row.whole.value, row.whole.half, row.rank, row.standing.label, row.planned) == (None, None, None, "–", 5)


def test_one_sheet_has_no_interval_and_no_rank(cast):
    cycle = make_cycle(make_version(), units=(cast.east, cast.west))
    make_totals(cycle, cast.east, sheet=["80"])
    make_totals(cycle, cast.west, sheet=["90", "91", "92"])
    row = results_of(cycle).row_of(cast.east)
    assert (row.whole.value, row.whole.half, row.whole.small, row.rank) == (80, None, True, None)


@pytest.mark.parametrize(("n", "small"), [(19, True), (20, False)])
def test_fewer_than_twenty_sheets_are_a_small_sample(cast, n, small):
    cycle = make_cycle(make_version(), units=(cast.east,))
    make_totals(cycle, cast.east, sheet=["80", "90"] * (n // 2) + ["85"] * (n % 2))
    assert results_of(cycle).row_of(cast.east).whole.small is small


def test_small_source_with_a_quarter_of_the_weight_makes_a_small_sample(cast):
    version = make_version()
    add_measured(version, weight=2500)
    cycle = make_cycle(version, units=(cast.east,))
    make_totals(cycle, cast.east, sheet=["80", "90"] * 15)
    read(cycle, cast.east, "feedback.satisfaction", 8, 6)
    assert results_of(cycle).row_of(cast.east).whole.small is True


def test_units_that_cannot_be_told_apart_share_a_rank(cast):
    north = make_unit(
        "BR-N", "城北支行", "North Branch", UnitKind.BRANCH, cast.bank, is_assessed=True, peer_group="branch"
    )
    cycle = make_cycle(make_version(), units=(cast.east, cast.west, north))
    make_totals(cycle, cast.east, sheet=["90", "92", "91", "93"] * 6)
    make_totals(cycle, cast.west, sheet=["91", "93", "92", "90"] * 6)
    make_totals(cycle, north, sheet=["70", "72", "71", "69"] * 6)
    rows = results_of(cycle).rows
    assert [(row.unit.code, row.rank, row.tied, row.standing.label, row.peers) for row in rows] == [
        ("BR-E", 1, True, "1=", 3),
        ("BR-W", 1, True, "1=", 3),
        ("BR-N", 3, False, "3", 3),
    ]


def test_only_comparable_units_are_ranked_together(cast):
    cycle = make_cycle(make_version(), units=(cast.east, cast.west, cast.service_centre))
    for unit, value in ((cast.east, "80"), (cast.west, "90"), (cast.service_centre, "60")):
        make_totals(cycle, unit, sheet=[value, str(int(value) + 1), str(int(value) + 2)] * 8)
    assert {row.unit.code: (row.rank, row.peers) for row in results_of(cycle).rows} == {
        "CSC": (1, 1),
        "BR-W": (1, 2),
        "BR-E": (2, 2),
    }


def test_change_has_an_interval_and_knows_chance(cast):
    version = make_version()
    before = make_cycle(version, "2021Q1", CycleState.PUBLISHED, (cast.east, cast.west))
    now = make_cycle(version, "2021Q2", CycleState.COLLECTING, (cast.east, cast.west))
    make_totals(before, cast.east, sheet=["80", "82", "81", "79"] * 6)
    make_totals(now, cast.east, sheet=["85", "87", "86", "84"] * 6)
    make_totals(before, cast.west, sheet=["60", "100", "70", "95"])
    make_totals(now, cast.west, sheet=["65", "100", "75", "96"])

    result = results_of(now)
    east, west = result.row_of(cast.east).whole, result.row_of(cast.west).whole
    assert (result.previous, east.change, east.significant) == (before, 5, True)
    assert (west.change, west.significant) == (Decimal("2.75"), False)
    assert Decimal(0) < east.change_half < Decimal(1)


def test_change_refers_to_the_last_quarter_that_was_scored_to_its_end(cast):
    version = make_version()
    oldest = make_cycle(version, "2020Q4", CycleState.PUBLISHED, (cast.east,))
    make_cycle(version, "2021Q1", CycleState.COLLECTING, (cast.east,))
    now = make_cycle(version, "2021Q2", CycleState.COLLECTING, (cast.east,))
    assert results_of(now).previous == oldest


def test_indicator_is_followed_by_its_code_through_versions(cast):
    old = make_cycle(make_version(), "2021Q1", CycleState.PUBLISHED, (cast.east,))
    from standards.models import Standard, StandardVersion

    version = StandardVersion.objects.create(
        standard=Standard.objects.get(), number=2, state="approved", target=Decimal(90)
    )
    dimension = Dimension.objects.create(version=version, code="A", name_zh="态度")
    Indicator.objects.create(
        version=version, dimension=dimension, code="A1", name_zh="礼貌", scale=Scale.RATING, weight=10000
    )
    now = make_cycle(version, "2021Q2", units=(cast.east,))
    make_totals(old, cast.east, A1=["70", "72"])
    make_totals(now, cast.east, A1=["80", "82"])
    row = results_of(now).row_of(cast.east)
    assert (row.indicators["A1"].change, set(row.indicators)) == (10, {"A1"})


def test_spot_checks_stay_out(cast, scored):
    """Their sheets have no plan, so the kept totals do not know them; results read nothing else."""
    before = results_of(Cycle.objects.get(pk=scored.pk)).row_of(cast.east)
    from assessments.models import SpotCheck
    from sampling.models import Draw

    draw = Draw.objects.create(title="spot", commitment="0" * 64, secret="00")
    spot = SpotCheck.objects.create(
        cycle=scored, ordinal=1, due_at=datetime(2026, 11, 1, tzinfo=UTC), unit=cast.east, draw=draw
    )
    sheet = make_sheet(None, cast.lin, spot_check=spot)
    submit_sheet(sheet=sheet, actor=cast.lin, marks=random_marks(Random(1)), version=sheet.version, key=uuid4())
    after = results_of(Cycle.objects.get(pk=scored.pk)).row_of(cast.east)
    assert replace(after, unit=cast.east) == replace(before, unit=cast.east)


# --- Cost


@pytest.mark.parametrize("units", [1, 3])
def test_results_need_the_same_queries_for_any_number_of_units(cast, units):
    chosen = (cast.east, cast.west, cast.retail)[:units]
    cycle = make_cycle(make_version(), units=chosen)
    for unit in chosen:
        make_totals(cycle, unit, sheet=["80", "90"], A=["80", "90"], A1=["80", "90"])
    with CaptureQueriesContext(connection) as first:
        results_of(cycle)
    with CaptureQueriesContext(connection) as again:
        results_of(cycle)
    # the previous cycle, the rows, the units; the first time the version's dimensions and indicators too
    assert (len(first), len(again)) == (5, 3)


@pytest.mark.parametrize("cycles", [1, 4])
def test_trend_needs_the_same_queries_for_any_number_of_cycles(cast, cycles):
    version = make_version()
    for number in range(cycles):
        cycle = make_cycle(version, f"2021Q{number + 1}", units=(cast.east,))
        make_totals(cycle, cast.east, sheet=["80", "90"])
    results_of(cycle)
    with CaptureQueriesContext(connection) as queries:
        points = trend_of(cycles_until(cycle), cast.east)
    assert (len(queries), len(points)) == (3, cycles)


def test_trend_takes_the_last_eight_quarters_oldest_first(cast):
    version = make_version()
    codes = [f"{year}Q{quarter}" for year in (2019, 2020, 2021) for quarter in (1, 2, 3, 4)]
    made = {code: make_cycle(version, code) for code in codes}
    assert [cycle.code for cycle in cycles_until(made["2021Q3"])] == codes[3:11]


def test_trend_of_a_dimension_and_of_all_units(cast):
    cycle = make_scored_quarter(cast)
    assert [point.score.value for point in trend_of([cycle], cast.east, "R")] == [Decimal("62.5")]
    assert [point.score.value for point in trend_of([cycle], dimension="R")] == [Decimal("79.25")]
    assert [point.score.value for point in trend_of([cycle], cast.retail)] == [None]
