"""Asking customers as they leave: at drawn minutes, each accounted for (R15)."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _, ngettext

from assessments.enums import Method, SheetState
from assessments.method_enums import InterviewOutcome
from assessments.methods_planned import guide_of
from assessments.models import InterviewNote, ScoreSheet
from assessments.rules.sheets import can_score_sheet
from assessments.scripts import Line, lines_of
from assessments.selectors.interviews import Slot, interviews_of_sheet, notes_of_item
from assessments.services.marks import CONTROLS
from assessments.services.replaced_rows import replaced_by
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import once, payload_digest
from organization.models import Person
from records.enums import Touchpoint

LONGEST_ANSWER = 500
# Whoever was approached in the last minute of a half-day may still be talking when it is over.
GRACE = timedelta(minutes=30)


def questions_of(sheet: ScoreSheet) -> list[Line]:
    """The numbered lines of the plan's guide."""
    return [line for line in lines_of(guide_of(sheet.plan, Method.INTERVIEW)) if line.number]


def note_interview(
    *,
    sheet: ScoreSheet,
    actor: Person,
    turn: int,
    number: int,
    outcome: str,
    at: datetime | None,
    key: UUID,
    consented: bool = False,
    touchpoint: str = "",
    answers: Mapping[str, str] | None = None,
    corrects: UUID | None = None,
) -> InterviewNote:
    """Note what came of the drawn minute `number`. The same key gives the same note.

    `turn`: of the sheet as the page showed it. `at`: when the customer was spoken to, or the waiting ended. `answers`: {number of the
    question: what was said}, kept only of somebody who agreed. `corrects`: the note, by its public id, in whose place this one stands.
    Raises NotAllowed, Invalid ({field: sentence}), Conflict where the sheet is sealed, went to somebody else or has another half-day now.
    """
    require(can_score_sheet, actor, sheet)
    _require_open(sheet)
    is_asked = outcome == InterviewOutcome.INTERVIEWED
    said = _plain_answers(sheet, answers or {}) if is_asked else {}
    consented, touchpoint = is_asked and consented, touchpoint if is_asked else ""

    def act() -> dict:
        present = (
            ScoreSheet.objects.select_for_update(of=("self",), no_key=True)
            .select_related("item__draw")
            .get(pk=sheet.pk)
        )
        _require_open(present)
        if present.turn != turn:
            raise Conflict(_("This sheet has been given to somebody else, or its item was replaced, in the meantime."))
        so_far = interviews_of_sheet(present)
        slot = next((one for one in so_far.slots if one.number == number), None)
        if slot is None:
            raise Invalid({"number": _("Choose one of the drawn minutes.")})
        if wrong := _problems_of(slot, so_far.ends, outcome, at, consented, touchpoint, said):
            raise Invalid(wrong)
        note = InterviewNote.objects.create(
            sheet=present,
            item_id=present.item_id,
            person=actor,
            number=number,
            after=slot.moment.start,
            outcome=outcome,
            at=at,
            consented=consented,
            touchpoint=touchpoint,
            answers=json.dumps(said, ensure_ascii=False, sort_keys=True) if said else "",
            corrects=_corrected(slot, actor, corrects),
        )
        record_event(
            actor=actor,
            action="assessments.interview.correct" if corrects else "assessments.interview.note",
            target=sheet,
            note=note.public_id,
            minute=f"{clock.local(slot.moment.start):%H:%M}",
            interview=outcome,
            corrects=corrects,
        )
        return {"note": str(note.public_id)}

    payload = {
        "sheet": sheet.public_id,
        "turn": turn,
        "number": number,
        "outcome": outcome,
        "at": at,
        "consented": consented,
        "touchpoint": touchpoint,
        "answers": said,
        "corrects": corrects,
    }
    answer, _is_new = once(
        actor=actor.public_id, action="assessments.interview.note", key=key, payload=payload, act=act
    )
    return InterviewNote.objects.select_related("person").get(public_id=answer["note"])


