"""What of assignment waits for a lead: sheets that nobody may score."""

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from assessments.models import ScoreSheet
from assessments.rules.assignment import can_reassign_sheets
from assessments.selectors.sheets import still_open, visible_to
from foundation.common import clock
from foundation.common.templatetags.marks import person_name
from foundation.common.texts import localized
from organization.models import Person
from organization.worklist import WorkItem


def blocked_sheets_for(person: Person) -> list[WorkItem]:
    """One query for leads, none for anybody else."""
    if not can_reassign_sheets(person):
        return []
    rows = still_open(visible_to(person).filter(is_blocked=True)).select_related("unit").order_by("due_on", "number")
    return [
        WorkItem(
            title=_("Nobody may score sheet %(number)s") % {"number": sheet.number},
            url=reverse("assessments:board"),
            group="assignment",
            detail=str(sheet.get_method_display()),
            unit=localized(sheet.unit, "name"),
            state=_("Blocked"),
            tone="late",
            due_on=sheet.due_on,
        )
        for sheet in rows[:50]
    ]


def ended_accounts_for(person: Person) -> list[WorkItem]:
    """Outside assessors whose account has ended, with visits that are still open. One query for leads, none for anybody else."""
    if not can_reassign_sheets(person):
        return []
    rows = still_open(visible_to(person).filter(assessor__access_until__lt=clock.today())).select_related("assessor")
    open_of: dict[Person, list[ScoreSheet]] = {}
    for sheet in rows.order_by("due_on", "number"):
        open_of.setdefault(sheet.assessor, []).append(sheet)
    return [
        WorkItem(
            title=_("The account of %(person)s has ended") % {"person": person_name(visitor)},
            url=reverse("assessments:board"),
            group="assignment",
            detail=ngettext("%(n)d open mystery visit", "%(n)d open mystery visits", len(sheets)) % {"n": len(sheets)},
            state=_("To be reassigned"),
            tone="late",
            due_on=sheets[0].due_on,
        )
        for visitor, sheets in open_of.items()
    ]
