"""Who gets which item: by chance from the seed, in balance, and never what one may not take."""

from collections import Counter

import pytest

from assessments.assignment import Member, NobodyLeft, assign

SEED = bytes(range(32))
LIN, GUO, HE, SUN = (Member(key, unit) for key, unit in (("lin", 1), ("guo", 2), ("he", 1), ("sun", 3)))
ITEMS = [(f"calls:{number}", 1) for number in range(30)]


def test_assignment_is_the_same_for_the_same_seed_whatever_the_order_of_the_team():
    assert assign(ITEMS, [LIN, GUO, HE], SEED) == assign(ITEMS, [HE, LIN, GUO], SEED)


def test_assignment_is_another_one_for_another_seed():
    assert assign(ITEMS, [LIN, GUO, HE], SEED) != assign(ITEMS, [LIN, GUO, HE], bytes(32))


def test_loads_differ_by_one_at_most():
    given = assign([(f"calls:{number}", 1) for number in range(32)], [LIN, GUO, HE], SEED)
    loads = Counter(member.key for members in given.values() for member in members)
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
    given = assign(ITEMS, [LIN, GUO], SEED, may_take=lambda member, item: member is not LIN or item != "calls:3")
    assert given["calls:3"] == (GUO,)


def test_item_that_nobody_may_take_is_named():
    with pytest.raises(NobodyLeft) as problem:
        assign(ITEMS, [LIN], SEED, may_take=lambda member, item: item != "calls:3")
    assert problem.value.item == "calls:3"


def test_earlier_loads_count():
    given = assign([("calls:1", 1), ("calls:2", 1)], [LIN, GUO], SEED, loads={"lin": 5})
    assert [members[0].key for members in given.values()] == ["guo", "guo"]
