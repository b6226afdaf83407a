"""What of low agreement waits for a lead."""

from django.utils.translation import gettext as _

from calibration.comparison import name_of
from calibration.enums import TodoState
from calibration.models import Recalibration
from calibration.rules.sessions import can_open_session
from calibration.templatetags.coefficients import plain_coefficient
from foundation.common import clock
from organization.models import Person
from organization.worklist import WorkItem


def todos_waiting_for(person: Person) -> list[WorkItem]:
    """One query for leads, none for anybody else."""
    if not can_open_session(person):
        return []
    rows = Recalibration.objects.filter(state=TodoState.OPEN).select_related("indicator").order_by("found_at")
    return [
        WorkItem(
            title=_("Calibrate again: %(indicator)s") % {"indicator": name_of(row.indicator)},
            url=row.get_absolute_url(),
            group="calibration",
            detail=_("alpha %(alpha)s over %(n)d items") % {"alpha": plain_coefficient(row.alpha), "n": row.items},
            state=str(TodoState.OPEN.label),
            tone=TodoState.OPEN.tone,
            since=clock.local(row.found_at).date(),
        )
        for row in rows[:50]
    ]
