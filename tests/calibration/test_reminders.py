"""Who has not scored blind yet is reminded a working day before the day, once (R20)."""

from datetime import date

import pytest

from calibration.services.reminders import remind_assessors
from foundation.common import clock
from foundation.notifications.models import Notification
from tests.calibration.world import call_session, hand_in

# A Wednesday; the session is due on the Friday.
WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 11, day) for day in (25, 26, 27))


def on(day: date):
    return clock.travelling(clock.at_local(day, 10))


@pytest.fixture
def session(cast):
    with on(WEDNESDAY):
        session = call_session(cast, due_on=FRIDAY)
        hand_in(session, cast.lin)
    return session


def told() -> set[int]:
    return set(Notification.objects.filter(kind="calibration.session.due_soon").values_list("user", flat=True))


def test_who_has_not_scored_is_reminded_a_working_day_before_and_once(session, cast):
    with on(WEDNESDAY):
        assert (remind_assessors(), told()) == (0, set())
    with on(THURSDAY):
        assert (remind_assessors(), remind_assessors()) == (2, 2)
    with on(FRIDAY):
        hand_in(session, cast.guo)
        assert remind_assessors() == 1
    assert told() == {cast.guo.user_id, cast.sun.user_id}
    assert Notification.objects.filter(kind="calibration.session.due_soon").count() == 2


def test_nobody_is_reminded_of_a_day_that_has_passed(session):
    with on(date(2026, 11, 30)):
        assert (remind_assessors(), told()) == (0, set())
