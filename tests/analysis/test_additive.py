"""Unit and assessor apart: equal to an independent least-squares fit, and silent where nothing can be told."""

from random import Random

import numpy as np
import pytest
from scipy import stats

from analysis.estimates import Totals
from analysis.lenient.additive import fit


def cells_of(sheets: list[tuple[int, int, int]]) -> dict[tuple[int, int], Totals]:
    """From (unit, assessor, points in units of 1/10,000)."""
    found: dict[tuple[int, int], list[int]] = {}
    for unit, assessor, points in sheets:
        found.setdefault((unit, assessor), []).append(points)
    return {
        place: Totals(len(points), sum(points), sum(one * one for one in points)) for place, points in found.items()
    }


def by_dummies(sheets: list[tuple[int, int, int]]) -> tuple[dict[int, tuple], dict[int, tuple], int]:
    """The textbook's way: a column for each unit and each assessor but the first, sheet by sheet; contrasts from (X'X)⁻¹."""
    units, people = sorted({s[0] for s in sheets}), sorted({s[1] for s in sheets})
    design = np.zeros((len(sheets), len(units) + len(people) - 1))
    y = np.array([points / 10_000 for _u, _a, points in sheets])
    for row, (unit, assessor, _points) in enumerate(sheets):
        design[row, units.index(unit)] = 1
        if at := people.index(assessor):
            design[row, len(units) + at - 1] = 1
    beta, *_rest = np.linalg.lstsq(design, y, rcond=None)
    df = len(sheets) - design.shape[1]
    variance = float(((y - design @ beta) ** 2).sum()) / df
    inverse = np.linalg.inv(design.T @ design)
    counts = {key: sum(1 for s in sheets if s[1] == key) for key in people}

    def told(contrast) -> tuple[float, float]:
        return float(contrast @ beta), float(np.sqrt(variance * contrast @ inverse @ contrast))

    def of_person(key) -> np.ndarray:
        contrast = np.zeros(design.shape[1])
        for other in people:
            if at := people.index(other):
                contrast[len(units) + at - 1] += (other == key) - counts[other] / len(sheets)
        return contrast

    assessors = {key: told(of_person(key)) for key in people}
    lifted = {}
    for unit in units:
        own = [s[1] for s in sheets if s[0] == unit]
        lifted[unit] = told(sum(of_person(key) for key in own) / len(own))
    return assessors, lifted, df


def quarter(random: Random, units: int, people: int, sheets: int) -> list[tuple[int, int, int]]:
    strict = {person: random.gauss(0, 4) for person in range(people)}
    level = {unit: random.uniform(60, 95) for unit in range(units)}
    return [
        (unit := random.randrange(units), person := random.randrange(people), round((level[unit] + strict[person] + random.gauss(0, 6)) * 10_000))
        for _sheet in range(sheets)
    ]  # fmt: skip


@pytest.mark.once
@pytest.mark.parametrize("seed", range(25))
def test_it_equals_a_fit_with_a_column_for_each(seed):
    random = Random(seed)
    sheets = quarter(random, units=random.randint(2, 9), people=random.randint(2, 6), sheets=random.randint(60, 200))
    fitted = fit(cells_of(sheets))
    assessors, lifted, df = by_dummies(sheets)
    t = stats.t.ppf(0.975, df)
    assert fitted.parts == 1
    for ours, theirs in ((fitted.assessors, assessors), (fitted.units, lifted)):
        for key, (value, error) in theirs.items():
            assert ours[key].value == pytest.approx(value, abs=1e-8)
            assert (ours[key].low, ours[key].high) == pytest.approx((value - t * error, value + t * error), abs=1e-7)


@pytest.mark.once
def test_where_everybody_scores_the_same_number_everywhere_it_is_the_difference_of_means():
    sheets = [
        (unit, person, (80 + 5 * unit + 2 * person) * 10_000 + noise)
        for unit in range(3)
        for person in range(3)
        for noise in (-9_000, 9_000)
    ]
    fitted = fit(cells_of(sheets))
    assert [round(fitted.assessors[person].value, 9) for person in range(3)] == [-2, 0, 2]
    assert [fitted.units[unit].value for unit in range(3)] == pytest.approx([0, 0, 0], abs=1e-9)


@pytest.mark.once
def test_unit_that_a_lenient_assessor_scored_is_lifted_by_as_much():
    """Both units are alike; the lenient one scored most sheets of the first."""
    sheets = [(0, 1, 900_000 + k) for k in (-5_000, 0, 5_000)] * 6 + [(0, 2, 800_000 + k) for k in (-5_000, 5_000)] * 3
    sheets += [(1, 1, 900_000 + k) for k in (-5_000, 5_000)] * 3 + [(1, 2, 800_000 + k) for k in (-5_000, 0, 5_000)] * 6
    fitted = fit(cells_of(sheets))
    assert fitted.assessors[1].value - fitted.assessors[2].value == pytest.approx(10)
    assert fitted.units[0].value - fitted.units[1].value == pytest.approx(5)
    assert all(effect.is_sure for effect in fitted.units.values())


@pytest.mark.once
def test_mean_of_all_sheets_stays_as_it_is():
    sheets = quarter(Random(3), 6, 4, 150)
    fitted = fit(cells_of(sheets))
    assert sum(effect.n * effect.value for effect in fitted.units.values()) == pytest.approx(0, abs=1e-8)
    assert sum(effect.n * effect.value for effect in fitted.assessors.values()) == pytest.approx(0, abs=1e-8)


@pytest.mark.once
def test_who_shares_nothing_with_the_others_cannot_be_compared():
    sheets = [(0, 1, 900_000), (0, 1, 880_000), (1, 2, 700_000), (1, 3, 710_000), (1, 3, 720_000), (1, 2, 690_000)]
    fitted = fit(cells_of(sheets))
    assert fitted.parts == 2
    assert (fitted.assessors[1].value, fitted.units[0].value, fitted.units[0].n) == (None, None, 2)
    assert fitted.assessors[3].value == pytest.approx(1)


@pytest.mark.once
def test_without_a_sheet_to_spare_there_is_a_value_and_no_interval():
    fitted = fit(cells_of([(0, 1, 800_000), (0, 2, 900_000), (1, 1, 700_000)]))
    assert fitted.assessors[2].value - fitted.assessors[1].value == pytest.approx(10)
    assert (fitted.assessors[1].low, fitted.assessors[1].is_sure) == (None, False)


@pytest.mark.once
def test_of_assessors_who_are_alike_hardly_ever_one_is_called_lenient():
    """Holm at 5 % over all of them: at most so often, give or take chance."""
    random, wrong = Random(8), 0
    for _quarter in range(200):
        sheets = [(random.randrange(6), random.randrange(8), round(random.gauss(80, 6) * 10_000)) for _n in range(160)]
        wrong += any(effect.is_sure for effect in fit(cells_of(sheets)).assessors.values())
    assert wrong <= stats.binom.ppf(0.9999, 200, 0.05)


@pytest.mark.once
def test_nothing_scored_says_nothing():
    assert (fit({}).assessors, fit({}).units, fit({}).parts) == ({}, {}, 0)
