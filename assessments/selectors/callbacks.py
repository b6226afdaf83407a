"""Where a callback stands: its attempts, whether the customer was asked, whether they may be given up."""

from dataclasses import dataclass, field
from datetime import datetime

from assessments.calling import attempts_left, next_attempt
from assessments.calls_planned import USUAL_ATTEMPTS
from assessments.enums import DEAD_NUMBER, CallOutcome, Method, SheetState
from assessments.models import CallAttempt, ScoreSheet
from assessments.rules.sheets import is_scored_by, reads_what_was_said
from organization.models import Person
from records.models import RevealLog
from sampling.enums import ReplacementReason

# What is said of a customer who could not be asked: nobody says it of one who has answered.
NOT_ASKED = (ReplacementReason.UNREACHABLE, ReplacementReason.REFUSED, ReplacementReason.NO_NUMBER)
# What an attempt must have come to, before the customer is replaced for this reason.
_ATTESTED = {ReplacementReason.REFUSED: (CallOutcome.REFUSED,), ReplacementReason.NO_NUMBER: DEAD_NUMBER}


@dataclass
class CallsSoFar:
    """The attempts at the present customer, the earliest first, corrected ones too; `valid` without those.

    `callers`: keys of those who score the sheet now. Nobody scores what a customer has told somebody else.
    """

    attempts: list[CallAttempt]
    wanted: int
    has_number: bool
    callers: frozenset[int]
    valid: list[CallAttempt] = field(init=False)

    def __post_init__(self):
        corrected = {one.corrects_id for one in self.attempts}
        for one in self.attempts:
            one.is_corrected = one.pk in corrected
        self.valid = [one for one in self.attempts if not one.is_corrected]

    @property
    def completed(self) -> CallAttempt | None:
        """The call in which the customer answered one of the present assessors."""
        done = (one for one in self.valid if one.outcome == CallOutcome.COMPLETED and one.person_id in self.callers)
        return next(done, None)

    @property
    def is_completed(self) -> bool:
        return self.completed is not None

    @property
    def is_taken_back(self) -> bool:
        """Somebody noted that the customer had answered, and what stands there now is something else: only a lead lets this customer fall out,
        whoever has the sheet. Whoever corrected no more than time or note took nothing back."""
        noted = (one for one in self.attempts if one.is_corrected and one.outcome == CallOutcome.COMPLETED)
        return not self.is_completed and any(self._stands_for(one).outcome != CallOutcome.COMPLETED for one in noted)

    def _stands_for(self, attempt: CallAttempt) -> CallAttempt:
        """What stands in the attempt's place by now."""
        corrections = {one.corrects_id: one for one in self.attempts}
        while attempt.pk in corrections:
            attempt = corrections[attempt.pk]
        return attempt

    @property
    def last(self) -> CallAttempt | None:
        return self.valid[-1] if self.valid else None

    @property
    def next_at(self) -> datetime | None:
        """When the next call is proposed."""
        return next_attempt(self.last.outcome, self.last.at, self.last.call_back_at) if self.last else None

    @property
    def left(self) -> int:
        """Further attempts before the customer may be given up as not to be reached."""
        return attempts_left([one.at for one in self.valid], self.wanted)

    def attests(self, reason: str) -> bool:
        """Whether the attempts bear the reason out, as far as attempts can."""
        if reason in NOT_ASKED and self.is_completed:
            return False
        if reason == ReplacementReason.UNREACHABLE:
            return self.left == 0
        if reason == ReplacementReason.NO_NUMBER and not self.has_number:
            return True
        wanted = _ATTESTED.get(reason)
        return wanted is None or any(one.outcome in wanted for one in self.valid)

    @property
    def ground(self) -> ReplacementReason | None:
        """The reason for which the customer may be replaced as things stand; None where they are still to be called."""
        reasons = (ReplacementReason.REFUSED, ReplacementReason.NO_NUMBER, ReplacementReason.UNREACHABLE)
        return next((reason for reason in reasons if self.attests(reason)), None)


def calls_of_sheet(sheet: ScoreSheet) -> CallsSoFar | None:
    """None where nobody is called. `plan` and `record` should be loaded. One query."""
    if sheet.method != Method.CALLBACK:
        return None
    rows = sheet.call_attempts.filter(item=sheet.item_id).select_related("person").order_by("at", "pk")
    wanted = sheet.plan.call_attempts if sheet.plan_id else USUAL_ATTEMPTS
    callers = sheet.holder_keys
    return CallsSoFar(list(rows), wanted, bool(sheet.record and sheet.record.customer_phone), callers)


def readable_notes(calls: CallsSoFar, reader: Person | None, sheet: ScoreSheet) -> set[int]:
    """Keys of the attempts of which the reader sees what the customer said. Nobody who answers for the unit does (decision 058); and who scores
    the sheet does not see what the customer has answered to somebody else."""
    if not reads_what_was_said(reader, sheet):
        return set()
    is_blind = is_scored_by(reader, sheet) and sheet.state != SheetState.SUBMITTED
    return {
        one.pk
        for one in calls.attempts
        if not (is_blind and one.outcome == CallOutcome.COMPLETED and one.person_id not in calls.callers)
    }


def first_look(sheet: ScoreSheet, person: int) -> datetime | None:
    """When the person (a key) first had the number of the sheet's present customer shown; to the minute, as calls are noted."""
    looks = RevealLog.objects.filter(record=sheet.record_id, person=person).order_by("at")
    first = looks.values_list("at", flat=True).first()
    return first and first.replace(second=0, microsecond=0)


def reveals_for(sheet: ScoreSheet) -> list[RevealLog]:
    """Who has looked at the customer's number, the latest first."""
    if sheet.method != Method.CALLBACK or sheet.record_id is None:
        return []
    return list(RevealLog.objects.filter(record=sheet.record_id).select_related("person").order_by("-pk")[:50])
