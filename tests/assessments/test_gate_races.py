"""A cycle's gate from several sides at once, in real threads on a real database: one truth, and nothing passes that is not decided."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from assessments.enums import CycleState
from assessments.models import Cycle, GateDecision, GatePassage
from assessments.services.groups import call_group
from assessments.services.passages import verify_passages
from assessments.services.passing import go_back, pass_gate
from decisions.models import Decision
from decisions.services import cast_vote
from decisions.verification import verify_votes
from foundation.audit.verifiers import verify_chain
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid
from publication import services as publication
from tests.assessments.gate_world import VOTES_UNTIL, accepted, asked, deciders, in_review, voted
from tests.assessments.planning import NOON, open_quarter, records_for

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def at_once(*acts) -> list:
    """Runs the acts in threads that start together; what each returned, or how it was refused."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait(timeout=30)
            with clock.travelling(NOON):
                return act()
        except (Conflict, Invalid) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refusals(answers) -> int:
    return sum(isinstance(answer, Conflict | Invalid) for answer in answers)


def assert_whole() -> None:
    assert (verify_passages(), verify_votes(), verify_chain()) == ([], [], [])


@pytest.fixture
def cycle(committed_cast):
    """In review."""
    with clock.travelling(NOON):
        records_for(committed_cast.east, 40)
        records_for(committed_cast.west, 30)
        return in_review(committed_cast, open_quarter(committed_cast))


def passing(cycle, actor, gate=CycleState.REVIEW, key=None):
    own, key = Cycle.objects.get(pk=cycle.pk), key or uuid4()
    return lambda: pass_gate(cycle=own, gate=gate, actor=actor, key=key).state


def test_gate_is_passed_once(committed_cast, cycle):
    with clock.travelling(NOON):
        voted(committed_cast, asked(committed_cast, cycle), "for", "for", "for")
    answers = at_once(*(passing(cycle, committed_cast.li) for _window in range(6)))
    assert refusals(answers) == 5
    assert GatePassage.objects.filter(before="review").count() == 1
    assert_whole()


def test_one_key_passes_once_and_all_get_the_answer(committed_cast, cycle):
    with clock.travelling(NOON):
        voted(committed_cast, asked(committed_cast, cycle), "for", "for", "for")
    key = uuid4()
    answers = at_once(*(passing(cycle, committed_cast.li, key=key) for _window in range(6)))
    assert answers == ["approval"] * 6
    assert GatePassage.objects.filter(before="review").count() == 1


def test_two_leads_call_one_group(committed_cast, cycle):
    members = deciders(committed_cast)

    def calling():
        return call_group(
            cycle=cycle, gate="review", members=members, due_on=VOTES_UNTIL, actor=committed_cast.li, key=uuid4()
        )

    answers = at_once(calling, calling, calling)
    assert refusals(answers) == 2
    assert (Decision.objects.count(), GateDecision.objects.count()) == (1, 1)
    assert_whole()


def test_last_vote_while_the_gate_is_passed(committed_cast, cycle):
    """Either the vote was in time and the gate opens, or the gate refuses; never passed without it."""
    with clock.travelling(NOON):
        decision = voted(committed_cast, asked(committed_cast, cycle), "for", "for")
    last = deciders(committed_cast)[2]

    def voting():
        return cast_vote(decision=decision, actor=last, choice="for", reason="", key=uuid4())

    answers = at_once(passing(cycle, committed_cast.li), voting)
    state = Cycle.objects.get(pk=cycle.pk).state
    assert state == ("review" if isinstance(answers[0], Invalid) else "approval")
    assert Decision.objects.get().state == "accepted"
    assert_whole()


def test_last_vote_while_the_cycle_goes_back(committed_cast, cycle):
    """The question is either withdrawn or decided, and the cycle is back in both cases."""
    with clock.travelling(NOON):
        decision = voted(committed_cast, asked(committed_cast, cycle), "for", "for")
    last, own = deciders(committed_cast)[2], Cycle.objects.get(pk=cycle.pk)

    def voting():
        return cast_vote(decision=decision, actor=last, choice="for", reason="", key=uuid4())

    def going_back():
        return go_back(cycle=own, gate="review", to="initial", reason="有误", actor=committed_cast.li, key=uuid4())

    answers = at_once(voting, going_back)
    assert not isinstance(answers[1], Invalid)
    kept = Decision.objects.get().state
    if isinstance(answers[1], Conflict):  # the vote closed it while the way back was about to withdraw it
        assert (kept, Cycle.objects.get(pk=cycle.pk).state) == ("accepted", "review")
    else:
        assert Cycle.objects.get(pk=cycle.pk).state == "initial"
        assert kept == ("withdrawn" if isinstance(answers[0], Conflict) else "accepted")
    assert_whole()


def test_way_back_while_the_publication_is_proposed(committed_cast, cycle):
    """Never a frozen edition of a cycle that is no longer approved."""
    cast = committed_cast
    with clock.travelling(NOON):
        accepted(cast, cycle)
        accepted(cast, cycle)
        draft = publication.draft_publication(cycle=cycle, author=cast.li)
        publication.edit_publication(
            publication=draft, actor=cast.li, version=draft.version, texts={"summary_zh": "好"}
        )
    own = Cycle.objects.get(pk=cycle.pk)
    answers = at_once(
        lambda: publication.propose_publication(publication=draft, actor=cast.li),
        lambda: go_back(cycle=own, gate="feedback", to="approval", reason="有误", actor=cast.li, key=uuid4()),
    )
    draft.refresh_from_db()
    state = Cycle.objects.get(pk=cycle.pk).state
    assert (draft.state, state) in (("proposed", "feedback"), ("draft", "approval"))
    assert refusals(answers) == 1
    assert_whole()
