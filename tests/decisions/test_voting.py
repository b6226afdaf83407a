"""Putting a question, voting, changing one's mind, recusal, and how it closes."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from decisions.models import Decision, Vote
from decisions.selectors import former_of, seats_of, visible_to
from decisions.services import cast_vote, close_due_decisions, withdraw_decision
from decisions.subjects import subjects
from decisions.tasks import close_due
from decisions.verification import verify_votes
from foundation.audit.models import AuditEvent
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from foundation.common.fields import new_public_id
from organization.models import RoleAssignment
from organization.worklist import work_waiting_for
from tests.decisions.conftest import NOON, WEDNESDAY, put_question


def say(decision, person, choice, reason="", key=None) -> dict:
    return cast_vote(decision=decision, actor=person, choice=choice, reason=reason, key=key or uuid4())


def state(decision) -> str:
    return Decision.objects.get(pk=decision.pk).state


# putting the question


def test_members_are_told_and_find_it_in_their_work_list(cast, question):
    with translation.override("en"):
        for person in (cast.zhou, cast.he, cast.guo):
            assert person.user.notifications.get(kind="decisions.decision.opened").url == question.get_absolute_url()
            mine = [item for item in work_waiting_for(person) if item.group == "decisions"]
            assert [(item.title, item.due_on) for item in mine] == [("Vote: Does it pass?", WEDNESDAY)]
        assert [item for item in work_waiting_for(cast.li) if item.group == "decisions"] == []


@pytest.mark.parametrize(
    ("members", "sentences"),
    [
        (("zhou", "he"), ["A group has at least 3 members."]),
        (("zhou", "he", "he"), ["A group has at least 3 members.", "Somebody was named twice."]),
        (("zhou", "he", "qian"), ["钱莉: Supervisors watch decisions and take no part in them."]),
        (("zhou", "he", "li"), ["李文: Whoever puts the question does not answer it."]),
    ],
)
def test_group_that_breaks_a_rule_is_refused(cast, on_monday, members, sentences):
    with pytest.raises(Invalid) as refusal:
        put_question(cast, members=[getattr(cast, name) for name in members])
    assert refusal.value.message_dict == {"members": sentences}
    assert Decision.objects.count() == 0


def test_who_is_too_close_to_the_matter_is_refused(cast, on_monday, monkeypatch):
    class Trial:
        def objections(self, decision, people):
            return {cast.he.pk: "Wrote it."}

    monkeypatch.setitem(subjects._entries, "trial", Trial())
    with pytest.raises(Invalid, match="何婷: Wrote it"):
        put_question(cast)


def test_who_has_left_cannot_sit_in_it(cast, on_monday):
    cast.he.left_on = date(2026, 11, 1)
    cast.he.save()
    with pytest.raises(Invalid, match="Has no account to vote with"):
        put_question(cast)


@pytest.mark.parametrize(
    "due_on", [date(2026, 11, 23), date(2026, 11, 20), date(2026, 11, 28), date(2027, 2, 1), date(1999, 1, 4)]
)
def test_last_day_is_a_working_day_ahead(cast, on_monday, due_on):
    with pytest.raises(Invalid) as refusal:
        put_question(cast, due_on=due_on)
    assert list(refusal.value.message_dict) == ["due_on"]


def test_one_open_question_about_a_thing(cast, on_monday):
    thing = new_public_id()
    first = put_question(cast, subject=thing)
    with pytest.raises(Conflict):
        put_question(cast, subject=thing)
    withdraw_decision(decision=first, actor=cast.li, reason="问题有误")
    assert put_question(cast, subject=thing).is_open


# voting


def test_last_vote_closes_and_the_result_is_kept(cast, question):
    assert say(question, cast.zhou, "for") == {"number": 1, "state": "open"}
    say(question, cast.he, "against", "样本不足")
    assert say(question, cast.guo, "for") == {"number": 1, "state": "accepted"}
    kept = Decision.objects.get()
    assert (kept.state, kept.in_favour, kept.against, kept.abstained, kept.recused) == ("accepted", 2, 1, 0, 0)
    assert kept.closed_at == NOON
    for person in (cast.li, cast.zhou, cast.he, cast.guo):
        assert person.user.notifications.filter(kind="decisions.decision.accepted").count() == 1
    assert verify_votes() == []


def test_vote_can_be_changed_until_the_closing_and_each_word_stays(cast, question):
    say(question, cast.zhou, "for")
    assert say(question, cast.zhou, "against", "重新考虑")["number"] == 2
    assert list(Vote.objects.values_list("number", "choice")) == [(1, "for"), (2, "against")]
    say(question, cast.he, "for")
    say(question, cast.guo, "abstain")
    assert state(question) == "refused"


def test_recusal_is_final_and_needs_a_reason(cast, question):
    with pytest.raises(Invalid) as refusal:
        say(question, cast.zhou, "recuse")
    assert list(refusal.value.message_dict) == ["reason"]
    say(question, cast.zhou, "recuse", "亲属在被评单位")
    with pytest.raises(Conflict, match="recused yourself"):
        say(question, cast.zhou, "for")


def test_vote_against_needs_a_reason(cast, question):
    with pytest.raises(Invalid) as refusal:
        say(question, cast.zhou, "against", "   ")
    assert refusal.value.message_dict == {"reason": ["Say why."]}


@pytest.mark.parametrize("choice", ["", "yes", "FOR"])
def test_only_the_four_answers(cast, question, choice):
    with pytest.raises(Invalid):
        say(question, cast.zhou, choice)


@pytest.mark.parametrize("who", ["li", "qian", "lin", "chen", "feng", "zhao"])
def test_only_members_vote(cast, question, who):
    with pytest.raises(NotAllowed):
        say(question, getattr(cast, who), "for")


def test_member_who_has_become_a_supervisor_does_not_vote(cast, question):
    RoleAssignment.objects.create(person=cast.he, role="supervisor", unit=cast.he.unit, valid_from=date(2026, 1, 1))
    with pytest.raises(NotAllowed):
        say(question, type(cast.he).objects.get(pk=cast.he.pk), "for")


def test_member_who_has_come_too_close_can_only_be_recused(cast, question, monkeypatch):
    class Trial:
        def objections(self, decision, people):
            return {cast.he.pk: "Has scored it since."}

        def closed(self, decision):
            pass

    monkeypatch.setitem(subjects._entries, "trial", Trial())
    with pytest.raises(NotAllowed, match="Has scored it since"):
        say(question, cast.he, "for")
    assert say(question, cast.he, "recuse", "已参与评分")["number"] == 1


@pytest.mark.parametrize("came", ["too close", "to watch"])
def test_vote_of_a_member_who_has_become_too_close_since_is_not_counted(cast, question, monkeypatch, came):
    say(question, cast.zhou, "for")
    say(question, cast.he, "for")
    if came == "to watch":
        RoleAssignment.objects.create(person=cast.he, role="supervisor", unit=cast.he.unit, valid_from=date(2026, 1, 1))
    else:

        class Trial:
            def objections(self, decision, people):
                return {one.pk: "Works there by now." for one in people if one.pk == cast.he.pk}

            def closed(self, decision):
                pass

        monkeypatch.setitem(subjects._entries, "trial", Trial())
    assert say(question, cast.guo, "against", "样本不足")["state"] == "refused"
    question.refresh_from_db()
    assert (question.in_favour, question.against, question.recused) == (1, 1, 1)
    seat = next(one for one in seats_of(question) if one.person == cast.he)
    assert (seat.is_recused, seat.is_set_aside, seat.reason) == (True, True, "")
    assert Vote.objects.filter(person=cast.he).count() == 2
    assert AuditEvent.objects.filter(action="decisions.vote.set_aside", actor="").count() == 1
    assert verify_votes() == []


def test_group_that_is_asked_again_sees_what_the_former_one_said(cast, question):
    for person in (cast.zhou, cast.he, cast.guo):
        say(question, person, "against", "样本不足")
    again = put_question(cast, subject=question.subject, members=[cast.chen, cast.sun, cast.wu])
    [former] = former_of(again)
    assert (former.decision, former.is_same, former.tally.against) == (question, True, 3)
    later = put_question(cast, subject=question.subject, kind="other", basis="1" * 64)
    assert former_of(later) == []
    withdraw_decision(decision=again, actor=cast.li, reason="人选有误")
    third = put_question(cast, subject=question.subject, basis="1" * 64)
    assert [(one.decision, one.is_same) for one in former_of(third)] == [(again, False), (question, False)]


def test_same_key_counts_once(cast, question):
    key = uuid4()
    assert say(question, cast.zhou, "for", key=key) == say(question, cast.zhou, "for", key=key)
    assert Vote.objects.count() == 1
    with pytest.raises(Conflict):
        say(question, cast.zhou, "abstain", key=key)


def test_saying_the_same_again_is_no_further_vote(cast, question):
    say(question, cast.zhou, "for")
    with pytest.raises(Invalid, match="said already"):
        say(question, cast.zhou, "for")


def test_closed_voting_takes_no_vote(cast, question):
    for person in (cast.zhou, cast.he, cast.guo):
        say(question, person, "for")
    with pytest.raises(Conflict, match="voting has ended"):
        say(question, cast.zhou, "abstain")


# closing by the deadline


def test_last_day_counts_to_its_end(cast, question):
    say(question, cast.zhou, "for")
    with clock.travelling(clock.at_local(WEDNESDAY, 23, 59)):
        assert close_due_decisions() == 0
        say(question, cast.he, "for")
    with clock.travelling(clock.at_local(WEDNESDAY + timedelta(days=1), 0)):
        with pytest.raises(Conflict, match="voting has ended"):
            say(question, cast.guo, "against", "太晚")
        assert (close_due_decisions(), close_due_decisions()) == (1, 0)
    assert state(question) == "accepted"
    assert AuditEvent.objects.filter(action="decisions.decision.close").count() == 1


def reminders(person) -> int:
    return person.user.notifications.filter(kind="decisions.decision.due_soon").count()


def test_who_is_silent_is_reminded_before_the_last_day_and_on_it(cast, question):
    say(question, cast.zhou, "for")
    told = []
    for day in (0, 1, 1, 2, 3):
        with clock.travelling(NOON + timedelta(days=day)):
            close_due()
            told.append([reminders(person) for person in (cast.zhou, cast.he, cast.guo)])
    # Wednesday is the last day: nobody on Monday, the silent on Tuesday, once however often beat runs, and again on Wednesday.
    assert told == [[0, 0, 0], [0, 1, 1], [0, 1, 1], [0, 2, 2], [0, 2, 2]]


def test_too_few_votes_make_no_result(cast, question):
    say(question, cast.zhou, "for")
    with clock.travelling(NOON + timedelta(weeks=5)):
        close_due_decisions()
    assert state(question) == "lapsed"
    assert cast.li.user.notifications.filter(kind="decisions.decision.lapsed").count() == 1


# withdrawing


def test_question_is_withdrawn_with_a_reason(cast, question):
    with pytest.raises(Invalid):
        withdraw_decision(decision=question, actor=cast.li, reason=" ")
    withdraw_decision(decision=question, actor=cast.li, reason="数据有误")
    assert (state(question), Decision.objects.get().withdrawn_reason) == ("withdrawn", "数据有误")
    with pytest.raises(Conflict):
        say(question, cast.zhou, "for")


@pytest.mark.parametrize("who", ["zhou", "he", "qian", "lin"])
def test_neither_members_nor_strangers_withdraw(cast, question, who):
    with pytest.raises(NotAllowed):
        withdraw_decision(decision=question, actor=getattr(cast, who), reason="不想投票")


# who sees what


def test_nobody_sees_how_others_vote_before_the_closing(cast, question):
    say(question, cast.zhou, "against", "数据不全")
    [seat] = [seat for seat in seats_of(question) if seat.person == cast.zhou]
    assert (seat.cast_at, seat.choice, seat.reason) == (NOON, None, "")
    told = [event.details for event in AuditEvent.objects.filter(action="decisions.vote.cast")]
    assert all("against" not in str(details) and "数据" not in str(details) for details in told)


def test_votes_and_reasons_are_read_after_the_closing(cast, question):
    for person, choice, reason in ((cast.zhou, "against", "数据不全"), (cast.he, "for", ""), (cast.guo, "for", "")):
        say(question, person, choice, reason)
    seats = {seat.person: (seat.choice, seat.reason) for seat in seats_of(Decision.objects.get())}
    assert seats == {cast.zhou: ("against", "数据不全"), cast.he: ("for", ""), cast.guo: ("for", "")}


def test_decisions_are_for_members_and_those_who_watch(cast, question):
    for person in (cast.li, cast.zhou, cast.qian, cast.he, cast.guo):
        assert list(visible_to(person)) == [question]
    for person in (cast.lin, cast.chen, cast.wu, cast.zhao, cast.feng, None):
        assert list(visible_to(person)) == []


# nothing is changed afterwards


def test_votes_and_seats_cannot_be_changed(cast, question):
    say(question, cast.zhou, "for")
    for sql in (
        "UPDATE decisions_vote SET choice = 'against'",
        "DELETE FROM decisions_vote",
        "DELETE FROM decisions_member",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


@pytest.fixture
def accepted(cast, question):
    for person in (cast.zhou, cast.he, cast.guo):
        say(question, person, "for")
    return Decision.objects.get()


def test_verify_names_a_result_that_does_not_follow(cast, accepted):
    Decision.objects.update(state="refused")
    assert verify_votes() == [f"The result of decision {accepted.public_id} does not follow from its votes."]


def test_verify_names_a_vote_that_nobody_cast(cast, question):
    say(question, cast.zhou, "for")
    vote = Vote.objects.create(decision=question, person=cast.he, number=1, choice="for", digest="f" * 64)
    name = f"Vote 1 of {vote.person.staff_number} in decision {question.public_id}"
    assert verify_votes() == [f"{name} was changed after it was cast.", f"{name} is not the one in the audit trail."]
