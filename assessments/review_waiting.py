"""What of reviews waits for a person, and what it keeps from passing a gate."""

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from assessments.gates import Blocker, Link
from assessments.models import Cycle, SheetReview
from assessments.review_enums import REVIEWABLE, ReviewState
from assessments.selectors.reviews import open_counts, own_by_hand, returned_to
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
    """Leads: one row for all sheets that wait, with the day of the oldest; one for those that were returned, with the day that comes first.

    One query for leads, none for others.
    """
    if not person.has_role(Role.LEAD):
        return []
    waiting, returned = Q(state=ReviewState.WAITING), Q(state=ReviewState.RETURNED)
    rows = SheetReview.objects.exclude(own_by_hand(person)).filter(sheet__cycle__state__in=REVIEWABLE).order_by()
    found = rows.aggregate(
        n=Count("pk", filter=waiting),
        first=Min("waiting_since", filter=waiting),
        back=Count("pk", filter=returned),
        late=Count("pk", filter=returned & Q(due_on__lt=clock.today())),
        due=Min("due_on", filter=returned),
    )
    return [*_to_read(found), *_to_be_answered(found)]


def _to_be_answered(found: dict) -> list[WorkItem]:
    n, late = found["back"], found["late"]
    if not n:
        return []
    return [
        WorkItem(
            title=ngettext("%(n)d returned sheet is not answered yet", "%(n)d returned sheets are not answered yet", n)
            % {"n": n},
            url=f"{reverse('assessments:review_list')}?view={ReviewState.RETURNED.value}",
            group="review",
            detail=ngettext("%(n)d is late", "%(n)d are late", late) % {"n": late}
            if late
            else _("its assessor corrects it, or says why it stands"),
            state=str(ReviewState.RETURNED.label),
            tone="late" if late else "wait",
            due_on=found["due"],
        )
    ]


def _to_read(found: dict) -> list[WorkItem]:
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
            due_on=review.due_on,
            since=clock.local(review.decided_at).date(),
        )
        for review in rows
    ]
