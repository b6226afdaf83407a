"""Gaps and Cronbach's alpha against published answers and against a second way of working them out."""

import csv
import json
from itertools import combinations

import pytest
from django.conf import settings

from feedback.reliability import cronbach_alpha, gap_of, mean_of

FOLDER = settings.BASE_DIR.parent / "shared" / "data" / "E_kservqual_kiosk"


@pytest.fixture(scope="module")
def kiosk():
    """(expected answers, rows of whole numbers or None): 24 pairs, then four outcomes from column 158 on."""
    if not FOLDER.exists():
        pytest.skip("the folder of published answers, ../shared/data, is not here")
    with (FOLDER / "kiosk_cp949.csv").open(encoding="cp949", newline="") as file:
        rows = [[int(cell) if cell.strip().isdigit() else None for cell in row] for row in list(csv.reader(file))[1:]]
    return json.loads((FOLDER / "expected.json").read_text()), rows


def complete(rows, columns):
    found = [[row[column] for column in columns] for row in rows]
    return [row for row in found if None not in row]


EXPECTATIONS, PERCEPTIONS, OUTCOMES = range(3, 51, 2), range(4, 51, 2), range(158, 162)


def test_alpha_is_the_published_one(kiosk):
    answers, rows = kiosk
    for columns, alpha, n in (
        (EXPECTATIONS, answers["alpha_E"], answers["complete_E"]),
        (PERCEPTIONS, answers["alpha_P"], answers["complete_P"]),
        (OUTCOMES, answers["alpha_outcome4"], None),
    ):
        found = complete(rows, columns)
        assert round(cronbach_alpha(found), 4) == alpha
        assert n is None or len(found) == n


def test_gaps_are_the_published_ones(kiosk):
    answers, rows = kiosk
    both = complete(rows, [*EXPECTATIONS, *PERCEPTIONS])
    gaps = [round(gap_of([row[item] for row in both], [row[24 + item] for row in both]).value, 4) for item in range(24)]
    assert gaps == answers["gap"]


def test_means_are_the_published_ones(kiosk):
    answers, rows = kiosk
    for columns, mean in ((EXPECTATIONS, answers["meanE"]), (PERCEPTIONS, answers["meanP"])):
        counts = {}
        for row in complete(rows, columns):
            for value in row:
                counts[value] = counts.get(value, 0) + 1
        assert round(mean_of(counts).value, 4) == mean


def alpha_by_covariances(rows):
    """Another way to the same: k²·c̄ / (sum of all variances and covariances), c̄ the mean covariance (Cronbach 1951, eq. 16)."""
    n, k = len(rows), len(rows[0])
    means = [sum(row[item] for row in rows) / n for item in range(k)]

    def covariance(one, two):
        return sum((row[one] - means[one]) * (row[two] - means[two]) for row in rows) / (n - 1)

    between = sum(covariance(one, two) for one, two in combinations(range(k), 2))
    total = sum(covariance(item, item) for item in range(k)) + 2 * between
    return k * k * (between / (k * (k - 1) / 2)) / total


def test_alpha_agrees_with_the_way_by_covariances(kiosk):
    _answers, rows = kiosk
    for columns in (EXPECTATIONS, PERCEPTIONS, OUTCOMES, range(3, 11, 2)):
        found = complete(rows, columns)
        assert cronbach_alpha(found) == pytest.approx(alpha_by_covariances(found), abs=1e-12)


def test_paired_interval_agrees_with_scipy(kiosk):
    stats = pytest.importorskip("scipy.stats")
    _answers, rows = kiosk
    pairs = complete(rows, (3, 4))
    gap = gap_of([pair[0] for pair in pairs], [pair[1] for pair in pairs])
    found = stats.ttest_rel([pair[1] for pair in pairs], [pair[0] for pair in pairs]).confidence_interval()
    assert (gap.value - gap.half, gap.value + gap.half) == pytest.approx((found.low, found.high), abs=1e-12)


def test_alpha_needs_two_items_enough_rows_and_a_spread():
    assert cronbach_alpha([]) is None
    assert cronbach_alpha([[1]] * 20) is None
    assert cronbach_alpha([[1, 2]] * 20) is None
    assert cronbach_alpha([[1, 2], [3, 4]]) is None
    with pytest.raises(ValueError, match="each item"):
        cronbach_alpha([[1, 2], [3]])


def test_items_that_always_agree_have_alpha_one():
    assert cronbach_alpha([[value, value, value] for value in range(1, 8)] * 2) == pytest.approx(1)


def test_mean_of_nothing_and_of_one():
    assert (mean_of({}).value, mean_of({4: 1}).value, mean_of({4: 1}).half) == (None, 4, None)
    assert mean_of({1: 1, 3: 1}).half == pytest.approx(12.7062, abs=1e-4)
