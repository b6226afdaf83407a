"""One ruling, one revision, one draft: real threads on whatever database the suite runs on."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection

from appeals import services
from appeals.enums import AppealState
from appeals.models import Appeal, AppealPoint, Consent, Ruling
from appeals.services.verification import verify_appeals
from assessments.models import Amendment, ScoreTotal, SheetRevision
from assessments.services.amending import verify_amendments
from assessments.services.sheets import correct_sheet
from assessments.services.verification import verify_revisions, verify_totals
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from tests.appeals.world import GIVEN, MORNING, fresh

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts) -> list:
    """What each act gave, or the refusal that it met; anything else breaks the test."""

    def run(act):
        try:
            with clock.travelling(MORNING):
                return act()
        except (Conflict, Invalid, NotAllowed) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refused(answers) -> list:
    return [one for one in answers if isinstance(one, Exception)]


def everything_holds() -> bool:
    return [*verify_appeals(), *verify_amendments(), *verify_revisions(), *verify_totals()] == []


def test_twenty_posts_of_one_form_rule_once(committed_world):
    world, key = committed_world, uuid4()
    appeal = world.referred()
    answers = at_once(*[lambda: world.ruled(appeal, key=key) for _ in range(20)])
    assert (refused(answers), len({ruling.pk for ruling in answers})) == ([], 1)
    assert (Ruling.objects.count(), Amendment.objects.count(), SheetRevision.objects.count()) == (1, 1, 2)
    assert ScoreTotal.objects.get(level="indicator", code="2.1").total == 1_000_000
    assert everything_holds()


def test_two_rulers_with_texts_of_their_own_give_one(committed_world):
    world = committed_world
    appeal = world.referred(world.cast.sun, world.cast.he)
    answers = at_once(
        lambda: world.ruled(appeal, world.cast.sun, i21="accepted"),
        lambda: world.ruled(appeal, world.cast.he, i21="refused"),
    )
    assert (len(refused(answers)), Ruling.objects.count(), Consent.objects.count()) == (1, 1, 1)
    assert (fresh(appeal).state, SheetRevision.objects.count()) == (AppealState.RULING, 1)


def test_last_two_signatures_at_once_make_it_final_once(committed_world):
    world = committed_world
    appeal = world.referred(world.cast.sun, world.cast.he, world.cast.guo)
    ruling = world.ruled(appeal)
    answers = at_once(
        *[
            lambda who=who: services.consent_to_ruling(ruling=ruling, agrees=True, text="", actor=who, key=uuid4())
            for who in (world.cast.he, world.cast.guo, world.cast.he)
        ]
    )
    assert (len(refused(answers)), Consent.objects.count(), Amendment.objects.count()) == (1, 3, 1)
    assert fresh(appeal).state == AppealState.RULED
    assert everything_holds()


def test_ruling_beside_a_withdrawal_leaves_one_of_the_two(committed_world):
    world = committed_world
    appeal = world.referred()
    answers = at_once(
        lambda: world.ruled(appeal),
        lambda: services.withdraw_appeal(appeal=appeal, reason="已沟通", actor=world.cast.chen, key=uuid4()),
    )
    state = fresh(appeal).state
    assert (len(refused(answers)), state in ("ruled", "withdrawn")) == (1, True)
    assert Amendment.objects.count() == (state == "ruled")
    assert everything_holds()


def test_ruling_beside_an_ordinary_correction_leaves_a_sheet_that_holds(committed_world):
    world = committed_world
    appeal, sheet = world.referred(), world.fresh_sheet()
    marks = {**GIVEN, "2.2": {"level": 4, "reason": "打断一次"}}
    answers = at_once(
        lambda: world.ruled(appeal),
        lambda: correct_sheet(
            sheet=sheet, actor=world.cast.lin, marks=marks, reason="又听一遍", version=sheet.version, key=uuid4()
        ),
    )
    assert (len(refused(answers)), SheetRevision.objects.count()) == (1, 2)
    assert everything_holds()


def test_two_drafts_begun_at_once_are_one_and_it_is_sent_once(committed_world):
    world, cast = committed_world, committed_world.cast
    sheet = world.fresh_sheet()
    answers = at_once(
        *[lambda who=who: services.begin_appeal(sheet=sheet, actor=who, key=uuid4()) for who in (cast.wu, cast.chen)]
    )
    assert (refused(answers), Appeal.objects.count()) == ([], 1)
    appeal = world.drafted()
    answers = at_once(
        *[
            lambda: services.submit_appeal(appeal=appeal, actor=cast.chen, version=appeal.version, key=uuid4())
            for _ in range(4)
        ]
    )
    assert (len(refused(answers)), AppealPoint.objects.count()) == (3, 2)
    assert Appeal.objects.get().number == "AP-2026Q4-001"
