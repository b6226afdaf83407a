"""Targets beside the actual figures: equal to a plain recomputation from the records, judged by one rule, in the target's unit (R3)."""

import math
import statistics
from fractions import Fraction

import pytest
from django.utils.translation import override
from scipy import stats

from analysis.enums import TargetState
from analysis.results import results_of
from analysis.targets.judging import judge
from analysis.targets.lines import Sheet
from assessments.models import MeasureReading
from standards.enums import TargetUnit
from standards.models import Target
from standards.target_units import factor, readable
from tests.analysis.target_world import make_target_world
from tests.factories import make_cycle

MET, NEARLY, OPEN, MISSED, NOT_COMPUTABLE, NO_DATA = TargetState


@pytest.fixture
def world(cast):
    return make_target_world(cast)


def lines(world, unit=None) -> dict:
    sheet = Sheet(results_of(world.cycle))
    found = sheet.of_unit(unit) if unit else sheet.of_organization()
    return {line.aim.code or "whole": line for line in found}


def seconds(world, cycle, *units) -> list[int]:
    return [value for unit in units for value in world.seconds[cycle.code, unit.pk]]


def mean_interval(values, by: float = 1.0) -> tuple[float, float]:
    """Student's t by SciPy."""
    mean, error = statistics.mean(values), statistics.stdev(values) / math.sqrt(len(values))
    low, high = stats.t.interval(0.95, len(values) - 1, loc=mean, scale=error)
    return low * by, high * by


# figures


def test_seconds_become_the_minutes_of_the_target(world, cast):
    """East Branch covers its outlet too."""
    observed = seconds(world, world.cycle, cast.east, cast.east_outlet)
    line = lines(world, cast.east)["first"]
    assert line.actual.value == Fraction(sum(observed), len(observed) * 60)
    assert (line.actual.estimate.low, line.actual.estimate.high) == pytest.approx(mean_interval(observed, 1 / 60))
    assert (line.actual.n, line.state) == (32, MET)


def test_a_share_becomes_percent_with_wilsons_interval(world, cast):
    solved = world.solved["2021Q2", cast.west.pk]
    line = lines(world, cast.west)["solved"]
    other = stats.binomtest(sum(solved), len(solved)).proportion_ci(method="wilson")
    assert line.actual.value == Fraction(100 * sum(solved), len(solved)) == 96
    assert (line.actual.estimate.low, line.actual.estimate.high) == pytest.approx((100 * other.low, 100 * other.high))
    assert (line.internal, line.industry, line.state) == ("≥ 95%", "≥ 94.2%", MET)


def test_the_organization_counts_every_record_once(world, cast):
    """The outlet is assessed by itself and is part of the branch's figure: it does not count twice."""
    observed = seconds(world, world.cycle, cast.east, cast.east_outlet, cast.west)
    line = lines(world)["first"]
    assert (line.actual.n, line.actual.value) == (57, Fraction(sum(observed), 57 * 60))


def test_change_is_since_the_quarter_before_and_told_from_chance(world, cast):
    now, then = (seconds(world, cycle, cast.west) for cycle in (world.cycle, world.before))
    line = lines(world, cast.west)["first"]
    assert line.actual.change == (Fraction(sum(now), len(now)) - Fraction(sum(then), len(then))) / 60
    assert stats.ttest_ind(now, then, equal_var=False).pvalue < 0.05
    assert line.actual.significant
    # Less is better here: it falls and is drawn as good.
    assert 'class="change up"' in line.figure.change_mark
    assert "▼" in line.figure.change_mark


def test_times_are_said_in_the_unit_people_use(world, cast):
    figure = lines(world, cast.west)["first"].figure
    assert (figure.value, figure.unit) == (87, "seconds")


# against a baseline


def test_change_against_the_cycle_before_with_its_interval(world, cast):
    """The interval by the delta method, computed anew from the values."""
    now, then = (seconds(world, cycle, cast.west) for cycle in (world.cycle, world.before))
    a, b = statistics.mean(now), statistics.mean(then)
    line = lines(world, cast.west)["waiting"]
    assert line.actual.baseline == Fraction(sum(then), len(then))
    assert float(line.actual.reached) == pytest.approx((a / b - 1) * 100)
    parts = [statistics.variance(now) / len(now) / b**2, a**2 * statistics.variance(then) / len(then) / b**4]
    df = sum(parts) ** 2 / sum(part**2 / 24 for part in parts)
    half = stats.t.ppf(0.975, df) * math.sqrt(sum(parts)) * 100
    assert line.actual.reached_estimate.high - float(line.actual.reached) == pytest.approx(half)
    assert line.state == MISSED  # −22.3 %, and −30 % lies far outside
    with override("en"):
        assert line.reached_text == "−22.3% ±0.7 against 1.9 min (Q1 2021)"


