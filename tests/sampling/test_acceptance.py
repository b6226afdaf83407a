"""Acceptance sampling against the tables, and against arithmetic that knows nothing of them."""

import csv
import math
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st
from scipy.stats import binom, hypergeom

from sampling.acceptance import AQLS, LETTERS, LEVELS, code_letter, plan_by_letter, plan_for, tighter_acceptance
from sampling.enums import Severity

pytestmark = pytest.mark.once

PUBLISHED = Path(__file__).resolve().parents[3] / "shared" / "data" / "G_weights_sampling_charts"
SEVERITIES = (Severity.NORMAL, Severity.TIGHTENED, Severity.REDUCED)
letters, aqls = st.sampled_from(LETTERS), st.sampled_from(AQLS)
levels, severities = st.sampled_from(LEVELS), st.sampled_from(SEVERITIES)
lots = st.one_of(st.integers(2, 600), st.integers(2, 1_000_000))
shares = st.floats(0.0005, 0.9)
unhurried = settings(deadline=None, max_examples=300)


def published(name: str) -> list[dict]:
    path = PUBLISHED / name
    if not path.exists():
        pytest.skip("the folder of published answers, ../shared/data, is not here")
    with path.open(newline="") as source:
        return list(csv.DictReader(source))


def figures(letter: str, aql: str, severity: str) -> tuple[str, int, int, int]:
    plan = plan_by_letter(letter, aql, severity)
    return plan.letter, plan.size, plan.acceptance, plan.rejection


def test_code_letters_equal_the_published_table():
    for row in published("iso2859_table1_code_letters.csv"):
        for lot in (int(row["lot_min"]), int(row["lot_max"] or 10**7)):
            assert {level: code_letter(lot, level) for level in LEVELS} == {level: row[level] for level in LEVELS}


def test_normal_plans_equal_the_published_table_cell_by_cell():
    rows = published("iso2859_table2A_normal_single_aql_to_10.csv")
    sizes = {row["letter"]: int(row["n"]) for row in rows}
    order = [row["letter"] for row in rows]
    for row in rows:
        for aql in AQLS:
            place, cell = order.index(row["letter"]), row[aql]
            while not cell.startswith("Ac"):
                place += 1 if cell == "down" else -1
                cell = rows[place][aql]
            acceptance = int(cell.partition("/")[0][2:])
            expected = (order[place], sizes[order[place]], acceptance, acceptance + 1)
            assert figures(row["letter"], aql, Severity.NORMAL) == expected, (row["letter"], aql)


@pytest.mark.parametrize(
    ("lot", "level", "aql", "severity", "expected"),
    [
        # Montgomery, Introduction to Statistical Quality Control, MIL-STD-105E: N = 2,000, level II, AQL 0.65.
        (2000, "II", "0.65", Severity.NORMAL, ("K", 125, 2, 3)),
        (2000, "II", "0.65", Severity.TIGHTENED, ("K", 125, 1, 2)),
        (2000, "II", "0.65", Severity.REDUCED, ("K", 50, 1, 3)),
        # The two arrow cells that are often skipped: between Ac 0 and Ac 1 the plan of another letter is used.
        (200, "II", "0.65", Severity.NORMAL, ("F", 20, 0, 1)),
        (200, "II", "1.0", Severity.NORMAL, ("H", 50, 1, 2)),
        (100, "II", "1.5", Severity.TIGHTENED, ("H", 50, 1, 2)),
        (100, "II", "2.5", Severity.TIGHTENED, ("G", 32, 1, 2)),
        # The rows at the ends: an arrow that would leave the table turns round.
        (5, "II", "10", Severity.NORMAL, ("C", 5, 1, 2)),
        (600_000, "III", "0.015", Severity.NORMAL, ("P", 800, 0, 1)),
        (600_000, "III", "0.025", Severity.TIGHTENED, ("S", 3150, 1, 2)),
        # Ac 21 is the last one on the diagonal; further to the right the smaller sample above is enough.
        (600_000, "III", "10", Severity.NORMAL, ("K", 125, 21, 22)),
    ],
)
def test_plans_equal_printed_examples_and_the_traps_of_the_table(lot, level, aql, severity, expected):
    assert figures(code_letter(lot, level), aql, severity) == expected


def test_level_one_is_two_letters_below_level_two_for_large_lots():
    assert [
        LETTERS.index(code_letter(lot, "II")) - LETTERS.index(code_letter(lot, "I")) for lot in (400, 501, 9_000)
    ] == [
        2,
        2,
        2,
    ]


@pytest.mark.parametrize(
    "act",
    [
        lambda: code_letter(1, "II"),
        lambda: code_letter(100, "IV"),
        lambda: plan_by_letter("I", "1.0"),
        lambda: plan_by_letter("S", "1.0"),
        lambda: plan_by_letter("J", "0.5"),
        lambda: plan_by_letter("J", "1.0", Severity.DISCONTINUED),
    ],
)
def test_what_is_not_in_the_tables_is_refused(act):
    with pytest.raises(ValueError):
        act()


