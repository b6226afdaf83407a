"""Voting, reminding and closing. The row of the decision is locked first: a vote is either counted or refused, and of two last votes the later
one closes. Whoever has become too close by then is counted as recused."""

import logging
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from decisions.enums import WITH_REASON, Choice, DecisionState
from decisions.models import Decision, Member, Vote
from decisions.rules import can_vote
from decisions.selectors import count_of, last_votes, silent_members
from decisions.subjects import objections_to, subjects
from decisions.verification import digest_of_vote
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed, require
from foundation.common.receipts import once
from foundation.common.states import advance
from foundation.common.texts import both
from foundation.notifications.services import notify
from foundation.workdays.calendar import add_workdays
from organization.enums import Role
from organization.models import Person

log = logging.getLogger(__name__)
LONGEST_REASON = 500


def cast_vote(*, decision: Decision, actor: Person, choice: str, reason: str, key: UUID) -> dict:
    """Say one's word, or another one than before. Returns {number, state}: the person's how many-th vote it is, and the decision's state after it.

    The same key gets the first answer. Raises NotAllowed (no member, or too close to it by now: such a member can only be recused), Invalid
    ({"choice" or "reason": sentence}), Conflict where the voting has closed or the member is recused.
    """
    require(can_vote, actor, decision)
    if choice not in Choice.values:
        raise Invalid({"choice": _("Choose one of the answers.")})
    reason = reason.strip()
    if choice in WITH_REASON and not reason:
        raise Invalid({"reason": _("Say why.")})
    if len(reason) > LONGEST_REASON:
        raise Invalid({"reason": _("At most %(most)d characters.") % {"most": LONGEST_REASON}})
    answer, _is_new = once(
        actor=actor.public_id,
        action="decisions.vote.cast",
        key=key,
        payload={"decision": decision.public_id, "choice": choice, "reason": reason},
        act=lambda: _cast(decision, actor, choice, reason),
    )
    return answer


def _locked(pk: int) -> Decision:
    return Decision.objects.select_for_update(of=("self",), no_key=True).select_related("opened_by__user").get(pk=pk)


def _cast(decision: Decision, actor: Person, choice: str, reason: str) -> dict:
    decision = _locked(decision.pk)
    typed = [(_("Your vote"), str(Choice(choice).label)), (_("Reason"), reason)]
    if not decision.is_open or decision.is_overdue:
        raise Conflict(_("The voting has ended; no vote can be given or changed any more."), typed=typed)
    before = last_votes(decision).get(actor.pk)
    if before is not None and before.choice == Choice.RECUSE:
        raise Conflict(_("You have recused yourself from this decision, and that stands."), typed=typed)
    if before is not None and (before.choice, before.reason) == (choice, reason):
        raise Invalid(_("This is what you have said already."))
    if choice != Choice.RECUSE and (objection := objections_to(decision, [actor]).get(actor.pk)):
        raise NotAllowed(_("You can only recuse yourself: %(reason)s") % {"reason": objection})
    vote = Vote(
        decision=decision,
        person=actor,
        number=before.number + 1 if before else 1,
        choice=choice,
        reason=reason,
        cast_at=clock.now(),
    )
    vote.digest = digest_of_vote(vote)
    vote.save(force_insert=True)
    # What was said stays out of the trail until it is counted: the digest alone tells nobody.
    record_event(
        actor=actor, action="decisions.vote.cast", target=decision, vote=vote.public_id, number=vote.number, digest=vote.digest
    )  # fmt: skip
    if len(last_votes(decision)) == Member.objects.filter(decision=decision).count():
        _close(decision)
    return {"number": vote.number, "state": decision.state}


def _close(decision: Decision) -> None:
    """Count and keep the result. The row is locked."""
    _set_aside(decision)
    tally = count_of(decision)
    advance(
        decision,
        tally.outcome,
        closed_at=clock.now(),
        in_favour=tally.in_favour,
        against=tally.against,
        abstained=tally.abstained,
        recused=tally.recused,
    )
    subject = subjects.get(decision.kind)
    if subject is not None:
        subject.closed(decision)
    people = [member.person for member in Member.objects.filter(decision=decision).select_related("person__user")]
    notify(
        users=[person.user for person in [decision.opened_by, *people]],
        kind=f"decisions.decision.{decision.state}",
        url=decision.get_absolute_url(),
        params={"question": both(decision, "question")},
        dedupe=f"decisions.decision.closed:{decision.public_id}",
    )
    record_event(
        actor=None,
        action="decisions.decision.close",
        target=decision,
        before=DecisionState.OPEN,
        after=decision.state,
        in_favour=tally.in_favour,
        against=tally.against,
        abstained=tally.abstained,
        recused=tally.recused,
        members_named=tally.named,
    )


def _set_aside(decision: Decision) -> None:
    """Recuse those who have voted and have become too close since, or watch by now: what they said counts no more.

    Their further row says nothing but that; unlike a recusal of their own it gives no reason.
    """
    votes = {key: vote for key, vote in last_votes(decision).items() if vote.choice != Choice.RECUSE}
    people = list(Person.objects.filter(pk__in=votes).select_related("unit").order_by("pk"))
    objections = objections_to(decision, people)
    for person in people:
        if person.pk not in objections and not person.has_role(Role.SUPERVISOR):
            continue
        vote = Vote(
            decision=decision,
            person=person,
            number=votes[person.pk].number + 1,
            choice=Choice.RECUSE,
            cast_at=clock.now(),
        )
        vote.digest = digest_of_vote(vote)
        vote.save(force_insert=True)
        record_event(
            actor=None, action="decisions.vote.set_aside", target=decision, vote=vote.public_id, number=vote.number, digest=vote.digest
        )  # fmt: skip


def close_due_decisions() -> int:
    """Close every voting whose last day has ended. Run by beat, late or by two schedulers: each closes once. Returns how many did."""
    due = Decision.objects.filter(state=DecisionState.OPEN, due_on__lt=clock.today())
    return sum(close_overdue_decision(key) for key in list(due.order_by("pk").values_list("pk", flat=True)))


def close_overdue_decision(key: int) -> bool:
    """False where somebody was quicker."""
    try:
        with transaction.atomic():
            decision = _locked(key)
            if not decision.is_overdue:
                return False
            _close(decision)
            return True
    except Conflict as problem:
        log.warning("decision %s was not closed: %s", key, problem)
        return False


def remind_silent_members() -> int:
    """Tell those who have not voted, on the working day before the last one and on the last one. Run by beat; the same day tells nobody twice.
    Returns how many were due to be told."""
    today = clock.today()
    due = Decision.objects.filter(state=DecisionState.OPEN, due_on__in=(today, add_workdays(today, 1)))
    silent = [(decision, person) for decision in due for person in silent_members(decision)]
    for decision, person in silent:
        notify(
            users=[person.user],
            kind="decisions.decision.due_soon",
            url=decision.get_absolute_url(),
            params={"question": both(decision, "question"), "due": decision.due_on.isoformat()},
            dedupe=f"decisions.decision.due_soon:{decision.public_id}:{today.isoformat()}",
        )
    return len(silent)
