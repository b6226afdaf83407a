"""The review of a sealed sheet: approved, returned, answered, taken up again (R16, R19). Two leads at once: one truth, the other is told."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.models import ReviewStep, ScoreSheet, SheetReview
from assessments.review_enums import ReviewAct, ReviewCause, ReviewState
from assessments.rules.reviews import barred_from, can_answer_review, can_review_sheet, may_review
from assessments.selectors.criteria import criteria_of
from assessments.selectors.reviews import review_of
from assessments.services.marks import check_reason
from assessments.services.review_rules import begin_review
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed, require
from foundation.common.receipts import once
from foundation.common.states import advance, swap
from foundation.common.texts import both
from foundation.notifications.services import notify
from foundation.workdays.calendar import due_after
from organization.models import Person

LONGEST_NOTE = 500


def approve_review(*, review: SheetReview, actor: Person, version: int, key: UUID, note: str = "") -> dict:
    """The sheet stands as it is sealed. The same key gets the first answer.

    Raises NotAllowed for whoever had a hand in the sheet or is too close, Conflict with a sentence where it is not what was read any more.
    """
    require(can_review_sheet, actor, review.sheet)
    note = _checked(note)
    answer, _is_new = once(
        actor=actor.public_id,
        action="assessments.review.approve",
        key=key,
        payload=[review.public_id, note],
        act=lambda: _approve(review, actor, version, note),
    )
    return answer


def _approve(review: SheetReview, actor: Person, version: int, note: str = "") -> dict:
    _decide(review, actor, version, ReviewState.APPROVED, ReviewAct.APPROVED, note=note)
    return {"sheet": review.sheet.number}


def approve_reviews(*, seen: Iterable[tuple[SheetReview, int]], actor: Person, key: UUID) -> dict:
    """Many at once, each under the version in which it was listed: {"approved": n, "left": numbers of sheets that somebody else has moved on,
    "barred": numbers of those that are not the actor's to review}. What stands in the way of one leaves the others as they are."""
    seen = list(seen)
    if not may_review(actor):
        raise NotAllowed(_("Your role does not allow this."))

    def act() -> dict:
        # All rows before the first event: whoever waits for a row then never holds the lock of the trail that the other waits for.
        hold_reviews(SheetReview.objects.filter(pk__in=[review.pk for review, _version in seen]))
        barred = barred_from(actor, [review.sheet for review, _version in seen])
        done, left, kept_out = 0, [], []
        for review, version in seen:
            if review.sheet_id in barred:
                kept_out.append(review.sheet.number)
                continue
            try:
                with transaction.atomic():
                    require(can_review_sheet, actor, review.sheet)
                    _approve(review, actor, version)
                done += 1
            except (Conflict, NotAllowed):
                left.append(review.sheet.number)
        return {"approved": done, "left": left, "barred": kept_out}

    answer, _is_new = once(
        actor=actor.public_id,
        action="assessments.review.approve_many",
        key=key,
        payload=sorted(str(review.public_id) for review, _version in seen),
        act=act,
    )
    return answer


def return_review(
    *, review: SheetReview, actor: Person, comments: Mapping[str, str], version: int, key: UUID, note: str = ""
) -> dict:
    """Back to the assessors, with what is to be looked at again: {indicator code: comment}, or a note on the whole sheet; and until when.

    Raises as `approve_review`, and Invalid ({code or "note": sentence}) where nothing is said.
    """
    require(can_review_sheet, actor, review.sheet)
    criteria = criteria_of(review.sheet.standard_version)
    wrong, said = {}, {}
    for code, text in comments.items():
        if code not in criteria.indicators:
            raise Invalid(_("This sheet has no indicator %(code)s.") % {"code": str(code)[:20]})
        try:
            if text := check_reason(text):
                said[code] = text
        except Invalid as error:
            wrong[code] = error.messages
    try:
        note = _checked(note)
    except Invalid as error:
        wrong["note"] = error.messages
    if not (said or note or wrong):
        wrong["note"] = [_("Say at an indicator, or here, what is to be looked at again.")]
    if wrong:
        raise Invalid(wrong)
    answer, _is_new = once(
        actor=actor.public_id,
        action="assessments.review.return",
        key=key,
        payload=[review.public_id, said, note],
        act=lambda: _return(review, actor, version, said, note),
    )
    return answer


def _return(review: SheetReview, actor: Person, version: int, comments: dict[str, str], note: str) -> dict:
    today, days = clock.today(), settings.REVIEW_ANSWER_DAYS
    due_on = due_after(today, days)
    more = {
        "times_returned": review.times_returned + 1,
        "due_on": due_on,
        "counted_from": today,
        "counted_days": days,
    }
    _decide(review, actor, version, ReviewState.RETURNED, ReviewAct.RETURNED, note=note, comments=comments, more=more)
    sheet = review.sheet
    notify(
        users=[one.user for one in sheet.holders],
        kind="assessments.review.returned",
        url=reverse("assessments:review_answer", args=[sheet.public_id]),
        params={"number": sheet.number, "person": both(actor, "name"), "due": due_on.isoformat()},
        dedupe=f"assessments.review.returned:{review.public_id}:{review.version}",
    )
    return {"sheet": sheet.number}


@transaction.atomic
def answer_review(*, review: SheetReview, actor: Person, reason: str, version: int) -> None:
    """“It stands as it is”: nothing is corrected, and the lead reads why. Raises NotAllowed, Conflict, Invalid ({"reason": sentence})."""
    require(can_answer_review, actor, review)
    reason = _checked(reason, "reason")
    if not reason:
        raise Invalid({"reason": _("Say why the sheet stands as it is.")})
    if review.version != version:
        raise Conflict(_("This sheet has moved on in the meantime."), typed=[(_("Reason"), reason)])
    _wait_again(review, ReviewAct.STANDS, actor, note=reason)
    _tell_reviewer(review, actor, "answered")


@transaction.atomic
def take_up_sheet(*, sheet: ScoreSheet, actor: Person, reason: str) -> SheetReview:
    """By hand: a sealed sheet that no rule has called, or one that was reviewed, is read (again). Raises NotAllowed, Conflict, Invalid."""
    require(can_review_sheet, actor, sheet)
    reason = _checked(reason, "reason")
    if not reason:
        raise Invalid({"reason": _("Say why the sheet is read.")})
    if sheet.revision_id is None or sheet.plan_id is None:
        raise Conflict(_("Only sealed sheets of a plan are reviewed."))
    review = review_of(sheet)
    if review is None:
        return begin_review(sheet, ReviewCause.HAND, actor, note=reason)
    review.sheet = sheet
    if review.state != ReviewState.APPROVED:
        raise Conflict(_("This sheet is being reviewed already."))
    _wait_again(review, ReviewAct.REOPENED, actor, note=reason)
    return review


def hold_reviews(reviews: QuerySet[SheetReview]) -> None:
    """Lock the rows, in one order for everybody, until the transaction ends."""
    list(reviews.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk"))


def review_again(sheet: ScoreSheet, actor: Person) -> None:
    """After a correction, in its transaction: whatever was said about the earlier revision, a lead reads the new one. Without a review nothing."""
    review = review_of(sheet)
    if review is None:
        return
    review.sheet = sheet
    _wait_again(review, ReviewAct.CORRECTED, actor)
    _tell_reviewer(review, actor, "corrected")


def _wait_again(review: SheetReview, act: str, actor: Person, note: str = "") -> None:
    before, now = review.state, clock.now()
    if before == ReviewState.WAITING:  # corrected while it waits: whoever has read the earlier revision is told
        swap(review, expected={"state": before}, waiting_since=review.waiting_since)
    else:
        advance(review, ReviewState.WAITING, waiting_since=now, due_on=None, counted_from=None, counted_days=None)
    _note_step(review, act, actor, before, note=note)


def _decide(
    review: SheetReview,
    actor: Person,
    version: int,
    to: str,
    act: str,
    *,
    note: str = "",
    comments: Mapping[str, str] | None = None,
    more: Mapping | None = None,
) -> None:
    before = review.state
    try:
        if review.version != version:
            raise Conflict
        advance(review, to, decided_by=actor, decided_at=clock.now(), **(more or {}))
    except Conflict:
        raise Conflict(
            what_happened(SheetReview.objects.select_related("decided_by", "sheet").get(pk=review.pk)),
            typed=[*(comments or {}).items(), *([(_("Note"), note)] if note else [])],
        ) from None
    _note_step(review, act, actor, before, note=note, comments=comments)


def what_happened(review: SheetReview) -> str:
    """Why a decision came too late, in words."""
    words = {"number": review.sheet.number, "person": review.decided_by}
    if review.state == ReviewState.APPROVED:
        return _("%(person)s has approved sheet %(number)s in the meantime.") % words
    if review.state == ReviewState.RETURNED:
        return _("%(person)s has returned sheet %(number)s in the meantime.") % words
    return _("Sheet %(number)s has changed since you opened it. Read it once more.") % words


def _note_step(
    review: SheetReview, act: str, actor: Person, before: str, *, note: str = "", comments: Mapping | None = None
) -> None:
    sheet = review.sheet
    step = ReviewStep.objects.create(
        review=review,
        act=act,
        person=actor,
        revision_id=ScoreSheet.objects.values_list("revision", flat=True).get(pk=sheet.pk),
        note=note,
        comments=dict(comments or {}),
    )
    record_event(
        actor=actor,
        action=f"assessments.review.{VERBS[act]}",
        target=sheet,
        before=before,
        after=review.state,
        step=step.public_id,
        indicators=sorted(comments) if comments else None,
    )


VERBS = {
    ReviewAct.APPROVED: "approve",
    ReviewAct.RETURNED: "return",
    ReviewAct.CORRECTED: "correct",
    ReviewAct.STANDS: "answer",
    ReviewAct.REOPENED: "reopen",
}


def _tell_reviewer(review: SheetReview, actor: Person, what: str) -> None:
    """The lead who returned it."""
    if review.decided_by is None or review.decided_by_id == actor.pk:
        return
    notify(
        users=[review.decided_by.user],
        kind=f"assessments.review.{what}",
        url=reverse("assessments:review_read", args=[review.sheet.public_id]),
        params={"number": review.sheet.number, "person": both(actor, "name")},
        dedupe=f"assessments.review.{what}:{review.public_id}:{review.version}",
    )


def _checked(text: str, field: str = "note") -> str:
    """Raises Invalid ({field: sentence})."""
    try:
        return check_reason(text)
    except Invalid as error:
        raise Invalid({field: error.messages}) from None
