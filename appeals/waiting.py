"""What of appeals waits for a person, and what the search finds."""

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from appeals.enums import AppealState, Side
from appeals.models import Appeal
from appeals.people import unsigned
from appeals.rules import is_head, is_party, is_ruler, may_lead_clarification
from appeals.selectors import clarifiers_of, for_page, sides_heard, staff_sheets_of, visible_to
from assessments.enums import CycleState
from assessments.rules.sheets import is_scored_by
from foundation.common import clock
from foundation.common.states import state_of
from foundation.common.texts import localized
from organization.enums import Role
from organization.models import Person
from organization.searching import Hit
from organization.worklist import WorkItem

SHOWN = 20


def work_of(person: Person) -> list[WorkItem]:
    """One row for each open appeal whose step waits for the person. One query for those of which there are none."""
    undecided = visible_to(person).exclude(state__in=(AppealState.RULED, AppealState.WITHDRAWN))
    waiting = for_page(undecided.filter(cycle__state=CycleState.FEEDBACK))[:SHOWN]
    return [_item(appeal, title) for appeal in waiting if (title := _what(person, appeal))]


def _what(person: Person, appeal: Appeal) -> str:
    """What the person is asked to do about it; empty where nothing."""
    if appeal.state == AppealState.DRAFT:
        return _draft(person, appeal)
    if appeal.state == AppealState.SUBMITTED:
        may = may_lead_clarification(person, appeal) and (person.has_role(Role.LEAD) or person in clarifiers_of(appeal))
        return _("Begin the clarification of appeal %(number)s") if may else ""
    if appeal.state == AppealState.CLARIFYING:
        return _clarifying(person, appeal)
    if is_ruler(person, appeal) and person in unsigned(appeal):
        proposed = appeal.rulings.filter(state="proposed").exists()
        return _("Sign the ruling on appeal %(number)s") if proposed else _("Rule on appeal %(number)s")
    return ""


def _draft(person: Person, appeal: Appeal) -> str:
    window = appeal.cycle.appeal_window if hasattr(appeal.cycle, "appeal_window") else None
    if window is None or not window.is_open:
        return ""
    if is_head(person, appeal):
        return _("Send or discard the draft of an appeal on %(sheet)s")
    return _("Go on with the draft of an appeal on %(sheet)s") if is_party(person, appeal) else ""


def _clarifying(person: Person, appeal: Appeal) -> str:
    heard = sides_heard(appeal)
    answer = _("Answer in the clarification of appeal %(number)s")
    if is_party(person, appeal):
        return "" if Side.UNIT in heard else answer
    if is_scored_by(person, appeal.sheet):
        return "" if Side.ASSESSOR in heard else answer
    done = {Side.UNIT, Side.ASSESSOR} <= heard or appeal.is_late
    may = done and may_lead_clarification(person, appeal) and (appeal.lead_id == person.pk or appeal.is_late)
    return _("Name who rules on appeal %(number)s") if may else ""


def _item(appeal: Appeal, title: str) -> WorkItem:
    state = state_of(appeal)
    due = appeal.cycle.appeal_window.due_on if appeal.state == AppealState.DRAFT else appeal.due_on
    return WorkItem(
        title=title % {"number": appeal.number, "sheet": appeal.sheet.number},
        url=appeal.get_absolute_url(),
        group="appeals",
        detail=f"{appeal.cycle.code} · {appeal.sheet.number}",
        unit=localized(appeal.unit, "name"),
        state=str(state.label),
        tone="late" if appeal.is_late else state.tone,
        due_on=due,
    )


def sheets_to_read(person: Person) -> list[WorkItem]:
    """One row a cycle: sheets about one's own work to which nothing was said yet."""
    unread = staff_sheets_of(person).filter(stance=None, sheet__cycle__state=CycleState.FEEDBACK)
    found: dict[int, list] = {}
    for about in unread:
        found.setdefault(about.sheet.cycle_id, []).append(about)
    return [_to_read(rows) for rows in found.values()]


def _to_read(rows: list) -> WorkItem:
    n, cycle = len(rows), rows[0].sheet.cycle
    window = getattr(cycle, "appeal_window", None)
    url = rows[0].get_absolute_url() if n == 1 else reverse("appeals:staff_sheet_list")
    return WorkItem(
        title=ngettext("Read a sheet about your work", "Read %(n)d sheets about your work", n) % {"n": n},
        url=url,
        group="own-work",
        detail=localized(cycle, "name"),
        state=_("Not read"),
        tone="wait",
        due_on=window.due_on if window is not None and window.due_on >= clock.today() else None,
    )


def search_appeals(person: Person, words: str) -> list[Hit]:
    rows = visible_to(person).filter(number__icontains=words) | visible_to(person).filter(
        sheet__number__icontains=words
    )
    return [
        Hit(
            title=str(appeal),
            url=appeal.get_absolute_url(),
            kind=_("appeal"),
            detail=f"{localized(appeal.unit, 'name')} · {state_of(appeal).label}",
        )
        for appeal in rows.select_related("unit", "sheet").order_by("-pk")[:10]
    ]
