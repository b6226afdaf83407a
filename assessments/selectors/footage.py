"""Where a CCTV review stands: the drawn windows, what was asked, what the unit answered, who has watched."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from assessments.enums import Method, SheetState
from assessments.models import FootageAnswer, FootageRequest, FootageViewing, ScoreSheet
from assessments.moments import WINDOW, WINDOWS, Moment, moments_of
from assessments.selectors.frames import half_day_of_key
from assessments.selectors.sheets import visible_to
from foundation.common import clock
from foundation.workdays.calendar import due_after
from organization.models import Person
from organization.rules import units_answered_for

# Working days within which a unit answers.
ANSWER_DAYS = 2


def to_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def due_on_of(asked: FootageRequest) -> date:
    """The last day on which an answer is in time, as the calendar stands now."""
    return due_after(clock.local(asked.asked_at).date(), ANSWER_DAYS)


@dataclass
class Asked:
    """One request with the unit's answers, the earliest first; the latest counts."""

    request: FootageRequest
    answers: list[FootageAnswer]

    @property
    def answer(self) -> FootageAnswer | None:
        return self.answers[-1] if self.answers else None

    @property
    def due_on(self) -> date:
        return due_on_of(self.request)

    @property
    def is_overdue(self) -> bool:
        return self.answer is None and clock.today() > self.due_on


@dataclass
class FootageSoFar:
    """Of the sheet's present item. `viewings`: all rows, corrected ones too; `valid` without those."""

    windows: list[Moment]
    requests: list[Asked]
    viewings: list[FootageViewing]
    watchers: frozenset[int]
    valid: list[FootageViewing] = field(init=False)

    def __post_init__(self):
        corrected = {one.corrects_id for one in self.viewings}
        for one in self.viewings:
            one.is_corrected = one.pk in corrected
        self.valid = [one for one in self.viewings if not one.is_corrected]

    @property
    def asked(self) -> Asked | None:
        return self.requests[-1] if self.requests else None

    @property
    def answer(self) -> FootageAnswer | None:
        return self.asked.answer if self.asked else None

    @property
    def is_provided(self) -> bool:
        return self.answer is not None and self.answer.is_provided

    @property
    def was_provided(self) -> bool:
        """Whether it could be watched at some time, whatever the unit says now."""
        return self.asked is not None and any(one.is_provided for one in self.asked.answers)

    def offer_at(self, at: datetime) -> FootageAnswer | None:
        """The answer by which it could be watched at that minute. What the unit says later undoes no viewing."""
        answers = self.asked.answers if self.asked else []
        ends = [*(one.answered_at for one in answers[1:]), None]
        for one, end in reversed(list(zip(answers, ends, strict=True))):
            if one.is_provided and to_minute(one.answered_at) <= at and (end is None or at <= end):
                return one
        return None

    @property
    def is_gone(self) -> bool:
        """Whether the unit attests that there is nothing to watch."""
        return self.answer is not None and not self.answer.is_provided

    @property
    def may_ask(self) -> bool:
        """Nothing was asked yet, or the camera that was asked for has nothing."""
        return not self.valid and (self.asked is None or self.is_gone)

    @property
    def is_viewed(self) -> bool:
        """Whether one of the present assessors has watched what was offered."""
        return any(one.person_id in self.watchers for one in self.valid)


def windows_of_sheet(sheet: ScoreSheet) -> list[Moment]:
    """The two drawn windows of the half-day; `item__draw` should be loaded."""
    half_day = half_day_of_key(sheet.item.key)
    return moments_of(sheet.item.draw.seed, sheet.item.key, half_day, parts=WINDOWS, length=WINDOW)


def footage_of_sheet(sheet: ScoreSheet) -> FootageSoFar | None:
    """None for other methods. Three queries, where `item__draw` is loaded."""
    if sheet.method != Method.FOOTAGE:
        return None
    return FootageSoFar(
        windows_of_sheet(sheet),
        asked_of_item(sheet),
        list(viewings_of_item(sheet)),
        sheet.holder_keys,
    )


def asked_of_item(sheet: ScoreSheet) -> list[Asked]:
    requests = (
        FootageRequest.objects.filter(sheet=sheet.pk, item=sheet.item_id)
        .select_related("person")
        .prefetch_related("answers__person")
        .order_by("number")
    )
    return [Asked(one, sorted(one.answers.all(), key=lambda answer: answer.number)) for one in requests]


def viewings_of_item(sheet: ScoreSheet) -> Iterable[FootageViewing]:
    return (
        FootageViewing.objects.filter(sheet=sheet.pk, item=sheet.item_id).select_related("person").order_by("at", "pk")
    )


def requests_visible_to(person: Person | None) -> QuerySet[FootageRequest]:
    """Whoever may see the sheet; and head and liaison of the unit at once, because they answer it. It holds no marks."""
    if person is None:
        return FootageRequest.objects.none()
    allowed = Q(sheet__in=visible_to(person))
    if units := units_answered_for(person):
        allowed |= Q(sheet__unit__in=units)
    return FootageRequest.objects.filter(allowed).select_related("sheet__unit", "sheet__cycle", "sheet__item", "person")


def unanswered() -> QuerySet[FootageRequest]:
    """Requests that still wait for the unit: of the item that the sheet has now, and not sealed."""
    return (
        FootageRequest.objects.filter(answers=None, item=F("sheet__item"))
        .exclude(sheet__state=SheetState.SUBMITTED)
        .select_related("sheet__unit")
    )
