"""Two leads at one review, in real threads on a real database: one truth, and the other is told what it is (R16, R18)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from assessments.models import ReviewStep, SheetReview
from assessments.review_enums import ReviewAct, ReviewState
from assessments.services.review_rules import verify_reviews
from assessments.services.reviews import approve_review, approve_reviews, return_review, take_up_sheet
from foundation.audit.verifiers import verify_chain
from foundation.common.errors import Conflict, Invalid
from organization.enums import Role
from organization.models import RoleAssignment
from tests.assessments.sheet_world import make_sheet
from tests.assessments.test_reviews import again, approve, correct, review_of, reviewed_world, seal
from tests.cast import EARLY

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def at_once(*acts) -> list:
    """Runs the acts in threads that start together; what each returned, or how it was refused."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait(timeout=30)
            return act()
        except (Conflict, Invalid) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def world(committed_cast):
    """Lin's sheet waits for its review; Li and He are leads."""
    world = reviewed_world(committed_cast)
    he = committed_cast.he
    RoleAssignment.objects.create(person=he, role=Role.LEAD, unit=he.unit, valid_from=EARLY)
    return world


def approving(world, actor):
    review = review_of(world.sheet)
    return lambda: approve_review(review=review, actor=actor, version=review.version, key=uuid4())


def returning(world, actor):
    review, comments = review_of(world.sheet), {"2.1": "录音 01:12 处未见抢话"}
    return lambda: return_review(review=review, actor=actor, comments=comments, version=review.version, key=uuid4())


def decisions() -> list[str]:
    decided = (ReviewAct.APPROVED, ReviewAct.RETURNED)
    return list(ReviewStep.objects.filter(act__in=decided).values_list("act", flat=True))


def assert_whole() -> None:
    assert (verify_reviews(), verify_chain()) == ([], [])


def test_one_approves_while_the_other_returns_and_only_one_of_it_happens(world):
    cast = world.cast
    answers = at_once(approving(world, cast.li), returning(world, cast.he))
    refused = [answer for answer in answers if isinstance(answer, Conflict)]
    review = review_of(world.sheet)
    assert (len(refused), len(decisions())) == (1, 1)
    told = {ReviewState.APPROVED: "has approved sheet", ReviewState.RETURNED: "has returned sheet"}[review.state]
    assert f"{review.decided_by} {told} {world.sheet.number} in the meantime." == refused[0].message
    # Whoever came too late with comments gets them back to copy.
    assert bool(refused[0].typed) == (review.state == ReviewState.APPROVED)
    assert (review.times_returned, review.due_on is None) == {"approved": (0, True), "returned": (1, False)}[
        review.state
    ]
    assert_whole()


def test_two_take_the_same_lot_of_sheets_and_each_sheet_is_approved_once(world):
    cast = world.cast
    for number in range(4):
        seal(make_sheet(world.plan, cast.lin if number % 2 else cast.guo), cast.lin if number % 2 else cast.guo)
    rows = list(SheetReview.objects.select_related("sheet__cycle", "sheet__unit"))
    assert len(rows) == 5

    def taking(actor):
        seen = [(review, review.version) for review in rows]
        return lambda: approve_reviews(seen=seen, actor=actor, key=uuid4())

    answers = at_once(taking(cast.li), taking(cast.he))
    assert sum(answer["approved"] for answer in answers) == 5
    assert sum(len(answer["left"]) for answer in answers) == 5
    assert decisions() == ["approved"] * 5
    assert not SheetReview.objects.exclude(state=ReviewState.APPROVED).exists()
    assert_whole()


def test_two_take_up_the_same_sheet_by_hand_and_it_is_taken_up_once(world):
    cast = world.cast
    approve(world)
    sheet = again(world.sheet)
    answers = at_once(
        *(
            lambda actor=actor: take_up_sheet(sheet=sheet, actor=actor, reason="复听录音")
            for actor in (cast.li, cast.he)
        )
    )
    assert sum(isinstance(answer, Conflict) for answer in answers) == 1
    assert ReviewStep.objects.filter(act=ReviewAct.REOPENED).count() == 1
    assert_whole()


def test_correction_that_comes_with_an_approval_leaves_no_revision_approved_that_nobody_read(world):
    cast = world.cast
    answers = at_once(approving(world, cast.li), lambda: correct(world, cast.lin))
    review = review_of(world.sheet)
    assert (review.state, again(world.sheet).revision.number) == (ReviewState.WAITING, 2)
    # The approval came first and was undone, or too late and was refused; never after the correction.
    assert [isinstance(answer, Conflict) for answer in answers] in ([False, False], [True, False])
    assert_whole()
