"""Interviews beside the form, and on the page of a sheet that is read: drawn minutes, what came of each, the next one."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from assessments.enums import Method
from assessments.forms.interviews import InterviewForm, answers_as_fields
from assessments.methods_planned import guide_of
from assessments.models import ScoreSheet
from assessments.rules.sheets import reads_what_was_said
from assessments.scripts import Line, lines_of
from assessments.selectors.interviews import InterviewsSoFar, Slot, interviews_of_sheet
from assessments.services.interviews import questions_of
from foundation.common import clock
from organization.models import Person


@dataclass(frozen=True)
class InterviewPanel:
    """`form` is about `slot`; None once every minute is noted and none is being corrected. `shows_answers`: not where the page is kept on a
    device. `questions`: {number: text}."""

    so_far: InterviewsSoFar
    guide: list[Line]
    rate_text: str
    form: InterviewForm | None
    slot: Slot | None
    is_correction: bool
    key: UUID
    shows_answers: bool


def rate_text(so_far: InterviewsSoFar) -> str:
    """“3 of 5 who were approached agreed (60%)”; empty before anybody was."""
    if so_far.rate is None:
        return ""
    return _("%(asked)d of %(approached)d who were approached agreed (%(rate)d%%)") % {
        "asked": so_far.interviewed,
        "approached": so_far.approached,
        "rate": so_far.rate,
    }


def interview_panel(
    sheet: ScoreSheet,
    person: Person,
    *,
    query: Mapping[str, str] | None = None,
    form: InterviewForm | None = None,
    for_device: bool = False,
) -> InterviewPanel:
    """`query`: `?minute=3` begins with that minute, `?correct=<id>` with one's own note. `form`: one that was sent and refused."""
    so_far, query = interviews_of_sheet(sheet), query or {}
    slot, is_correction = _wanted(so_far, person, query, form)
    if form is None and slot is not None:
        form = InterviewForm(questions=questions_of(sheet), initial=_initial(sheet, slot, is_correction))
    return InterviewPanel(
        so_far=so_far,
        guide=lines_of(guide_of(sheet.plan, Method.INTERVIEW)),
        rate_text=rate_text(so_far),
        form=form,
        slot=slot,
        is_correction=is_correction,
        key=uuid4(),
        shows_answers=not for_device,
    )


def _wanted(
    so_far: InterviewsSoFar, person: Person, query: Mapping[str, str], form: InterviewForm | None
) -> tuple[Slot | None, bool]:
    """(the minute that the form is about, whether it corrects the note of it)."""
    if form is not None:
        number = str(form["number"].value())
        slot = next((slot for slot in so_far.slots if str(slot.number) == number), None)
        return slot, slot is not None and bool(form["corrects"].value())
    for slot in so_far.slots:
        if slot.note is None and str(slot.number) == query.get("minute"):
            return slot, False
        if slot.note is not None and slot.note.person == person and str(slot.note.public_id) == query.get("correct"):
            return slot, True
    return so_far.next, False


def _initial(sheet: ScoreSheet, slot: Slot, is_correction: bool) -> dict:
    fields = {"turn": sheet.turn, "number": slot.number}
    if not is_correction:
        # On another day nothing is filled in: when it was is for whoever stood there to say.
        return fields | ({"at": clock.now()} if clock.local(slot.moment.start).date() == clock.today() else {})
    note = slot.note
    noted = {name: getattr(note, name) for name in ("outcome", "at", "consented", "touchpoint")}
    return {**fields, **noted, **answers_as_fields(note.said), "corrects": note.public_id}


@dataclass(frozen=True)
class InterviewReading:
    """What a reader of the sheet sees: counts for everybody; with `slots`, what was said, question by question."""

    so_far: InterviewsSoFar
    rate_text: str
    slots: list[tuple[Slot, list[tuple[str, str]]]]


def interview_reading(sheet: ScoreSheet, person: Person) -> InterviewReading:
    so_far = interviews_of_sheet(sheet)
    if not reads_what_was_said(person, sheet):
        return InterviewReading(so_far, rate_text(so_far), [])
    texts = {line.number: line.text for line in questions_of(sheet)}
    slots = [
        (slot, [(texts.get(number, number), text) for number, text in slot.note.said.items()] if slot.note else [])
        for slot in so_far.slots
    ]
    return InterviewReading(so_far, rate_text(so_far), slots)
