"""Until when a returned sheet is corrected or answered: the days follow the calendar, and its assessors are reminded once (R14, R16)."""

from datetime import date

from django.db import transaction
from django.urls import reverse

from assessments.models import SheetReview
from assessments.review_enums import ReviewState
from assessments.selectors.reviews import at
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.notifications.services import notify
from foundation.workdays.calendar import add_workdays
from foundation.workdays.recounting import out_of_step
from organization.models import Person

DAYS_BEFORE = 1


def recount_reviews() -> int:
    """Sheets that lie with their assessors. Returns how many days moved."""
    rows = SheetReview.objects.filter(state=ReviewState.RETURNED)
    return sum(_move(review, due) for review, due in out_of_step(rows.select_related("sheet")))


@transaction.atomic
def _move(review: SheetReview, due: date) -> int:
    """Without touching the version: whoever is writing an answer goes on."""
    before = review.due_on
    if not SheetReview.objects.filter(pk=review.pk, state=ReviewState.RETURNED, due_on=before).update(due_on=due):
        return 0
    record_event(actor=None, action="assessments.review.move_due", target=review.sheet, before=before, after=due)
    _tell(review, "moved", due)
    return 1


def remind_of_returned() -> int:
    """A working day before the day, each return once, however often the schedule fires. Returns the sheets it concerns."""
    today = clock.today()
    rows = at(SheetReview.objects.all(), ReviewState.RETURNED)
    rows = rows.filter(due_on__gte=today, due_on__lte=add_workdays(today, DAYS_BEFORE))
    concerned = list(rows.select_related("sheet__assessor__user", "sheet__co_assessor__user"))
    for review in concerned:
        _tell(review, "due_soon", review.due_on)
    return len(concerned)


def _tell(review: SheetReview, what: str, due: date) -> None:
    # A return is told of once; a day that moved, for each day.
    occasion = due if what == "moved" else review.times_returned
    sheet = review.sheet
    people: list[Person] = sheet.holders
    notify(
        users=[one.user for one in people],
        kind=f"assessments.review.{what}",
        url=reverse("assessments:review_answer", args=[sheet.public_id]),
        params={"number": sheet.number, "due": due.isoformat()},
        dedupe=f"assessments.review.{what}:{review.public_id}:{occasion}",
    )
