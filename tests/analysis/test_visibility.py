"""Provisional results: who sees what before everybody may read the publication."""

import pytest

from analysis.rules import can_see_quarter, can_see_result
from analysis.selectors import chosen_cycle, visible_cycles, visible_units
from assessments.enums import CycleState
from tests.factories import make_cycle, make_scored_quarter, make_version

ALL = {"BR-E", "BR-W"}


def seen(cast, cycle) -> dict[str, set[str]]:
    """{user name: codes of the units that are seen}, without those who see nothing."""
    found = {person.user.username: {unit.code for unit in visible_units(person, cycle)} for person in cast.everybody}
    return {name: codes for name, codes in found.items() if codes}


OVERSIGHT = {"liwen": ALL, "zhouhang": ALL, "qianli": ALL}
UNITS = {"chenjie": {"BR-E"}, "wudi": {"BR-E"}, "sunyan": {"BR-W"}}


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (CycleState.COLLECTING, OVERSIGHT),
        (CycleState.FEEDBACK, OVERSIGHT | UNITS),
        (CycleState.PUBLISHED, OVERSIGHT | UNITS),
    ],
)
def test_units_are_seen_by_role_and_gate(cast, state, expected):
    assert seen(cast, make_scored_quarter(cast, state=state)) == expected


def test_rule_and_selector_agree(cast):
    cycle = make_scored_quarter(cast)
    for state in CycleState:
        cycle.state = state
        for person in cast.everybody:
            for unit in (cast.east, cast.west):
                listed = visible_units(person, cycle).filter(pk=unit.pk).exists()
                assert listed == can_see_result(person, unit, cycle), (person, unit, state)


def test_quarter_is_for_those_who_see_all(cast):
    assert {person.user.username for person in cast.everybody if can_see_quarter(person)} == set(OVERSIGHT)
    assert can_see_quarter(None) is False


def test_nobody_sees_nothing(cast):
    assert list(visible_units(None, make_scored_quarter(cast))) == []
    assert list(visible_cycles(None)) == []


def test_head_of_a_unit_above_sees_those_below(cast):
    from assessments.models import Plan

    cycle = make_scored_quarter(cast)
    Plan.objects.create(cycle=cycle, unit=cast.east_outlet)
    assert {unit.code for unit in visible_units(cast.chen, cycle)} == {"BR-E", "BR-E-1"}


def test_unit_that_is_not_assessed_is_not_there(cast):
    assert cast.retail not in visible_units(cast.li, make_scored_quarter(cast))


def test_cycles_in_scoring_are_not_offered_to_heads(cast):
    version = make_version()
    make_cycle(version, "2021Q1", CycleState.PUBLISHED)
    make_cycle(version, "2021Q2", CycleState.FEEDBACK)
    make_cycle(version, "2021Q3", CycleState.COLLECTING)
    codes = {
        person.user.username: [cycle.code for cycle in visible_cycles(person)]
        for person in (cast.li, cast.chen, cast.zhao)
    }
    assert codes == {"liwen": ["2021Q3", "2021Q2", "2021Q1"], "chenjie": ["2021Q2", "2021Q1"], "zhaolei": []}


def test_cycle_is_the_one_asked_for_or_the_latest_that_has_begun(cast):
    version = make_version()
    make_cycle(version, "2021Q1")
    make_cycle(version, "2090Q1")
    cycles = visible_cycles(cast.li)
    assert chosen_cycle(cycles, "").code == "2021Q1"
    assert chosen_cycle(cycles, "2090Q1").code == "2090Q1"
    assert chosen_cycle(cycles, "1999Q1") is None
