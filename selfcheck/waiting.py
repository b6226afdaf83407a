"""What of self-checks waits for a person, and what of the log the search field finds."""

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from foundation.common import clock
from foundation.common.texts import localized
from organization.models import Person
from organization.searching import Hit
from organization.worklist import WorkItem
from selfcheck.rules import answers_for_some_unit, can_ask
from selfcheck.selectors.checks import overdue, to_fill_in
from selfcheck.selectors.log import entries_visible_to


def waiting_for(person: Person) -> list[WorkItem]:
    """Self-checks to hand in; for leads, one row a cycle for those whose day has passed. One or two queries."""
    items = [_to_hand_in(check) for check in to_fill_in(person)] if answers_for_some_unit(person) else []
    if can_ask(person):
        items += [_to_ask_after(row) for row in _late_by_cycle()]
    return items


def _to_hand_in(check) -> WorkItem:
    state = check.States(check.state)
    return WorkItem(
        title=_("Self-check for %(cycle)s") % {"cycle": check.cycle.code},
        url=reverse("selfcheck:check_fill", args=[check.public_id]),
        group="selfcheck",
        detail=ngettext("%(n)d indicator", "%(n)d indicators", len(check.indicators)) % {"n": len(check.indicators)},
        unit=localized(check.unit, "name"),
        state=str(state.label),
        tone="late" if check.is_late else state.tone,
        due_on=check.due_on,
        since=clock.local(check.created_at).date(),
    )


def _late_by_cycle():
    return (
        overdue().order_by().values("cycle__code").annotate(n=Count("pk"), since=Min("due_on")).order_by("cycle__code")
    )


def _to_ask_after(row: dict) -> WorkItem:
    text = ngettext("%(n)d self-check of %(cycle)s is late", "%(n)d self-checks of %(cycle)s are late", row["n"])
    return WorkItem(
        title=text % {"n": row["n"], "cycle": row["cycle__code"]},
        url=f"{reverse('selfcheck:check_list')}?cycle={row['cycle__code']}&late=on",
        group="selfcheck",
        state=_("Late"),
        tone="late",
        due_on=row["since"],
    )


def search_log(person: Person, words: str) -> list[Hit]:
    """Entries by number and by what they say, within what the person may see."""
    found = entries_visible_to(person).filter(Q(number__icontains=words) | Q(found__icontains=words))[:10]
    return [
        Hit(
            title=entry.number,
            url=entry.get_absolute_url(),
            kind=_("log entry"),
            detail=f"{localized(entry.unit, 'name')} · {entry.found[:60]}",
        )
        for entry in found
    ]
