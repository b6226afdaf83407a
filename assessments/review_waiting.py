"""What of reviews waits for a person, and what it keeps from passing a gate."""

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from assessments.gates import Blocker, Link
from assessments.models import Cycle, SheetReview
from assessments.review_enums import ReviewState
from assessments.selectors.reviews import at, open_counts, own_by_hand, returned_to
from foundation.common import clock
from foundation.common.texts import localized
from organization.enums import Role
from organization.models import Person
from organization.worklist import WorkItem


def sheets_not_reviewed(cycle: Cycle) -> list[Blocker]:
    """Sheets that wait for a lead, and sheets that lie with their assessors again: one blocker each, with the list of just them. One query."""
    counts = open_counts(cycle)
    found = []
    if waiting := counts.get(ReviewState.WAITING, 0):
        sentence = ngettext("%(n)d sheet waits for its review.", "%(n)d sheets wait for their review.", waiting)
        found.append(_blocker(cycle, sentence % {"n": waiting}, ReviewState.WAITING, Role.LEAD))
    if returned := counts.get(ReviewState.RETURNED, 0):
        sentence = ngettext(
            "%(n)d returned sheet is not answered yet.", "%(n)d returned sheets are not answered yet.", returned
        )
        found.append(_blocker(cycle, sentence % {"n": returned}, ReviewState.RETURNED, Role.ASSESSOR))
    return found


def _blocker(cycle: Cycle, text: str, state: ReviewState, who: Role) -> Blocker:
    url = f"{reverse('assessments:review_list')}?view={state.value}&cycle={cycle.code}"
    return Blocker(text, (Link(str(state.label), url),), str(who.label))


def reviews_waiting_for(person: Person) -> list[WorkItem]:
    """Leads: one row for all sheets that wait, with the day of the oldest. One query for leads, none for others."""
    if not person.has_role(Role.LEAD):
        return []
    waiting = at(SheetReview.objects.exclude(own_by_hand(person)), ReviewState.WAITING).order_by()
    found = waiting.aggregate(n=Count("pk"), first=Min("waiting_since"))
    n = found["n"]
    if not n:
        return []
    return [
        WorkItem(
            title=ngettext("Review %(n)d sealed sheet", "Review %(n)d sealed sheets", n) % {"n": n},
            url=reverse("assessments:review_list"),
            group="review",
            detail=_("read, approve or return with a comment"),
            state=str(ReviewState.WAITING.label),
            tone="wait",
            since=clock.local(found["first"]).date(),
        )
    ]


def returned_waiting_for(person: Person) -> list[WorkItem]:
    """Assessors: their sheets that a lead has returned. One query."""
    rows = returned_to(person).select_related("sheet__unit", "decided_by")
    return [
        WorkItem(
            title=_("Sheet %(number)s was returned to you") % {"number": review.sheet.number},
            url=reverse("assessments:review_answer", args=[review.sheet.public_id]),
            group="scoring",
            detail=_("correct it, or say why it stands"),
            unit=localized(review.sheet.unit, "name"),
            state=str(ReviewState.RETURNED.label),
            tone="late",
            since=clock.local(review.decided_at).date(),
        )
        for review in rows
    ]
