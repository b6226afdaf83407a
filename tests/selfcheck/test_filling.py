"""Heads and liaisons score their unit on the sheet of the inspection: autosaved, handed in once, in no result."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from assessments.enums import CycleState
from assessments.models import GatePassage, ScoreTotal
from assessments.services.passing import move
from foundation.common import clock, engine, sealing
from foundation.common.errors import Conflict, Invalid, NotAllowed
from selfcheck.models import SealedCheck
from selfcheck.services.filling import hand_in, save_draft
from selfcheck.verification import verify_self_checks
from tests.selfcheck.world import FLATTERING, ask, check_of, hand_in as hand_in_now, make_quarter


def save(check, person, marks, **more):
    return save_draft(check=check, actor=person, marks=marks, version=check.version, **more)


def test_draft_is_kept_for_the_other_of_the_two(cast, cycle):
    save(check_of(cast.east), cast.wu, {"A1": {"level": 4, "reason": "柜台偶有排队"}})
    present = check_of(cast.east)
    assert (present.draft, present.draft_by, present.state) == (
        {"A1": {"level": 4, "reason": "柜台偶有排队"}},
        cast.wu,
        "draft",
    )


def test_stale_page_saves_nothing_and_names_who_was_quicker(cast, cycle):
    stale = check_of(cast.east)
    save(check_of(cast.east), cast.wu, {"A1": {"level": 4}})
    with pytest.raises(Conflict, match="Wu Di") as refusal:
        save(stale, cast.chen, {"R1": {"level": 2}})
    assert refusal.value.typed
    assert check_of(cast.east).draft == {"A1": {"level": 4}}


def test_handed_in_it_is_sealed_and_counts_in_no_total(cast, cycle):
    receipt = hand_in_now(cast.east, cast.chen)
    sealed = SealedCheck.objects.get()
    assert (sealed.total, sealed.handed_in_by, sealed.digest, sealed.was_late) == (
        100,
        cast.chen,
        receipt["digest"],
        False,
    )
    assert (ScoreTotal.objects.count(), check_of(cast.east).draft, verify_self_checks()) == (0, {}, [])


def test_same_key_gets_the_first_receipt_and_another_payload_is_refused(cast, cycle):
    key, check = uuid4(), check_of(cast.east)
    first = hand_in(check=check, actor=cast.wu, marks=FLATTERING, version=1, key=key)
    again = hand_in(check=check_of(cast.east), actor=cast.wu, marks=FLATTERING, version=1, key=key)
    assert first == again
    with pytest.raises(Conflict):
        hand_in(
            check=check_of(cast.east),
            actor=cast.wu,
            marks={**FLATTERING, "A1": {"level": 5, "reason": "改"}},
            version=1,
            key=key,
        )


def test_only_the_unit_itself_fills_it_in(cast, cycle):
    for person in (cast.sun, cast.li, cast.zhou, cast.lin, cast.zhao):
        with pytest.raises(NotAllowed):
            hand_in(check=check_of(cast.east), actor=person, marks=FLATTERING, version=1, key=uuid4())


def test_what_is_missing_is_named_and_of_what_was_not_asked_nothing_is_taken(cast):
    ask(cast, make_quarter(cast), cast.east, indicators=["R1"])
    with pytest.raises(Invalid) as refusal:
        hand_in_now(cast.east, cast.wu, {"R1": {"level": 5, "reason": ""}, "A1": {"level": 5}})
    assert "A1" in str(refusal.value.messages)
    with pytest.raises(Invalid) as refusal:
        hand_in(check=check_of(cast.east), actor=cast.wu, marks={}, version=1, key=uuid4())
    assert set(refusal.value.message_dict) == {"R1"}
    hand_in_now(cast.east, cast.wu, {"R1": {"level": 5}})
    assert SealedCheck.objects.get().marks == {"R1": {"level": 5}}


def test_late_one_is_taken_and_marked(cast, cycle):
    with clock.travelling(clock.at_local(check_of(cast.east).due_on + timedelta(days=1), 9)):
        hand_in_now(cast.east, cast.wu)
    assert SealedCheck.objects.get().was_late


def test_past_its_scoring_a_cycle_takes_none_in_and_takes_them_again_when_it_goes_back(cast, cycle):
    save(check_of(cast.east), cast.wu, {"A1": {"level": 4}})
    move(cycle, CycleState.INITIAL, actor=cast.li, action="assessments.cycle.pass_gate")
    move(cycle, CycleState.REVIEW, actor=cast.li, action="assessments.cycle.pass_gate")
    assert (check_of(cast.east).state, check_of(cast.west).state) == ("missed", "missed")
    with pytest.raises(Conflict):
        hand_in_now(cast.east, cast.wu)
    move(cycle, CycleState.INITIAL, actor=cast.li, action="assessments.cycle.go_back", reason="补评")
    assert (check_of(cast.east).state, check_of(cast.west).state) == ("draft", "asked")


def test_unit_that_has_seen_its_result_scores_itself_no_more(cast, cycle):
    move(cycle, CycleState.INITIAL, actor=cast.li, action="assessments.cycle.pass_gate")
    move(cycle, CycleState.REVIEW, actor=cast.li, action="assessments.cycle.pass_gate")
    GatePassage.objects.create(cycle=cycle, before="approval", after="feedback", person=cast.li)
    move(cycle, CycleState.INITIAL, actor=cast.li, action="assessments.cycle.go_back", reason="补评")
    assert check_of(cast.east).state == "missed"


def test_changed_afterwards_it_is_found(cast, cycle):
    hand_in_now(cast.east, cast.wu)
    engine.unseal_table(SealedCheck._meta.db_table)
    SealedCheck.objects.update(marks={**FLATTERING, "R1": {"level": 1, "reason": "x"}})
    sealing.make_triggers()
    assert len(verify_self_checks()) == 2


def test_page_shows_what_was_asked_and_the_autosave_answers_with_the_version(cast, client_of):
    ask(cast, make_quarter(cast), cast.east, indicators=["R1"])
    check, browser = check_of(cast.east), client_of(cast.wu)
    page = browser.get(reverse("selfcheck:check_fill", args=[check.public_id])).content.decode()
    assert ('data-code="R1"' in page, 'data-code="A1"' in page) == (True, False)
    body = {"marks": {"R1": {"level": 3, "reason": "未回访"}}, "version": 1, "key": str(uuid4()), "sequence": 1}
    answer = browser.post(
        reverse("selfcheck:check_save", args=[check.public_id]), body, content_type="application/json"
    )
    assert (answer.status_code, answer.json()["version"]) == (200, 2)
    late = browser.post(
        reverse("selfcheck:check_save", args=[check.public_id]),
        {**body, "key": str(uuid4())},
        content_type="application/json",
    )
    assert (late.status_code, late.json()["marks"]) == (409, {"R1": ["3", "未回访"]})
