"""Who gets which item: by chance from the seed, in balance, and never what one may not take."""

import json
from collections import Counter

import pytest
from hypothesis import given, strategies as st

from assessments.assignment import Member, NobodyLeft, assign, assign_frozen, seed_of

SEED = bytes(range(32))
LIN, GUO, HE, SUN = (Member(key, unit) for key, unit in (("lin", 1), ("guo", 2), ("he", 1), ("sun", 3)))
ITEMS = [(f"calls:{number}", 1) for number in range(30)]


def test_assignment_is_the_same_for_the_same_seed_whatever_the_order_of_the_team():
    assert assign(ITEMS, [LIN, GUO, HE], SEED) == assign(ITEMS, [HE, LIN, GUO], SEED)


def test_assignment_is_another_one_for_another_seed():
    assert assign(ITEMS, [LIN, GUO, HE], SEED) != assign(ITEMS, [LIN, GUO, HE], bytes(32))


def test_loads_differ_by_one_at_most():
    given_to = assign([(f"calls:{number}", 1) for number in range(32)], [LIN, GUO, HE], SEED)
    loads = Counter(member.key for members in given_to.values() for member in members)
    assert sorted(loads.values()) == [10, 11, 11]


def test_every_member_can_get_any_item():
    seen = {
        assign([("calls:1", 1)], [LIN, GUO, HE, SUN], bytes([number]) * 32)["calls:1"][0].key for number in range(64)
    }
    assert seen == {"lin", "guo", "he", "sun"}


def test_visit_gets_two_from_different_units():
    for number in range(32):
        first, second = assign([("visit:1", 2)], [LIN, GUO, HE], bytes([number]) * 32)["visit:1"]
        assert first.unit != second.unit


def test_visit_gets_two_of_one_unit_where_there_is_no_other():
    assert {member.key for member in assign([("visit:1", 2)], [LIN, HE], SEED)["visit:1"]} == {"lin", "he"}


def test_item_goes_past_who_may_not_take_it():
    given_to = assign(ITEMS, [LIN, GUO], SEED, may_take=lambda member, item: member is not LIN or item != "calls:3")
    assert given_to["calls:3"] == (GUO,)


def test_item_that_nobody_may_take_is_named():
    with pytest.raises(NobodyLeft) as problem:
        assign(ITEMS, [LIN], SEED, may_take=lambda member, item: item != "calls:3")
    assert problem.value.item == "calls:3"


def test_earlier_loads_count():
    given_to = assign([("calls:1", 1), ("calls:2", 1)], [LIN, GUO], SEED, loads={"lin": 5})
    assert [members[0].key for members in given_to.values()] == ["guo", "guo"]


def test_stand_in_takes_only_what_nobody_of_the_team_may():
    given_to = assign(
        ITEMS[:4],
        [LIN, GUO],
        SEED,
        may_take=lambda member, item: item != "calls:2" or member is SUN,
        stand_ins=[SUN, HE],
    )
    assert given_to["calls:2"] == (SUN,)
    assert {members[0].key for item, members in given_to.items() if item != "calls:2"} == {"lin", "guo"}


def test_who_stays_keeps_the_item_and_the_other_comes_from_another_unit():
    for number in range(16):
        given_to = assign([("visit:1", 2)], [LIN, HE, SUN], bytes([number]) * 32, stays={"visit:1": [LIN]})
        assert given_to["visit:1"] == (LIN, SUN)


def test_each_later_assignment_has_a_seed_of_its_own():
    assert seed_of(SEED, 0) == SEED
    assert len({seed_of(SEED, number) for number in range(50)}) == 50
    # HMAC-SHA256 of "assignment\n1" under 00 01 … 1f, computed with OpenSSL.
    assert seed_of(SEED, 1).hex() == "dc3ea87c25e8b10c1396bbdc26c5609ce809eb6bf0679813fee9424295d31fe9"


MEMBERS = st.lists(
    st.tuples(st.text("abcdefgh", min_size=1, max_size=4), st.integers(1, 3)),
    min_size=2,
    max_size=7,
    unique_by=lambda one: one[0],
)


@st.composite
def frozen(draw):
    """Inputs as they are frozen: some people may not take some items, some have loads, some stand by."""
    people = draw(MEMBERS)
    team, stand_ins = people[:-1], people[-1:]
    items = [[f"item:{number}", draw(st.integers(1, 2))] for number in range(draw(st.integers(1, 12)))]
    excluded = {
        item: dict.fromkeys(draw(st.sets(st.sampled_from([key for key, _unit in people]))), "recused")
        for item, _wanted in items
    }
    loads = draw(st.dictionaries(st.sampled_from([key for key, _unit in people]), st.integers(0, 5)))
    return {
        "items": items,
        "team": [list(one) for one in team],
        "stand_ins": [list(one) for one in stand_ins],
        "excluded": excluded,
        "loads": loads,
        "stays": {},
    }


@given(frozen(), st.binary(min_size=32, max_size=32))
def test_frozen_inputs_give_the_same_again_and_nobody_what_they_may_not_take(inputs, seed):
    try:
        result = assign_frozen(inputs, seed)
    except NobodyLeft as problem:
        wanted = dict(inputs["items"])[problem.item]
        able = [
            key for key, _unit in (*inputs["team"], *inputs["stand_ins"]) if key not in inputs["excluded"][problem.item]
        ]
        assert len(able) < wanted
        return
    kept = json.loads(json.dumps(inputs))
    assert assign_frozen({**kept, "team": kept["team"][::-1]}, seed) == result
    for item, wanted in inputs["items"]:
        assert len(set(result[item])) == wanted
        assert not set(result[item]) & set(inputs["excluded"][item])


@given(st.integers(1, 40), st.integers(2, 6), st.binary(min_size=32, max_size=32))
def test_without_exclusions_loads_differ_by_one_at_most(items, members, seed):
    team = [Member(f"m{number}", number % 3) for number in range(members)]
    given_to = assign([(f"item:{number}", 1) for number in range(items)], team, seed)
    loads = Counter(dict.fromkeys((one.key for one in team), 0))
    loads.update(members[0].key for members in given_to.values())
    assert max(loads.values()) - min(loads.values()) <= 1


def test_two_items_of_one_half_day_go_to_different_people_while_anybody_else_may():
    team = [Member("a", 1), Member("b", 2)]
    items = [("visit:2026-10-12-am", 1), ("mystery:2026-10-12-am", 1)]
    slots = dict.fromkeys((item for item, _wanted in items), "2026-10-12-am")
    for number in range(40):
        given = assign(items, team, bytes([number]), loads={"a": 5}, slots=slots)
        # Balance alone would give both to b.
        assert {members[0].key for members in given.values()} == {"a", "b"}
    alone = assign(items, team[:1], b"seed", slots=slots)
    assert [members[0].key for members in alone.values()] == ["a", "a"]
