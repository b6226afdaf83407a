"""Calling customers back: the number shown on demand, each attempt noted, the next one proposed (R15, R24)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.calling import EARLIEST, LATEST, may_be_wished
from assessments.enums import CallOutcome, Method, SheetState
from assessments.models import CallAttempt, ScoreSheet
from assessments.rules.sheets import can_score_sheet
from assessments.selectors.callbacks import calls_of_sheet, first_look
from assessments.services.marks import CONTROLS
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import once
from foundation.common.texts import both
from foundation.notifications.services import notify
from organization.enums import Role
from organization.models import Person
from organization.selectors import holders_of
from records.services import reveal_contact

LONGEST_NOTE = 1000
FURTHEST_WISH = timedelta(days=60)


def usual_reason(sheet: ScoreSheet) -> str:
    """What a reveal is for, unless whoever looks says something else."""
    return _("Follow-up callback for score sheet %(number)s") % {"number": sheet.number}


@transaction.atomic
def reveal_number(*, sheet: ScoreSheet, actor: Person, reason: str) -> str:
    """The customer's number in full. Who looked when and why is kept with the record, in the trail and on the sheet.

    Raises NotAllowed, Conflict where nobody is to be called any more, Invalid where no number is kept or the reason is missing.
    """
    require(can_score_sheet, actor, sheet)
    _require_open(sheet)
    if not sheet.record.customer_phone:
        raise Invalid({"reason": _("No number is kept of this customer.")})
    reveal_contact(record=sheet.record, actor=actor, reason=reason)
    record_event(actor=actor, action="assessments.call.reveal", target=sheet, record=sheet.record.pk)
    return sheet.record.customer_phone


def note_attempt(
    *,
    sheet: ScoreSheet,
    actor: Person,
    turn: int,
    outcome: str,
    at: datetime,
    key: UUID,
    call_back_at: datetime | None = None,
    note: str = "",
    corrects: UUID | None = None,
) -> CallAttempt:
    """Note one attempt; the next one is proposed within working hours, or when the customer wishes. The same key gives the same attempt.

    Nobody has called whose number they have not had shown before; and once the customer has answered, only a slip is put right.

    `turn`: of the sheet as the page showed it. `corrects`: the attempt, by its public id, in whose place this one stands from now on.
    Raises NotAllowed, Invalid ({field: sentence}), Conflict where the sheet is sealed, went to somebody else or has another customer now.
    """
    require(can_score_sheet, actor, sheet)
    note = (note or "").replace("\r\n", "\n").strip()
    call_back_at = call_back_at if outcome == CallOutcome.LATER else None
    if wrong := _problems_of(sheet, outcome, at, call_back_at, note):
        raise Invalid(wrong)

    def act() -> dict:
        present = ScoreSheet.objects.select_for_update(no_key=True).get(pk=sheet.pk)
        _require_open(present)
        if present.turn != turn:
            raise Conflict(_("This sheet has been given to somebody else, or its item was replaced, in the meantime."))
        _require_called(present, actor, at)
        if corrects is None and calls_of_sheet(present).is_completed:
            sentence = _("The customer has answered already. If that was noted by mistake, correct that attempt.")
            raise Invalid({"outcome": sentence})
        attempt = CallAttempt.objects.create(
            sheet=present,
            item_id=present.item_id,
            person=actor,
            outcome=outcome,
            at=at,
            call_back_at=call_back_at,
            note=note,
            corrects=_corrected(present, actor, corrects),
        )
        _keep_standing(present)
        _tell_leads(present, actor, attempt)
        record_event(
            actor=actor,
            action="assessments.call.correct" if corrects else "assessments.call.attempt",
            target=sheet,
            attempt=attempt.public_id,
            outcome=outcome,
            corrects=corrects,
        )
        return {"attempt": str(attempt.public_id)}

    payload = {
        "sheet": sheet.public_id,
        "turn": turn,
        "outcome": outcome,
        "at": at,
        "call_back_at": call_back_at,
        "note": note,
        "corrects": corrects,
    }
    answer, _is_new = once(actor=actor.public_id, action="assessments.call.attempt", key=key, payload=payload, act=act)
    return CallAttempt.objects.select_related("person").get(public_id=answer["attempt"])


def _require_open(sheet: ScoreSheet) -> None:
    if sheet.method != Method.CALLBACK:
        raise Conflict(_("Nobody is called for this sheet."))
    if sheet.state == SheetState.SUBMITTED:
        raise Conflict(_("This sheet is sealed; nobody is called for it any more."))


def _require_called(sheet: ScoreSheet, actor: Person, at: datetime) -> None:
    """Raise Invalid where the actor cannot have called this customer then: the number was not shown to them before."""
    looked = first_look(sheet, actor.pk)
    if looked is None:
        raise Invalid({"outcome": _("Have the number shown first. Only then can a call be noted.")})
    if at < looked:
        raise Invalid({"at": _("The number was not shown to you before that; the call cannot have been earlier.")})


def _problems_of(
    sheet: ScoreSheet, outcome: str, at: datetime | None, call_back_at: datetime | None, note: str
) -> dict[str, str]:
    wrong = {}
    if outcome not in CallOutcome.values:
        wrong["outcome"] = _("Choose what came of the call.")
    if at is None:
        wrong["at"] = _("Enter the time of the call.")
    elif at > clock.now():
        wrong["at"] = _("The call cannot be in the future.")
    elif at < sheet.created_at.replace(second=0, microsecond=0):
        wrong["at"] = _("This is before the customer was drawn.")
    if outcome == CallOutcome.LATER:
        if call_back_at is None:
            wrong["call_back_at"] = _("Enter when the customer wishes to be called.")
        elif not clock.now() < call_back_at <= clock.now() + FURTHEST_WISH:
            wrong["call_back_at"] = _("Enter a time that is still to come, within two months.")
        elif not may_be_wished(call_back_at):
            hours = {"from": EARLIEST, "to": LATEST}
            wrong["call_back_at"] = _("Customers are called between %(from)d:00 and %(to)d:00 only.") % hours
    if len(note) > LONGEST_NOTE:
        wrong["note"] = _("The note is longer than %(limit)s characters.") % {"limit": LONGEST_NOTE}
    elif CONTROLS.search(note):
        wrong["note"] = _("The note contains characters that cannot be kept.")
    return wrong


def _corrected(sheet: ScoreSheet, actor: Person, public_id: UUID | None) -> CallAttempt | None:
    """The attempt that is put right: one's own, at the present customer, and not put right already."""
    if public_id is None:
        return None
    found = sheet.call_attempts.filter(public_id=public_id, item=sheet.item_id, person=actor).first()
    if found is None or CallAttempt.objects.filter(corrects=found).exists():
        raise Conflict(_("This attempt is not yours to correct, or it was corrected already."))
    return found