def _plain_answers(sheet: ScoreSheet, answers: Mapping[str, str]) -> dict[str, str]:
    """What was said to the questions of the guide, without empty ones."""
    plain = {
        line.number: (answers.get(line.number) or "").replace("\r\n", "\n").strip() for line in questions_of(sheet)
    }
    return {number: text for number, text in plain.items() if text}


def _require_open(sheet: ScoreSheet) -> None:
    if sheet.method != Method.INTERVIEW:
        raise Conflict(_("Nobody is interviewed for this sheet."))
    if sheet.state == SheetState.SUBMITTED:
        raise Conflict(_("This sheet is sealed; nothing is noted of its interviews any more."))


def _problems_of(
    slot: Slot,
    ends: datetime,
    outcome: str,
    at: datetime | None,
    consented: bool,
    touchpoint: str,
    said: Mapping[str, str],
) -> dict[str, str]:
    wrong = {}
    after, latest = slot.moment.start, ends + GRACE
    if outcome not in InterviewOutcome.values:
        wrong["outcome"] = _("Choose what came of it.")
    if at is None:
        wrong["at"] = _("Enter the time.")
    elif at > clock.now():
        wrong["at"] = _("The time cannot be in the future.")
    elif at < after:
        wrong["at"] = _("The drawn minute is %(minute)s; it cannot have been earlier.") % {"minute": _wall(after)}
    elif at > latest:
        wrong["at"] = _("The half-day ends at %(end)s; later customers belong to another one.") % {"end": _wall(ends)}
    if touchpoint and touchpoint not in Touchpoint.values:
        wrong["touchpoint"] = _("Choose what the customer used.")
    if outcome == InterviewOutcome.INTERVIEWED:
        if not consented:
            wrong["consented"] = _("Only who has agreed is interviewed. Otherwise note that the customer declined.")
        if not said:
            wrong["answers"] = _("Write down what the customer said to at least one question.")
    for number, text in said.items():
        if len(text) > LONGEST_ANSWER:
            wrong[f"answer_{number}"] = _("At most %(most)d characters.") % {"most": LONGEST_ANSWER}
        elif CONTROLS.search(text):
            wrong[f"answer_{number}"] = _("This contains characters that cannot be kept.")
    return wrong


def _wall(moment: datetime) -> str:
    return f"{clock.local(moment):%H:%M}"


def _corrected(slot: Slot, actor: Person, public_id: UUID | None) -> InterviewNote | None:
    """The note that is put right: one's own, and not put right already. Without one the minute must be free."""
    if public_id is None:
        if slot.note is not None:
            raise Conflict(_("This minute is noted already. If that was a slip, correct the note."))
        return None
    if slot.note is None or slot.note.public_id != public_id or slot.note.person_id != actor.pk:
        raise Conflict(_("This note is not yours to correct, or it was corrected already."))
    return slot.note


def interview_gaps(sheet: ScoreSheet) -> Mapping[str, str]:
    """What keeps the interviews from being sealed: {"interview": sentence}. A score for customers whom nobody asked would be invented."""
    so_far = interviews_of_sheet(sheet)
    if so_far is None:
        return {}
    if so_far.left:
        sentence = ngettext(
            "%(n)d drawn minute is not accounted for yet.",
            "%(n)d drawn minutes are not accounted for yet.",
            so_far.left,
        )
        return {"interview": sentence % {"n": so_far.left}}
    if not so_far.is_answered:
        return {"interview": _("You have interviewed no customer. Without one there is nothing to score.")}
    return {}


def seal_of_interviews(sheet: ScoreSheet, schema: int) -> str:
    """SHA-256 over all notes of the sheet's item, as revisions of the schema hold them; their random ids are part of it, so that nobody can guess
    a text back."""
    notes = list(notes_of_item(sheet))
    rows = [
        [
            str(row.public_id),
            str(row.person.public_id),
            row.number,
            row.after.astimezone(UTC).isoformat(),
            row.outcome,
            row.at.astimezone(UTC).isoformat(),
            row.consented,
            row.touchpoint,
            row.said,
            replaced_by(row, notes, schema),
        ]
        for row in notes
    ]
    return payload_digest(rows)
