"""Where the interviews of a half-day stand: the drawn minutes, what came of each, how many agreed to be asked."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from assessments.enums import Method
from assessments.method_enums import InterviewOutcome
from assessments.models import InterviewNote, ScoreSheet
from assessments.moments import CONVERSATION, CONVERSATIONS, Moment, hours_of, moments_of
from assessments.selectors.frames import half_day_of_key
from foundation.common import clock


@dataclass
class Slot:
    """One drawn minute; `note` is what came of it, `corrected` what was noted before, the latest first."""

    moment: Moment
    note: InterviewNote | None = None
    corrected: list[InterviewNote] = field(default_factory=list)

    @property
    def number(self) -> int:
        return self.moment.number

    @property
    def has_come(self) -> bool:
        return self.moment.start <= clock.now()


@dataclass
class InterviewsSoFar:
    """`asked_by`: keys of those who score the sheet now. Nobody scores what a customer has told somebody else alone."""

    slots: list[Slot]
    begins: datetime
    ends: datetime
    asked_by: frozenset[int]

    @property
    def notes(self) -> list[InterviewNote]:
        """What counts, a row a minute."""
        return [slot.note for slot in self.slots if slot.note is not None]

    def _count(self, *outcomes: str) -> int:
        return sum(note.outcome in outcomes for note in self.notes)

    @property
    def interviewed(self) -> int:
        return self._count(InterviewOutcome.INTERVIEWED)

    @property
    def approached(self) -> int:
        return self._count(InterviewOutcome.INTERVIEWED, InterviewOutcome.DECLINED)

    @property
    def left(self) -> int:
        """Drawn minutes of which nothing is noted yet."""
        return len(self.slots) - len(self.notes)

    @property
    def rate(self) -> int | None:
        """Of those who were approached, how many agreed, in percent; None before anybody was."""
        return round(100 * self.interviewed / self.approached) if self.approached else None

    @property
    def is_answered(self) -> bool:
        """Whether one of the present assessors has spoken to a customer."""
        return any(
            note.outcome == InterviewOutcome.INTERVIEWED and note.person_id in self.asked_by for note in self.notes
        )

    @property
    def is_taken_back(self) -> bool:
        """Somebody noted that a customer had answered, and what stands there now is something else: only a lead lets this half-day fall out,
        whoever has the sheet."""
        answered = InterviewOutcome.INTERVIEWED
        undone = (
            slot.note is not None
            and slot.note.outcome != answered
            and any(row.outcome == answered for row in slot.corrected)
            for slot in self.slots
        )
        return not self.is_answered and any(undone)

    @property
    def next(self) -> Slot | None:
        """The minute to note next: the first without a note."""
        return next((slot for slot in self.slots if slot.note is None), None)


def minutes_of_sheet(sheet: ScoreSheet) -> list[Moment]:
    """The six drawn minutes of an interview's half-day; `item__draw` should be loaded."""
    half_day = half_day_of_key(sheet.item.key)
    if half_day is None:
        return []
    return moments_of(sheet.item.draw.seed, sheet.item.key, half_day, parts=CONVERSATIONS, length=CONVERSATION)


def interviews_of_sheet(sheet: ScoreSheet) -> InterviewsSoFar | None:
    """None where no customers are asked as they leave. One query, where `item__draw` is loaded."""
    if sheet.method != Method.INTERVIEW:
        return None
    slots = {moment.number: Slot(moment) for moment in minutes_of_sheet(sheet)}
    rows = list(notes_of_item(sheet))
    corrected = {row.corrects_id for row in rows}
    for row in rows:
        if row.pk in corrected:
            slots[row.number].corrected.insert(0, row)
        else:
            slots[row.number].note = row
    begins, ends = hours_of(half_day_of_key(sheet.item.key))
    keys = sheet.holder_keys
    return InterviewsSoFar(list(slots.values()), begins, ends, keys)


def notes_of_item(sheet: ScoreSheet) -> Iterable[InterviewNote]:
    """Everything that was noted of the sheet's present item, corrected rows too, the earliest first."""
    return InterviewNote.objects.filter(sheet=sheet.pk, item=sheet.item_id).select_related("person").order_by("pk")