def _tell_leads(sheet: ScoreSheet, actor: Person, attempt: CallAttempt) -> None:
    """Whoever takes “answered” back cannot replace the customer; whoever can is told."""
    taken_back = attempt.corrects is not None and attempt.corrects.outcome == CallOutcome.COMPLETED
    if not taken_back or attempt.outcome == CallOutcome.COMPLETED:
        return
    notify(
        users=[lead.user for lead in holders_of(Role.LEAD) if lead.pk != actor.pk],
        kind="assessments.call.taken_back",
        url=reverse("assessments:sheet_detail", args=[sheet.public_id]),
        params={"number": sheet.number, "person": both(actor, "name")},
        dedupe=f"assessments.call.taken_back:{attempt.public_id}",
    )


def _keep_standing(sheet: ScoreSheet) -> None:
    """What the lists show of the callback. The only writer of these two columns, but for a handover to another item."""
    calls = calls_of_sheet(sheet)
    ScoreSheet.objects.filter(pk=sheet.pk).update(call_outcome=calls.last.outcome, next_call_at=calls.next_at)


def call_gaps(sheet: ScoreSheet) -> Mapping[str, str]:
    """What keeps a callback from being sealed: {"call": sentence}. A score for a customer who was not asked would be invented.

    Asked by whoever scores the sheet now, after the number was shown to them.
    """
    calls = calls_of_sheet(sheet)
    if calls is None:
        return {}
    if calls.completed is None:
        return {"call": _("Note the call in which the customer answered the questions.")}
    looked = first_look(sheet, calls.completed.person_id)
    if looked is None or calls.completed.at < looked:
        return {
            "call": _("The number was not shown before the call in which the customer answered. Correct that call.")
        }
    return {}
