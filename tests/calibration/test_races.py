"""Real threads: the last submission and the closing at once, a double submit, two leads with one indicator."""

from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection

from calibration.enums import BlindState, SessionState
from calibration.models import CalibrationSession, ReferenceMark, SealedScore
from calibration.services.scoring import submit_blind
from calibration.services.sessions import end_scoring
from calibration.verification import verify_calibration
from foundation.common.errors import Conflict, Invalid
from tests.calibration.world import ALL_SAME, agree, call_session, hand_in, met, opened, sheet_of

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts) -> list:
    """Run the acts in threads that start together; returns what each has answered or refused with."""
    gate, told = Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            gate.wait()
            told[place] = act()
        except Exception as error:  # noqa: BLE001  (every refusal is looked at by the test)
            told[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


@pytest.mark.parametrize("_turn", range(4))
def test_last_submission_and_closing_take_turns(committed_cast, _turn):
    cast = committed_cast
    session = call_session(cast)
    hand_in(session, cast.lin)
    hand_in(session, cast.guo)

    def close():
        return end_scoring(session=CalibrationSession.objects.get(), actor=cast.li, reason="会议提前")

    submitted, ended = at_once(lambda: hand_in(session, cast.sun), close)
    session.refresh_from_db()
    last = session.sheets.get(assessor=cast.sun)
    assert session.state == SessionState.DISCUSSING
    if isinstance(submitted, Conflict):
        assert (last.state, session.ended_by, SealedScore.objects.count()) == (BlindState.MISSED, cast.li, 2)
        assert not isinstance(ended, Exception)
    else:
        assert (last.state, session.ended_by, SealedScore.objects.count()) == (BlindState.SEALED, None, 3)
        assert isinstance(ended, Conflict)
    assert verify_calibration() == []


def test_two_last_submissions_open_the_scores_once(committed_cast):
    cast = committed_cast
    session = call_session(cast)
    hand_in(session, cast.lin)
    answers = at_once(lambda: hand_in(session, cast.guo), lambda: hand_in(session, cast.sun))
    session.refresh_from_db()
    assert not any(isinstance(answer, Exception) for answer in answers)
    assert (session.state, SealedScore.objects.count()) == (SessionState.DISCUSSING, 3)
    assert verify_calibration() == []


def test_double_submit_leaves_one_score(committed_cast):
    cast = committed_cast
    session, key = call_session(cast), uuid4()

    def submit():
        return submit_blind(sheet=sheet_of(session, cast.lin), actor=cast.lin, marks=ALL_SAME, version=1, key=key)

    answers = at_once(submit, submit, submit)
    assert SealedScore.objects.count() == 1
    assert answers[0] == answers[1] == answers[2]


def test_two_windows_hand_in_one_score(committed_cast):
    cast = committed_cast
    session = call_session(cast)
    answers = at_once(lambda: hand_in(session, cast.lin), lambda: hand_in(session, cast.lin))
    assert SealedScore.objects.count() == 1
    assert sum(isinstance(answer, Conflict) for answer in answers) == 1


def test_two_marks_for_one_indicator_are_one_and_a_conflict(committed_cast):
    cast = committed_cast
    session = opened(cast)
    met(session, cast)

    def say(level):
        return lambda: agree(CalibrationSession.objects.get(), cast, "R1", {"level": level}, number=0)

    answers = at_once(say(2), say(3))
    assert ReferenceMark.objects.count() == 1
    assert sum(isinstance(answer, Conflict | Invalid) for answer in answers) == 1
