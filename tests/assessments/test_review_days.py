"""Returned sheets have a day: three working days, shown, reminded of once, moved with the calendar (R14, R16)."""

from datetime import date

import pytest
from django.urls import reverse

from assessments.models import SheetReview
from assessments.review_waiting import returned_waiting_for, reviews_waiting_for
from assessments.services import reviews as services
from assessments.services.review_days import recount_reviews, remind_of_returned
from assessments.services.review_rules import verify_reviews
from foundation.audit.models import AuditEvent
from foundation.common import clock
from foundation.notifications.models import Notification
from tests.assessments.test_reviews import again, approve, correct, give_back, review_of, reviewed_world
from tests.kept import kept

# A Monday; the three working days end on the Thursday.
MONDAY, THURSDAY = date(2026, 11, 23), date(2026, 11, 26)


def on(day: date):
    return clock.travelling(clock.at_local(day, 10))


@pytest.fixture
def world(cast):
    return kept(reviewed_world, cast)


@pytest.fixture
def returned(world):
    with on(MONDAY):
        world.review = give_back(world)
    return world


def told(kind: str) -> list[int]:
    return list(Notification.objects.filter(kind=f"assessments.review.{kind}").values_list("user", flat=True))


def test_returned_sheet_is_due_in_three_working_days_or_in_as_many_as_are_set(world, settings):
    settings.REVIEW_ANSWER_DAYS = 5
    with on(MONDAY):
        assert give_back(world).due_on == date(2026, 11, 30)


def test_day_stands_on_the_first_screens_and_late_ones_are_counted(returned):
    cast = returned.cast
    with on(MONDAY):
        [own] = returned_waiting_for(cast.lin)
        [lead] = reviews_waiting_for(cast.li)
        assert (own.due_on, lead.due_on, lead.title) == (THURSDAY, THURSDAY, "1 returned sheet is not answered yet")
        assert (lead.tone, reviews_waiting_for(cast.lin)) == ("wait", [])
    with on(date(2026, 11, 27)):
        [lead] = reviews_waiting_for(cast.li)
        assert (lead.tone, lead.detail) == ("late", "1 is late")
        assert review_of(returned.sheet).is_overdue


def test_answer_or_correction_ends_the_day_and_the_next_return_has_its_own(returned):
    cast = returned.cast
    with on(THURSDAY):
        services.answer_review(
            review=returned.review, actor=cast.lin, reason="录音为证", version=returned.review.version
        )
        assert review_of(returned.sheet).due_on is None
        assert give_back(returned).due_on == date(2026, 12, 1)
        correct(returned, cast.lin)
        review = review_of(returned.sheet)
        assert (review.due_on, review.counted_from, review.counted_days) == (None, None, None)
        approve(returned)
    assert verify_reviews() == []


def test_assessors_are_reminded_a_working_day_before_and_once_each_return(returned):
    with on(date(2026, 11, 24)):
        assert (remind_of_returned(), told("due_soon")) == (0, [])
    with on(date(2026, 11, 25)):
        assert (remind_of_returned(), remind_of_returned()) == (1, 1)
    with on(THURSDAY):
        remind_of_returned()
    assert told("due_soon") == [returned.cast.lin.user_id]
    with on(date(2026, 11, 27)):
        assert remind_of_returned() == 0  # late: it stands on both first screens


def test_day_follows_the_calendar_and_leaves_the_version_to_whoever_is_writing(returned):
    SheetReview.objects.update(due_on=date(2026, 11, 24))
    before = review_of(returned.sheet).version
    assert (recount_reviews(), recount_reviews()) == (1, 0)
    review = review_of(returned.sheet)
    assert (review.due_on, review.version) == (THURSDAY, before)
    assert AuditEvent.objects.get(action="assessments.review.move_due").target == str(again(returned.sheet).public_id)
    assert told("moved") == [returned.cast.lin.user_id]


def test_queue_shows_the_day_and_whoever_is_late(returned, client):
    client.force_login(returned.cast.li.user)
    with on(date(2026, 11, 27)):
        page = client.get("/assessments/reviews/?view=returned").content.decode()
        assert ("Answer due" in page, "1 working day late" in page) == (True, True)
        client.force_login(returned.cast.lin.user)
        answer = client.get(reverse("assessments:review_answer", args=[returned.sheet.public_id])).content.decode()
        assert "1 working day late" in answer