def test_an_entered_baseline_stands_for_certain(world, cast):
    observed = seconds(world, world.cycle, cast.east, cast.east_outlet)
    line = lines(world, cast.east)["seconds"]
    low, high = mean_interval(observed, 100 / 60)
    assert line.actual.baseline == 60
    assert line.actual.reached == (Fraction(sum(observed), len(observed)) / 60 - 1) * 100
    assert (line.actual.reached_estimate.low, line.actual.reached_estimate.high) == pytest.approx(
        (low - 100, high - 100)
    )


def named_period(world, cast, code="2020Q4", state="published"):
    """An earlier cycle than the one before, slower than both, that the target of the waiting time is measured against."""
    past = make_cycle(world.version, code, state, (cast.east, cast.east_outlet, cast.west))
    world.record(past, cast.east, [140, 160] * 10, [True] * 20)
    world.record(past, cast.east_outlet, [150, 170], [True, True])
    world.record(past, cast.west, [200, 220, 240] * 5, [True] * 15)
    world.compute(past)
    Target.objects.filter(code="waiting").update(baseline_cycle=code)
    return past


def test_change_against_a_named_period_with_its_interval(world, cast):
    past = named_period(world, cast)
    now, then = (seconds(world, cycle, cast.west) for cycle in (world.cycle, past))
    line = lines(world, cast.west)["waiting"]

    assert line.actual.baseline == Fraction(sum(then), len(then)) == 220
    assert line.actual.reached == (Fraction(sum(now), len(now)) / 220 - 1) * 100
    assert line.actual.reached_estimate.low is not None
    # What changed since the cycle before stays beside it.
    before = seconds(world, world.before, cast.west)
    assert line.actual.change == Fraction(sum(now), len(now)) - Fraction(sum(before), len(before))
    with override("en"):
        assert line.reached_text.endswith("against 3.7 min (Q4 2020)")


def test_organization_counts_every_record_of_a_named_period_once(world, cast):
    past = named_period(world, cast)
    then = seconds(world, past, cast.east, cast.east_outlet, cast.west)
    assert lines(world)["waiting"].actual.baseline == Fraction(sum(then), len(then))


@pytest.mark.parametrize("state", ["initial", None])
def test_period_whose_results_are_not_approved_is_no_baseline(world, cast, state):
    past = named_period(world, cast)
    type(past).objects.filter(pk=past.pk).update(**({"state": state} if state else {"code": "2019Q4"}))
    actual = lines(world, cast.west)["waiting"].actual
    assert (actual.state, actual.reached, actual.why) == (NO_DATA, None, "no_baseline")


def test_stated_baseline_says_its_source(world, cast):
    Target.objects.filter(code="seconds").update(baseline_source="2020年年报")
    assert lines(world, cast.east)["seconds"].reached_text.endswith("(2020年年报)")


def test_dimension_is_told_by_its_name_and_not_by_its_code(world, cast):
    dimension = world.version.dimensions.first()
    type(dimension).objects.filter(pk=dimension.pk).update(target=90)
    places = {line.aim.level: line.place for line in Sheet(results_of(world.cycle)).of_organization()}
    with override("en"):
        assert places["dimension"] == "Dimension"


def test_without_a_cycle_before_there_is_a_figure_and_no_change(world, cast):
    sheet = Sheet(results_of(world.before))
    line = next(one for one in sheet.of_unit(cast.west) if one.aim.code == "waiting")
    assert (line.state, line.actual.reached, line.actual.why) == (NO_DATA, None, "no_baseline")
    assert line.actual.value == Fraction(sum(world.seconds["2021Q1", cast.west.pk]), 25)


