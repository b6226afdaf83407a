"""Reminders a working day before a step ends, and escalation once its day has passed; each once, however often the schedule fires."""

from appeals.enums import OPEN
from appeals.models import Appeal
from appeals.people import tell, who_must_act
from appeals.selectors import for_page
from foundation.common import clock
from foundation.workdays.calendar import add_workdays
from organization.enums import Role
from organization.selectors import holders_of

DAYS_BEFORE = 1


def remind_everybody() -> int:
    """Tell whom a step waits for; what is late is told to leads and managers too. Returns how many steps were looked at."""
    today, looked = clock.today(), 0
    waiting = for_page(Appeal.objects.filter(state__in=OPEN, due_on__lte=add_workdays(today, DAYS_BEFORE)))
    for appeal in waiting:
        looked += 1
        people = who_must_act(appeal)
        # The state is part of it: a step that begins anew on the same day is reminded of anew.
        occasion = f"{appeal.state}:{appeal.due_on}"
        if appeal.is_late:
            tell(people, appeal, "late", occasion=occasion)
            tell([*holders_of(Role.LEAD), *holders_of(Role.MANAGER)], appeal, "escalated", occasion=occasion)
        else:
            tell(people, appeal, "due_soon", occasion=occasion)
    return looked
