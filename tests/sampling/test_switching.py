"""The switching rules as a story of lots: when inspection becomes stricter, looser, or stops."""

import pytest
from hypothesis import given, settings, strategies as st

from sampling.acceptance import AcceptancePlan, plan_by_letter, tighter_acceptance
from sampling.enums import Severity
from sampling.switching import Lot, Standing, after, standing_after

pytestmark = pytest.mark.once

NORMAL, TIGHTENED, REDUCED, DISCONTINUED = (
    Severity.NORMAL,
    Severity.TIGHTENED,
    Severity.REDUCED,
    Severity.DISCONTINUED,
)
PLAN = plan_by_letter("J", "0.65")  # n = 80, Ac 1
LENIENT = plan_by_letter("J", "0.65", REDUCED)  # n = 32, Ac 0, Re 2
GOOD, BAD = 0, 2


def lots(words: str, severity: str = NORMAL) -> list[Lot]:
    """“a” an accepted lot, “r” a refused one."""
    return [Lot(GOOD if word == "a" else BAD, PLAN, severity) for word in words]


def severity_after(words: str) -> str:
    return standing_after(lots(words)).severity


@pytest.mark.parametrize("words", ["", "a", "r", "aaaa", "raaaar", "ar", "aaaaaraaaar"])
def test_one_refused_lot_of_five_changes_nothing(words):
    assert severity_after(words) == NORMAL


@pytest.mark.parametrize("words", ["rr", "rar", "raar", "raaar", "aaaaaarar", "arr"])
def test_two_refused_of_five_or_fewer_tighten(words):
    assert severity_after(words) == TIGHTENED


def test_five_accepted_in_a_row_relax():
    assert severity_after("rr" + "aaaa") == TIGHTENED
    assert severity_after("rr" + "aaaaa") == NORMAL
    assert severity_after("rr" + "aaaa" + "r" + "aaaa") == TIGHTENED
    assert severity_after("rr" + "aaaa" + "r" + "aaaaa") == NORMAL


def test_a_switch_begins_afresh():
    # The refused lots of before the switch do not count again after it.
    assert severity_after("rr" + "aaaaa" + "r") == NORMAL
    assert standing_after(lots("aaa" + "rr" + "aaaaa")) == Standing()


def test_the_fifth_refused_lot_on_tightened_inspection_stops_it():
    assert severity_after("rr" + "rrrr") == TIGHTENED
    assert severity_after("rr" + "rrrrr") == DISCONTINUED
    assert severity_after("rr" + "rararar" + "ar") == DISCONTINUED


def test_lots_refused_before_returning_to_normal_do_not_add_up():
    assert severity_after("rr" + "rrrr" + "aaaaa" + "rr" + "rrrr") == TIGHTENED


def test_after_a_stop_inspection_goes_on_tightened():
    assert severity_after("rr" + "rrrrr" + "a") == TIGHTENED
    assert severity_after("rr" + "rrrrr" + "aaaaa") == NORMAL


# reduced


def test_score_counts_two_for_each_accepted_lot_with_a_small_acceptance_number():
    scores = [standing_after(lots("a" * number)).score for number in (1, 2, 14, 15)]
    assert scores == [2, 4, 28, 30]
    assert [standing_after(lots("a" * number)).may_reduce for number in (14, 15)] == [False, True]


def test_score_counts_three_where_the_lot_would_have_passed_one_step_tighter():
    plan = plan_by_letter("J", "2.5")  # Ac 5, one step tighter Ac 3
    lot = Lot(3, plan, tighter=tighter_acceptance("J", "2.5"))
    barely = Lot(4, plan, tighter=tighter_acceptance("J", "2.5"))
    assert standing_after([lot] * 9).score == 27
    assert standing_after([lot] * 10).may_reduce
    assert (standing_after([lot] * 9 + [barely]).score, barely.is_accepted) == (0, True)


def test_score_falls_to_nothing_with_a_refused_lot():
    assert standing_after(lots("a" * 14 + "r")).score == 0


def test_reduced_inspection_is_a_decision_and_not_automatic():
    standing = standing_after(lots("a" * 20))
    assert (standing.severity, standing.may_reduce) == (NORMAL, True)
    assert after(standing, Lot(0, LENIENT, REDUCED)).severity == REDUCED
    assert after(standing_after(lots("a" * 3)), Lot(0, LENIENT, REDUCED)).severity == NORMAL


def test_reduced_inspection_ends_with_a_lot_that_is_not_plainly_accepted():
    reduced = Standing(REDUCED)
    assert after(reduced, Lot(0, LENIENT, REDUCED)) == reduced
    between = Lot(1, LENIENT, REDUCED)
    assert (between.is_accepted, after(reduced, between)) == (True, Standing())
    assert after(reduced, Lot(2, LENIENT, REDUCED)) == Standing()


def test_reduced_inspection_can_be_given_up():
    assert after(Standing(REDUCED), Lot(0, PLAN)) == Standing(NORMAL, refused=(False,), score=2)


# whatever happens

any_lots = st.lists(
    st.builds(Lot, st.integers(0, 3), st.sampled_from([PLAN, LENIENT]), st.sampled_from([NORMAL, REDUCED])), max_size=60
)


@settings(deadline=None, max_examples=400)
@given(any_lots)
def test_no_lot_skips_a_step(history):
    may = {
        NORMAL: {NORMAL, TIGHTENED, REDUCED},
        TIGHTENED: {TIGHTENED, NORMAL, DISCONTINUED},
        REDUCED: {REDUCED, NORMAL},
        DISCONTINUED: {TIGHTENED, DISCONTINUED},
    }
    standing = Standing()
    for lot in history:
        following = after(standing, lot)
        assert following.severity in may[standing.severity]
        assert (following.score % 2, following.score >= 0) == (0, True)
        standing = following
    assert standing == standing_after(history)


@settings(deadline=None, max_examples=200)
@given(any_lots)
def test_a_history_without_refusals_is_never_tightened(history):
    accepted = [lot for lot in history if lot.is_accepted]
    assert standing_after(accepted).severity in (NORMAL, REDUCED)


def test_a_department_that_is_always_bad_is_stopped_after_seven_quarters():
    plan = AcceptancePlan("J", 80, 1, 2)
    assert [standing_after([Lot(9, plan)] * quarters).severity for quarters in (1, 2, 6, 7)] == [
        NORMAL,
        TIGHTENED,
        TIGHTENED,
        DISCONTINUED,
    ]