@pytest.mark.parametrize("baseline", [0, -5])
def test_no_percentage_of_nothing(world, cast, baseline):
    Target.objects.filter(code="seconds").update(baseline=baseline)
    """There are data: the figure is shown, and the state does not say that there are none."""
    line = lines(world, cast.west)["seconds"]
    assert (line.state, line.actual.why) == (NOT_COMPUTABLE, "zero_baseline")
    assert line.actual.value is not None
    with override("en"):
        assert line.why == "The baseline is 0: no change in percent can be told."


# scores


def test_scores_stand_beside_their_targets(world, cast):
    found = lines(world, cast.east)
    assert {code: found[code].state for code in ("whole", "A", "R1")} == {"whole": MISSED, "A": MISSED, "R1": MISSED}
    assert {code: found[code].actual.value for code in ("whole", "A1")} == {"whole": 80, "A1": 80}
    assert lines(world, cast.west)["whole"].state == MET
    assert lines(world)["whole"].actual.value == Fraction(175, 2)


def test_units_that_reach_a_target_are_counted(world):
    found = lines(world)
    assert {code: (found[code].met, found[code].judged) for code in ("first", "whole")} == {
        "first": (2, 3),  # the outlet has its own two records
        "whole": (1, 2),  # and no sheets
    }


# nothing to judge


def test_what_the_portal_does_not_compute_has_no_figure(world):
    found = lines(world)
    assert [(found[code].state, found[code].actual.why) for code in ("reply", "rank")] == [(NO_DATA, "no_measure")] * 2


def test_a_measure_that_was_not_computed_then_is_not_computed_now(world, cast):
    MeasureReading.objects.filter(cycle=world.cycle, measure="records.resolved").delete()
    assert lines(world)["solved"].actual.why == "not_computed"


def test_nothing_observed_is_no_data(world, cast):
    MeasureReading.objects.filter(unit=cast.west).update(n=0, total="0", squares="0")
    line = lines(world, cast.west)["solved"]
    assert (line.state, line.actual.value, line.actual.why) == (NO_DATA, None, "nothing_observed")


def test_a_unit_that_does_not_fit_the_measure_is_said(world, cast):
    Target.objects.filter(code="solved").update(unit=TargetUnit.HOURS)
    line = lines(world, cast.west)["solved"]
    assert (line.state, line.actual.why) == (NOT_COMPUTABLE, "other_unit")


# the rule


@pytest.mark.parametrize(
    ("value", "low", "high", "target", "at_most", "rank", "state"),
    [
        (95, 90, 97, 95, False, False, MET),
        (94, 90, 97, 95, False, False, OPEN),
        (94, 93, 94.9, 95, False, False, MISSED),
        (1, 0.5, 2, 1, True, False, MET),
        (2, 1, 3, 1, True, False, OPEN),
        (2, 1.1, 3, 1, True, False, MISSED),
        (91, None, None, 95, False, False, NEARLY),
        (90, None, None, 95, False, False, MISSED),
        (-19, None, None, -20, True, False, NEARLY),
        (-18, None, None, -20, True, False, MISSED),
        (4, None, None, 3, True, True, NEARLY),
        (5, None, None, 3, True, True, MISSED),
    ],
)
def test_reached_nearly_open_or_missed(value, low, high, target, at_most, rank, state):
    found = judge(Fraction(value), low, high, target=Fraction(target), at_most=at_most, is_rank=rank)
    assert found == state


# units


@pytest.mark.parametrize(
    ("counts", "unit", "by"),
    [
        ("share", "percent", 100),
        ("balance", "points", 100),
        ("mean", "points", 1),
        ("seconds", "seconds", 1),
        ("seconds", "minutes", Fraction(1, 60)),
        ("seconds", "hours", Fraction(1, 3600)),
        ("share", "hours", None),
        ("seconds", "percent", None),
        ("mean", "place", None),
    ],
)
def test_measures_are_turned_into_the_targets_unit_or_refused(counts, unit, by):
    assert factor(counts, unit) == by


@pytest.mark.parametrize(
    ("value", "unit", "said", "number"),
    [
        (Fraction(1, 80), "hours", "seconds", 45),
        (Fraction(1, 2), "hours", "minutes", 30),
        (Fraction(24), "hours", "hours", 24),
        (Fraction(300), "seconds", "minutes", 5),
        (Fraction(95), "percent", "percent", 95),
    ],
)
def test_a_time_is_said_as_people_say_it(value, unit, said, number):
    found, by = readable(value, unit)
    assert (found, value * by) == (said, number)
