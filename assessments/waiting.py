"""What of scoring waits for a person, and what of it the search field finds."""

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from assessments.enums import SheetState
from assessments.half_days import half_day_text
from assessments.models import ScoreSheet
from assessments.selectors.criteria import criteria_of
from assessments.selectors.sheets import due_first, overdue, to_score, visible_to
from assessments.services.marks import count_given
from foundation.common import clock
from foundation.common.dates import due_text
from foundation.common.texts import labelled, localized
from organization.enums import Role
from organization.models import Person
from organization.searching import Hit
from organization.worklist import WorkItem


def progress_of(sheet: ScoreSheet) -> tuple[int, int]:
    """How many indicators are scored, of how many. A sealed sheet has them all."""
    wanted = len(criteria_of(sheet.standard_version).indicators)
    return (wanted if sheet.state == SheetState.SUBMITTED else count_given(sheet.draft)), wanted


def sheets_waiting_for(person: Person) -> list[WorkItem]:
    """The person's open sheets, with how far each one is. One query."""
    waiting = due_first(to_score(person)).select_related("unit", "standard_version", "record", "cycle", "item")
    return [_work_item(sheet) for sheet in waiting]


def _work_item(sheet: ScoreSheet) -> WorkItem:
    done, wanted = progress_of(sheet)
    state = sheet.States(sheet.state)
    topic = sheet.record.topic if sheet.record else half_day_text(sheet)
    progress = _("%(done)d of %(wanted)d scored") % {"done": done, "wanted": wanted} if done else ""
    return WorkItem(
        title=_("Score sheet %(number)s") % {"number": sheet.number},
        url=reverse("assessments:sheet_score", args=[sheet.public_id]),
        group="scoring",
        detail=" · ".join(
            str(part) for part in (sheet.get_method_display(), topic, _next_call(sheet), progress) if part
        ),
        unit=localized(sheet.unit, "name"),
        state=_("Call overdue") if _is_call_late(sheet) else str(state.label),
        tone="late" if _is_call_late(sheet) else state.tone,
        due_on=sheet.due_on,
    )


def overdue_sheets_for(person: Person) -> list[WorkItem]:
    """Managers: one row for all sheets whose day has passed, leading to the list of just them. One query for managers, none for others."""
    if not person.has_role(Role.MANAGER):
        return []
    found = overdue(visible_to(person)).order_by().aggregate(n=Count("pk"), first=Min("due_on"))
    n = found["n"]
    if not n:
        return []
    return [
        WorkItem(
            title=ngettext("%(n)d score sheet is overdue", "%(n)d score sheets are overdue", n) % {"n": n},
            url=f"{reverse('assessments:sheet_list')}?view=all&late=on",
            group="overdue",
            detail=_("in all units; the date is that of the oldest"),
            state=_("Overdue"),
            tone="late",
            due_on=found["first"],
        )
    ]


def _next_call(sheet: ScoreSheet) -> str:
    if not sheet.next_call_at:
        return ""
    return labelled(_("next call"), due_text(sheet.next_call_at))


def _is_call_late(sheet: ScoreSheet) -> bool:
    return bool(sheet.next_call_at) and sheet.next_call_at < clock.now()


def search_sheets(person: Person, words: str) -> list[Hit]:
    """Sheets by number, and by the number of the record they are about, within what the person may see."""
    found = visible_to(person).filter(number__icontains=words) | visible_to(person).filter(
        record__number__istartswith=words
    )
    return [
        Hit(
            title=sheet.number,
            url=reverse("assessments:sheet_detail", args=[sheet.public_id]),
            kind=_("score sheet"),
            detail=f"{localized(sheet.unit, 'name')} · {sheet.States(sheet.state).label}",
        )
        for sheet in found.select_related("unit").order_by("-pk")[:10]
    ]
