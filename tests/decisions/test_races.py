"""Several vote at once, in real threads on a real database: every vote counts, and it closes once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from decisions.models import Decision, Vote
from decisions.services import cast_vote, close_due_decisions
from decisions.verification import verify_votes
from foundation.audit.models import AuditEvent
from foundation.audit.verifiers import verify_chain
from foundation.common import clock
from foundation.common.errors import Conflict
from tests.cast import Role, make_person
from tests.decisions.conftest import NOON, WEDNESDAY, put_question

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
MIDNIGHT = clock.at_local(WEDNESDAY + timedelta(days=1), 0)


def at_once(*acts) -> list:
    """Runs the acts in threads that start together; what each returned, or the Conflict it got."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait(timeout=30)
            return act()
        except Conflict as conflict:
            return conflict
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def voting(decision, person, choice="for", reason="", moment=NOON, key=None):
    key = key or uuid4()

    def act():
        with clock.travelling(moment):
            return cast_vote(decision=decision, actor=person, choice=choice, reason=reason, key=key)

    return act


@pytest.fixture
def group(committed_cast):
    cast = committed_cast
    more = [make_person(f"voter{n}", f"0900{n}", f"评委{n}", f"Voter {n}", cast.retail, Role.HEAD) for n in range(5)]
    members = [cast.zhou, cast.he, cast.guo, *more]
    with clock.travelling(NOON):
        return put_question(cast, members=members), members


def assert_closed_once(state: str) -> None:
    assert Decision.objects.get().state == state
    assert AuditEvent.objects.filter(action="decisions.decision.close").count() == 1
    assert (verify_votes(), verify_chain()) == ([], [])


def test_all_vote_at_once_and_the_last_one_closes(group):
    decision, members = group
    answers = at_once(*(voting(decision, person) for person in members))
    assert [answer for answer in answers if isinstance(answer, Conflict)] == []
    assert sorted(answer["state"] for answer in answers) == ["accepted", *["open"] * (len(members) - 1)]
    assert Vote.objects.count() == len(members)
    assert_closed_once("accepted")


def test_two_last_votes_close_it_once(group):
    decision, members = group
    for person in members[:-2]:
        voting(decision, person)()
    answers = at_once(voting(decision, members[-2]), voting(decision, members[-1], "against", "样本不足"))
    assert sorted(answer["state"] for answer in answers) == ["accepted", "open"]
    assert_closed_once("accepted")


def test_one_member_in_many_windows_has_one_last_word(group):
    decision, members = group
    reasons = [("for", ""), ("against", "甲"), ("against", "乙"), ("abstain", ""), ("against", "丙")]
    at_once(*(voting(decision, members[0], choice, reason) for choice, reason in reasons))
    numbers = list(Vote.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert verify_votes() == []


def test_one_key_in_many_windows_is_one_vote(group):
    decision, members = group
    key = uuid4()
    answers = at_once(*(voting(decision, members[0], key=key) for _window in range(8)))
    assert answers == [{"number": 1, "state": "open"}] * 8
    assert Vote.objects.count() == 1


def test_vote_while_it_closes_is_counted_or_refused(group):
    """At midnight two schedulers close it, while votes of the last second are still on their way."""
    decision, members = group
    for person in members[:4]:
        voting(decision, person)()
    last_second = MIDNIGHT - timedelta(seconds=1)

    def closing():
        with clock.travelling(MIDNIGHT):
            return close_due_decisions()

    answers = at_once(
        closing, *(voting(decision, person, "against", "迟", moment=last_second) for person in members[4:]), closing
    )
    counted = [answer for answer in answers if isinstance(answer, dict)]
    kept = Decision.objects.get()
    assert (kept.in_favour, kept.against) == (4, len(counted))
    assert Vote.objects.count() == 4 + len(counted)
    # Four of eight are no quorum; each further vote is against.
    assert_closed_once("lapsed" if not counted else "refused" if len(counted) == 4 else "accepted")
