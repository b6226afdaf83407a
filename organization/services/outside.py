"""Outside assessors: people of another firm, with an account for some months (R15). Made and prolonged by administrators, noted in the trail."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.engine import lock_for_transaction
from foundation.common.errors import Invalid, require
from foundation.common.states import swap
from organization.enums import Role
from organization.models import Person, Unit
from organization.rules import can_administer_organization
from organization.services.people import create_person
from organization.validators import clean_line

# An account that lasts for longer is prolonged by somebody who looks at it again.
LONGEST = timedelta(days=366)
PREFIX = "EXT-"


@transaction.atomic
def create_outside_assessor(
    *,
    name: str,
    firm: str,
    unit: Unit,
    first_day: date,
    last_day: date,
    username: str,
    password: str,
    name_en: str = "",
    email: str = "",
    actor: Person | None,
) -> Person:
    """Add somebody of another firm whom `unit` has engaged, as assessor from `first_day` up to and with `last_day`.

    They get a number of their own, EXT-0001. Raises Invalid ({field: sentence}) or NotAllowed.
    """
    if actor is not None:
        require(can_administer_organization, actor)
    firm = clean_line(firm, "firm", 80)
    check_period(first_day, last_day)
    lock_for_transaction("organization")
    person = create_person(
        staff_number=_next_number(),
        name=name,
        unit=unit,
        username=username,
        password=password,
        name_en=name_en,
        email=email,
        actor=actor,
        roles=[Role.ASSESSOR],
    )
    swap(person, expected={}, firm=firm, access_from=first_day, access_until=last_day)
    record_event(
        actor=actor,
        action="organization.outsider.create",
        target=person,
        starts_on=first_day,
        until=last_day,
    )
    return person


def _next_number() -> str:
    numbers = Person.objects.filter(staff_number__startswith=PREFIX).values_list("staff_number", flat=True)
    taken = [int(number.removeprefix(PREFIX)) for number in numbers if number.removeprefix(PREFIX).isdecimal()]
    return f"{PREFIX}{max(taken, default=0) + 1:04d}"


def check_period(first_day: date, last_day: date) -> None:
    """Raises Invalid for the field that is wrong."""
    if last_day < first_day:
        raise Invalid({"last_day": _("This is before the first day.")})
    if last_day < clock.today():
        raise Invalid(
            {"last_day": _("This day has passed. To end the account at once, record that the person has left.")}
        )
    if last_day - max(first_day, clock.today()) > LONGEST:
        raise Invalid({"last_day": _("An account lasts for a year at most; it can be prolonged later.")})


@transaction.atomic
def set_access_period(*, person: Person, first_day: date, last_day: date, version: int, actor: Person | None) -> Person:
    """Prolong the account, or end it sooner. `version`: what the page was loaded with; raises Conflict, Invalid or NotAllowed."""
    if actor is not None:
        require(can_administer_organization, actor)
    if not person.is_outside:
        raise Invalid(_("Only the account of an outside assessor has a first and a last day."))
    if first_day != person.access_from or last_day != person.access_until:
        check_period(first_day, last_day)
    before = person.access_until
    person.version = version
    swap(person, expected={}, access_from=first_day, access_until=last_day)
    record_event(
        actor=actor,
        action="organization.outsider.set_period",
        target=person,
        before=before.isoformat(),
        after=last_day.isoformat(),
        starts_on=first_day,
    )
    return person
