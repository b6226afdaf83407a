"""What of CCTV reviews waits for a person: the unit's answer, and for leads the answers that are late."""

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from assessments.models import FootageRequest
from assessments.selectors.footage import due_on_of, unanswered
from foundation.common import clock
from foundation.common.texts import localized
from organization.enums import Role
from organization.models import Person
from organization.rules import units_answered_for
from organization.worklist import WorkItem


def footage_waiting_for(person: Person) -> list[WorkItem]:
    """Head and liaison: each request that waits for the unit. Leads: one row for all that are late. A query for each of the two."""
    found = []
    if units := units_answered_for(person):
        found += [_to_answer(one) for one in unanswered().filter(sheet__unit__in=units)]
    if person.has_role(Role.LEAD):
        found += _late_ones()
    return found


def _to_answer(asked: FootageRequest) -> WorkItem:
    due_on = due_on_of(asked)
    is_late = clock.today() > due_on
    return WorkItem(
        title=_("Show footage: %(camera)s") % {"camera": asked.camera},
        url=asked.get_absolute_url(),
        group="footage",
        detail=_("say where it can be watched, or why it is not available"),
        unit=localized(asked.sheet.unit, "name"),
        state=str(_("Overdue") if is_late else _("Waiting for the unit")),
        tone="late" if is_late else "wait",
        due_on=due_on,
        since=clock.local(asked.asked_at).date(),
    )


def _late_ones() -> list[WorkItem]:
    late = [one for one in unanswered() if clock.today() > due_on_of(one)]
    if not late:
        return []
    n = len(late)
    url = late[0].get_absolute_url() if n == 1 else f"{reverse('assessments:sheet_list')}?view=all&method=footage"
    sentence = ngettext("%(n)d unit has not answered about footage", "%(n)d units have not answered about footage", n)
    return [
        WorkItem(
            title=sentence % {"n": n},
            url=url,
            group="footage",
            detail=_("remind them, or let the items fall out once they say that there is nothing"),
            state=str(_("Overdue")),
            tone="late",
            due_on=min(due_on_of(one) for one in late),
        )
    ]
