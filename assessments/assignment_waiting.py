"""What of assignment waits for a lead: sheets that nobody may score."""

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.models import ScoreSheet
from assessments.rules.assignment import can_reassign_sheets
from assessments.selectors.sheets import still_open
from foundation.common.texts import localized
from organization.models import Person
from organization.worklist import WorkItem


def blocked_sheets_for(person: Person) -> list[WorkItem]:
    """One query for leads, none for anybody else."""
    if not can_reassign_sheets(person):
        return []
    rows = still_open(ScoreSheet.objects.filter(is_blocked=True)).select_related("unit").order_by("due_on", "number")
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
