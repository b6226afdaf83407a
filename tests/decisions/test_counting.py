"""How votes become a result: more than half present, more for than against, a tie refuses."""

import pytest
from hypothesis import given, strategies as st

from decisions.counting import count_votes
from decisions.enums import Choice, DecisionState

FOR, AGAINST, ABSTAIN, RECUSE = Choice.FOR, Choice.AGAINST, Choice.ABSTAIN, Choice.RECUSE
groups = st.integers(3, 15).flatmap(
    lambda named: st.tuples(st.just(named), st.lists(st.sampled_from(Choice.values), max_size=named))
)


@pytest.mark.parametrize(
    ("named", "said", "outcome"),
    [
        (3, [FOR, FOR, FOR], "accepted"),
        (3, [FOR, FOR, AGAINST], "accepted"),
        (3, [FOR, AGAINST, AGAINST], "refused"),
        (3, [FOR, FOR], "accepted"),
        (3, [FOR], "lapsed"),
        (3, [], "lapsed"),
        # a tie refuses, also with abstentions
        (4, [FOR, FOR, AGAINST, AGAINST], "refused"),
        (3, [FOR, AGAINST, ABSTAIN], "refused"),
        (3, [ABSTAIN, ABSTAIN, ABSTAIN], "refused"),
        # half is not more than half
        (4, [FOR, FOR], "lapsed"),
        (4, [FOR, ABSTAIN, ABSTAIN], "accepted"),
        # who is recused is not present
        (3, [FOR, RECUSE, RECUSE], "lapsed"),
        (3, [FOR, FOR, RECUSE], "accepted"),
        (5, [FOR, FOR, RECUSE, RECUSE, RECUSE], "lapsed"),
    ],
)
def test_outcome(named, said, outcome):
    assert count_votes(named, said).outcome == outcome


@given(groups)
def test_everybody_is_counted_once(group):
    named, said = group
    tally = count_votes(named, said)
    assert tally.present + tally.recused + tally.silent == named
    assert tally.silent == named - len(said)


@given(groups)
def test_order_of_votes_does_not_matter(group):
    named, said = group
    assert count_votes(named, said) == count_votes(named, reversed(said))


@given(groups)
def test_accepted_only_by_a_quorum_and_a_majority_of_those_for_or_against(group):
    """Against the rule in its own words, reckoned another way."""
    named, said = group
    present = [word for word in said if word != RECUSE]
    taken = [word == FOR for word in present if word != ABSTAIN]
    expected = len(present) * 2 > named and sum(taken) * 2 > len(taken)
    assert (count_votes(named, said).outcome == DecisionState.ACCEPTED) is expected


@given(groups)
def test_one_more_vote_in_favour_never_turns_accepted_into_something_else(group):
    named, said = group
    if len(said) < named and count_votes(named, said).outcome == DecisionState.ACCEPTED:
        assert count_votes(named, [*said, FOR]).outcome == DecisionState.ACCEPTED