@unhurried
@given(lots, lots, levels, aqls, severities)
def test_a_larger_lot_never_has_a_smaller_sample_or_acceptance_number(one, other, level, aql, severity):
    small, large = sorted((one, other))
    before, after = plan_for(small, level, aql, severity), plan_for(large, level, aql, severity)
    assert before.size <= after.size
    assert before.acceptance <= after.acceptance


@unhurried
@given(letters, severities)
def test_a_looser_aql_never_has_a_smaller_acceptance_number(letter, severity):
    numbers = [plan_by_letter(letter, aql, severity).acceptance for aql in AQLS]
    assert numbers == sorted(numbers)


@unhurried
@given(lots, aqls, severities)
def test_a_higher_level_never_has_a_smaller_sample(lot, aql, severity):
    for order in (("S-1", "S-2", "S-3", "S-4", "II", "III"), ("I", "II", "III")):
        sizes = [plan_for(lot, level, aql, severity).size for level in order]
        assert sizes == sorted(sizes)


@unhurried
@given(letters, aqls, shares)
def test_tightened_accepts_least_and_reduced_most(letter, aql, share):
    tightened, normal, reduced = (
        plan_by_letter(letter, aql, severity).chance(share) for severity in ("tightened", "normal", "reduced")
    )
    assert tightened <= normal + 1e-12
    # The larger normal sample judges more sharply: at the very good end it accepts a shade more, three in a million at most.
    assert normal <= reduced + 1e-5


@unhurried
@given(letters, aqls, severities, shares)
def test_chance_equals_the_binomial_distribution(letter, aql, severity, share):
    plan = plan_by_letter(letter, aql, severity)
    assert plan.chance(share) == pytest.approx(binom.cdf(plan.rejection - 1, plan.size, share), abs=1e-9)


@unhurried
@given(letters, aqls, severities, st.floats(0, 1), st.integers(2, 5000))
def test_chance_in_a_lot_equals_the_hypergeometric_distribution(letter, aql, severity, share, lot):
    plan = plan_by_letter(letter, aql, severity)
    bad, size = round(share * lot), min(plan.size, lot)
    assert plan.chance(share, lot) == pytest.approx(hypergeom.cdf(plan.rejection - 1, lot, bad, size), abs=1e-9)


def test_chance_at_the_ends():
    plan = plan_by_letter("A", "6.5")
    assert (plan.chance(0), plan.chance(1), plan_by_letter("A", "10", Severity.REDUCED).chance(1)) == (1.0, 0.0, 0.0)


@unhurried
@given(letters, aqls)
def test_a_lot_as_good_as_the_aql_is_nearly_always_accepted_normally(letter, aql):
    # The lowest of all cells is about 0.88 (Ac 0): n times AQL is about 0.125 there.
    assert plan_by_letter(letter, aql).chance(float(aql) / 100) > 0.87


@unhurried
@given(letters, aqls, st.sampled_from([0.05, 0.1]))
def test_limiting_share_is_where_the_chance_crosses_the_risk(letter, aql, risk):
    plan = plan_by_letter(letter, aql)
    assert plan.chance(plan.limiting_share(risk)) == pytest.approx(risk, abs=1e-6)


def test_limiting_quality_of_a_plan_is_the_one_in_textbooks():
    # n = 89, c = 2: a lot with 2 % is accepted with 0.737 (Montgomery, table of the operating characteristic).
    from sampling.acceptance import AcceptancePlan

    assert round(AcceptancePlan("", 89, 2, 3).chance(0.02), 3) == 0.737
    assert math.isclose(AcceptancePlan("", 50, 0, 1).limiting_share(), 1 - 0.1 ** (1 / 50), rel_tol=1e-9)


def test_tighter_acceptance_is_one_step_to_the_left():
    # J: AQL 2.5 has Ac 5 and 1.5 has Ac 3; from Ac 2 on the score asks for it.
    assert [tighter_acceptance("J", aql) for aql in ("0.15", "0.65", "1.0", "1.5", "2.5", "4.0")] == [
        None,
        None,
        1,
        2,
        3,
        5,
    ]


@unhurried
@given(letters, aqls)
def test_tighter_acceptance_is_below_and_of_the_same_sample(letter, aql):
    tighter = tighter_acceptance(letter, aql)
    plan = plan_by_letter(letter, aql)
    assert (tighter is None) == (plan.acceptance < 2)
    if tighter is not None:
        left = plan_by_letter(plan.letter, AQLS[AQLS.index(aql) - 1])
        assert (left.size, left.acceptance, tighter < plan.acceptance) == (plan.size, tighter, True)
