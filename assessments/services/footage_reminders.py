"""Requests for footage that wait for the unit: it is reminded before its day and after it, and leads hear of it then (R14, R15)."""

from datetime import date

from assessments.models import FootageRequest
from assessments.selectors.footage import due_on_of, unanswered
from foundation.common import clock
from foundation.common.texts import both
from foundation.notifications.services import notify
from foundation.workdays.calendar import add_workdays
from organization.enums import Role
from organization.models import Person
from organization.selectors import answerable_for, holders_of

DAYS_BEFORE = 1  # working days


def remind_of_footage() -> int:
    """Head and liaison a working day before the day and once it has passed, leads then too; each once, however often the schedule fires.

    Returns the requests it concerns.
    """
    today = clock.today()
    soon = add_workdays(today, DAYS_BEFORE)
    told = 0
    for asked in unanswered():
        due = due_on_of(asked)
        if due > soon:
            continue
        told += 1
        unit = list(answerable_for(asked.sheet.unit))
        if due >= today:
            # A day that the calendar moves is another day.
            _tell(unit, "due_soon", asked, due, occasion=f":{due}")
        else:
            _tell(unit, "overdue", asked, due)
            _tell(list(holders_of(Role.LEAD).select_related("user")), "unanswered", asked, due)
    return told


def _tell(people: list[Person], what: str, asked: FootageRequest, due: date, *, occasion: str = "") -> None:
    notify(
        users=[person.user for person in people if person.user_id],
        kind=f"assessments.footage.{what}",
        url=asked.get_absolute_url(),
        params={
            "unit": both(asked.sheet.unit, "name"),
            "camera": asked.camera,
            "number": asked.sheet.number,
            "due": due.isoformat(),
        },
        dedupe=f"assessments.footage.{what}:{asked.public_id}{occasion}",
    )
