"""Real threads: units hand in at once, and while a lead withdraws, passes a gate or takes the quarter back; two correct one entry."""

from uuid import uuid4

import pytest

from assessments.enums import CycleState
from assessments.models import Cycle
from assessments.services.passing import pass_gate
from assessments.services.taking_back import take_back_cycle
from foundation.common.errors import Conflict
from selfcheck.models import EntryRevision, LogEntry, SealedCheck, SelfCheck
from selfcheck.services.asking import withdraw_self_check
from selfcheck.services.filling import hand_in, save_draft
from selfcheck.services.log import correct_entry
from selfcheck.verification import verify_self_checks
from tests.calibration.test_races import at_once
from tests.calibration.world import marks
from tests.selfcheck.world import FLATTERING, ask, asked_quarter, check_of, quarter_ahead, said, write

pytestmark = pytest.mark.django_db(transaction=True)


def handing_in(cast, person, given, unit=None):
    check = check_of(unit or cast.east)
    return lambda: hand_in(check=check, actor=person, marks=given, version=1, key=uuid4())


def test_head_and_liaison_hand_in_at_once_and_one_is_told_who_did(committed_cast):
    cast = committed_cast
    asked_quarter(cast)
    told = at_once(handing_in(cast, cast.chen, FLATTERING), handing_in(cast, cast.wu, marks(3, 3)))
    receipts, refusals = (
        [one for one in told if isinstance(one, dict)],
        [one for one in told if isinstance(one, Conflict)],
    )
    assert (len(receipts), len(refusals)) == (1, 1)
    sealed = SealedCheck.objects.get()
    assert sealed.digest == receipts[0]["digest"]
    assert str(sealed.handed_in_by.name_en) in refusals[0].message
    assert verify_self_checks() == []


def test_handing_in_and_withdrawing_take_turns(committed_cast):
    cast = committed_cast
    asked_quarter(cast)
    told = at_once(
        handing_in(cast, cast.wu, FLATTERING),
        lambda: withdraw_self_check(check=check_of(cast.east), actor=cast.li, reason="误发"),
    )
    refused = [one for one in told if isinstance(one, Conflict)]
    assert len(refused) == 1
    assert SealedCheck.objects.count() == (check_of(cast.east).state == "sealed")
    assert verify_self_checks() == []


@pytest.mark.parametrize("_turn", range(3))
def test_gate_is_passed_while_units_hand_in_and_begin(committed_cast, _turn):
    cast = committed_cast
    cycle = asked_quarter(cast)
    Cycle.objects.filter(pk=cycle.pk).update(state=CycleState.INITIAL)
    west = check_of(cast.west)
    passed, handed_in, begun = at_once(
        lambda: pass_gate(cycle=cycle, gate=CycleState.INITIAL, actor=cast.li, key=uuid4()),
        handing_in(cast, cast.wu, FLATTERING),
        lambda: save_draft(check=west, actor=cast.sun, marks={"A1": {"level": 5}}, version=1),
    )
    # Each of the units was in time or is told that it was not; the lead is kept from nothing.
    assert passed.state == CycleState.REVIEW
    assert isinstance(handed_in, dict | Conflict)
    assert isinstance(begun, int | Conflict)
    assert check_of(cast.east).state == ("sealed" if isinstance(handed_in, dict) else "missed")
    assert (check_of(cast.west).state, bool(check_of(cast.west).draft)) == ("missed", isinstance(begun, int))
    assert verify_self_checks() == []


def taking_back(cast, cycle):
    return lambda: take_back_cycle(cycle=cycle, actor=cast.li, reason="开早了", key=uuid4())


@pytest.mark.parametrize("_turn", range(3))
def test_nobody_is_left_asked_in_a_quarter_that_is_taken_back_at_that_moment(committed_cast, _turn):
    cast = committed_cast
    cycle = quarter_ahead(cast)
    taken_back, asked = at_once(taking_back(cast, cycle), lambda: ask(cast, cycle))
    assert taken_back.state == CycleState.WITHDRAWN
    states = [] if isinstance(asked, Conflict) else ["withdrawn", "withdrawn"]
    assert list(SelfCheck.objects.values_list("state", flat=True)) == states


def test_handing_in_and_taking_the_quarter_back_take_turns(committed_cast):
    cast = committed_cast
    cycle = quarter_ahead(cast)
    ask(cast, cycle)
    taken_back, handed_in = at_once(taking_back(cast, cycle), handing_in(cast, cast.wu, FLATTERING))
    assert [isinstance(one, Conflict) for one in (taken_back, handed_in)].count(True) == 1
    cycle.refresh_from_db()
    states = (cycle.state, check_of(cast.east).state, check_of(cast.west).state)
    if isinstance(taken_back, Conflict):
        assert states == (CycleState.PREPARING, "sealed", "asked")
    else:
        assert states == (CycleState.WITHDRAWN, "withdrawn", "withdrawn")
    assert verify_self_checks() == []


def test_two_corrections_at_once_leave_one(committed_cast):
    cast = committed_cast
    asked_quarter(cast)
    write(cast)

    def correcting(text):
        entry = LogEntry.objects.select_related("unit", "indicator")
        return lambda: correct_entry(entry=entry.get(), said=said(found=text), reason="更正", version=1, actor=cast.wu)

    told = at_once(correcting("甲"), correcting("乙"))
    assert sum(isinstance(one, Conflict) for one in told) == 1
    assert (EntryRevision.objects.count(), verify_self_checks()) == (2, [])
