"""Real threads: head and liaison hand in at once, a lead withdraws at that moment, two correct one entry."""

from uuid import uuid4

import pytest

from foundation.common.errors import Conflict
from selfcheck.models import EntryRevision, LogEntry, SealedCheck
from selfcheck.services.asking import withdraw_self_check
from selfcheck.services.filling import hand_in
from selfcheck.services.log import correct_entry
from selfcheck.verification import verify_self_checks
from tests.calibration.test_races import at_once
from tests.calibration.world import marks
from tests.selfcheck.world import FLATTERING, asked_quarter, check_of, said, write

pytestmark = pytest.mark.django_db(transaction=True)


def handing_in(cast, person, given):
    return lambda: hand_in(check=check_of(cast.east), actor=person, marks=given, version=1, key=uuid4())


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
