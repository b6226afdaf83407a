"""Control charts: limits equal to published ones, signals by rules that are told one by one."""

import json
from pathlib import Path
from random import Random

import numpy as np
import pytest
from django.conf import settings

from analysis.control.limits import Chart, Limits, mean_chart, rate_chart, share_chart
from analysis.control.signals import Rule, signals_of

pytestmark = pytest.mark.once
# Montgomery, orange-juice cans: 30 samples of 50.
CANS = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]
# NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2.
FLOW = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]


def test_p_chart_has_the_published_limits_once_the_two_outside_are_left_out():
    """Published: .2313 with limits .0524 and .4102, samples 15 and 23 outside; without them .215 with .0407 and .3893, sample 21 outside."""
    chart = share_chart(CANS, [50] * 30)
    first = 0.2313333, 0.0596373  # the mean of all, and one standard error at 50
    assert [place for place, count in enumerate(CANS, start=1) if abs(count / 50 - first[0]) > 3 * first[1]] == [15, 23]
    sigma = (0.215 * 0.785 / 50) ** 0.5
    limits = chart.limits[0]
    assert (limits.centre, limits.low, limits.high) == pytest.approx((0.215, 0.0407, 0.3893), abs=5e-5)
    assert limits.sigma == pytest.approx(sigma)
    assert [one.place + 1 for one in signals_of(chart) if one.rule == Rule.BEYOND] == [15, 21, 23]


def test_individuals_have_the_published_limits():
    limits = mean_chart(FLOW).limits[0]
    assert (limits.centre, limits.low, limits.high) == pytest.approx((50.81, 45.8159, 55.8041), abs=2e-3)


def test_widening_is_the_spread_of_standardized_points_from_one_to_the_next():
    """An independent reckoning of p′ with numpy, weeks of very different size."""
    random = Random(5)
    counts = [random.randint(2_000, 9_000) for _week in range(26)]
    hits = [round(n * (0.9 + 0.02 * random.uniform(-1, 1))) for n in counts]
    chart = share_chart(hits, counts)
    n, p = np.array(counts), np.array(hits) / np.array(counts)
    mean = np.sum(hits) / n.sum()
    error = np.sqrt(mean * (1 - mean) / n)
    z = (p - mean) / error
    widened = np.abs(np.diff(z)).mean() / 1.128
    assert widened > 2
    assert chart.widened == pytest.approx(widened)
    assert [one.high for one in chart.limits] == pytest.approx(np.minimum(mean + 3 * error * widened, 1))


def test_limits_stay_within_what_a_figure_can_be():
    shares = share_chart([49, 50, 50, 48, 50, 49, 50, 50], [50] * 8)
    assert max(one.high for one in shares.limits) == 1
    rates = rate_chart([0, 1, 0, 2, 0, 1, 0, 0], [1_000] * 8)
    assert min(one.low for one in rates.limits) == 0


def test_smaller_week_has_wider_limits():
    chart = share_chart([90, 9, 88, 91, 92, 89, 90, 91], [100, 10, 100, 100, 100, 100, 100, 100])
    assert chart.limits[1].low < chart.limits[0].low


def test_too_few_weeks_have_no_limits_and_no_signals():
    chart = share_chart([5] * 7, [10] * 7)
    assert (set(chart.limits), signals_of(chart)) == ({None}, [])


def test_week_without_observations_is_a_gap():
    chart = share_chart([9, 0, 9, 8, 9, 9, 8, 9, 9], [10, 0, 10, 10, 10, 10, 10, 10, 10])
    assert (chart.points[1], chart.limits[1]) == (None, None)


def drawn(*values: float | None) -> Chart:
    """Around 0, with a standard deviation of 1."""
    return Chart(values, tuple(None if value is None else Limits(0, 1, -3, 3) for value in values))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0.5, -0.5, 3.1, 0.2], [(2, Rule.BEYOND, True)]),
        ([0.5, -0.5, -3.1, 0.2], [(2, Rule.BEYOND, False)]),
        ([2.1, 0.1, 2.2, 0.0], [(2, Rule.NEAR, True)]),
        ([2.1, 0.1, -2.2, 0.0], []),
        ([2.1, 2.2, 0.1, -0.1], []),  # complete only with a third point
        ([0.5, 0.2] * 4 + [0.3], [(8, Rule.RUN, True)]),
        ([-0.5, -0.2] * 4, []),
        ([-0.5, -0.2] * 2 + [None, -0.5, -0.2, -0.3, -0.1, -0.4], [(9, Rule.RUN, False)]),
        ([-1.2, -0.8, -0.3, 0.1, 0.4, 0.9], [(5, Rule.DRIFT, True)]),
        ([1.2, 0.8, 0.3, 0.1, -0.4, -0.4], []),
    ],
)
def test_each_rule(values, expected):
    assert [(one.place, one.rule, one.is_high) for one in signals_of(drawn(*values))] == expected


def test_series_that_never_moves_has_no_signal():
    assert signals_of(mean_chart([5.0] * 12)) == []


def test_without_any_cause_a_signal_is_rare():
    """Of 20,000 points about one and a half in a hundred meet a rule; the limits are known here."""
    random = Random(11)
    count = sum(len(signals_of(drawn(*(random.gauss(0, 1) for _week in range(26))))) for _series in range(770))
    assert 0.008 < count / (770 * 26) < 0.022


@pytest.mark.skipif(
    not Path(settings.BASE_DIR, "../shared/data/G_weights_sampling_charts").exists(),
    reason="without the reference data",
)
def test_figures_here_are_those_of_the_reference_data():
    folder = Path(settings.BASE_DIR, "../shared/data/G_weights_sampling_charts")
    known = {one["id"]: one for one in json.loads((folder / "reference.json").read_text(encoding="utf-8"))}
    assert known["p_chart_30x50"]["data"] == CANS
    assert known["individuals_moving_range"]["data"] == FLOW
