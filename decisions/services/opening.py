"""Putting a question to a group, and taking it back."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from decisions.enums import DecisionState
from decisions.models import Decision, Member
from decisions.rules import SMALLEST_GROUP, can_withdraw_decision, objections_to_membership
from decisions.subjects import objections_to
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.states import advance
from foundation.common.texts import both, labelled
from foundation.notifications.services import notify
from foundation.workdays.calendar import is_workday
from organization.models import Person

LONGEST_VOTING = timedelta(days=60)
LONGEST_REASON = 300


@transaction.atomic
def open_decision(
    *,
    kind: str,
    subject: UUID,
    question: dict[str, str],
    basis: str,
    members: Sequence[Person],
    due_on: date,
    actor: Person,
) -> Decision:
    """Put a question ({"zh", "en"}) to a group. Whether the actor may do so is asked by the room whose subject it is.

    Raises Invalid ({"members" or "due_on": sentences}), Conflict where a question about this subject is open already.
    """
    decision = Decision(
        kind=kind,
        subject=subject,
        question_zh=question["zh"],
        question_en=question.get("en", ""),
        basis=basis,
        opened_by=actor,
        due_on=due_on,
    )
    wrong = {}
    if problems := problems_of_group(decision, members):
        wrong["members"] = problems
    if problem := problem_of_deadline(due_on):
        wrong["due_on"] = [problem]
    if wrong:
        raise Invalid(wrong)
    try:
        with transaction.atomic():
            decision.save(force_insert=True)
    except IntegrityError:
        raise Conflict(_("A group is already voting on this.")) from None
    Member.objects.bulk_create(Member(decision=decision, person=person) for person in members)
    notify(
        users=[person.user for person in members],
        kind="decisions.decision.opened",
        url=decision.get_absolute_url(),
        params={"question": both(decision, "question"), "due": due_on.isoformat()},
        dedupe=f"decisions.decision.opened:{decision.public_id}",
    )
    record_event(
        actor=actor,
        action="decisions.decision.open",
        target=decision,
        after=DecisionState.OPEN,
        members=[person.public_id for person in members],
        due_on=due_on,
        basis=basis,
    )
    return decision


def problems_of_group(decision: Decision, members: Sequence[Person]) -> list[str]:
    """A sentence for each member who cannot sit in it, and for a group that is too small."""
    objections = objections_to(decision, members) | objections_to_membership(members, decision.opened_by)
    found = [labelled(person, objections[person.pk]) for person in members if person.pk in objections]
    if len({person.pk for person in members}) < SMALLEST_GROUP:
        found.append(_("A group has at least %(least)d members.") % {"least": SMALLEST_GROUP})
    if len({person.pk for person in members}) < len(members):
        found.append(_("Somebody was named twice."))
    return found


def problem_of_deadline(due_on: date) -> str:
    today = clock.today()
    if not today < due_on <= today + LONGEST_VOTING:
        return _("A day from tomorrow on, within %(most)d days.") % {"most": LONGEST_VOTING.days}
    return "" if is_workday(due_on) else _("This is not a working day.")


@transaction.atomic
def withdraw_decision(*, decision: Decision, actor: Person, reason: str, forced: bool = False) -> None:
    """Take the question back, with a reason; what was said stays. `forced`: the room of the subject takes it back because its matter has moved.

    Raises NotAllowed, Invalid without a reason, Conflict where the voting has closed.
    """
    if not forced:
        require(can_withdraw_decision, actor, decision)
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise Invalid({"reason": _("Say in up to %(limit)d characters why.") % {"limit": LONGEST_REASON}})
    decision.refresh_from_db(fields=["state", "version"], from_queryset=Decision.objects.select_for_update(no_key=True))
    advance(decision, DecisionState.WITHDRAWN, closed_at=clock.now(), withdrawn_reason=reason)
    notify(
        users=[member.person.user for member in decision.members.select_related("person__user")],
        kind="decisions.decision.withdrawn",
        url=decision.get_absolute_url(),
        params={"question": both(decision, "question")},
        dedupe=f"decisions.decision.withdrawn:{decision.public_id}",
    )
    record_event(
        actor=actor,
        action="decisions.decision.withdraw",
        target=decision,
        before=DecisionState.OPEN,
        after=DecisionState.WITHDRAWN,
    )
