"""Accounts of outside assessors that end while they still have visits to make: the leads hear of it while it can be prolonged."""

from datetime import date

from django.urls import reverse

from assessments.selectors.sheets import still_open, visible_to
from foundation.common import clock
from foundation.common.texts import both
from foundation.notifications.services import notify
from foundation.workdays.calendar import add_workdays
from organization.enums import Role
from organization.models import Person
from organization.selectors import holders_of

DAYS_BEFORE = 3  # working days


def remind_of_expiring_accounts() -> int:
    """Tell the leads, once for each last day. Run by beat; returns of how many accounts they were told."""
    today = clock.today()
    last = add_workdays(today, DAYS_BEFORE)
    people = Person.objects.exclude(firm="").filter(left_on=None, access_until__gte=today, access_until__lte=last)
    told = 0
    for person in people:
        # A lead of a unit that is visited does not learn of it by the number.
        counts = {
            lead: still_open(visible_to(lead).filter(assessor=person)).count()
            for lead in holders_of(Role.LEAD).select_related("user")
        }
        for lead, count in counts.items():
            if count:
                _tell(lead, person, count, person.access_until)
        told += any(counts.values())
    return told


def _tell(lead: Person, person: Person, count: int, last_day: date) -> None:
    notify(
        users=[lead.user],
        kind="assessments.outsider.expiring",
        url=reverse("assessments:board"),
        params={"person": both(person, "name"), "day": last_day.isoformat(), "count": count},
        dedupe=f"assessments.outsider.expiring:{person.public_id}:{last_day.isoformat()}",
    )
