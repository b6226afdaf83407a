"""Absences: entered by the person, their head or an administrator; withdrawn by the same (R13)."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.engine import lock_for_transaction
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.states import swap
from organization.enums import Half
from organization.models import Absence, Person
from organization.rules import can_enter_absence

LONGEST = timedelta(days=731)
# What lies further back changes nothing that is still to be assigned.
FURTHEST_BACK = timedelta(days=92)


@transaction.atomic
def enter_absence(
    *,
    person: Person,
    first_day: date,
    last_day: date,
    actor: Person | None,
    first_half: str = Half.MORNING,
    last_half: str = Half.AFTERNOON,
) -> Absence:
    """Note that the person is away from the first half-day up to and with the last. What is assigned from now on goes round it.

    Sheets they have already stay theirs: the board shows which visits they would miss. Raises NotAllowed, Invalid for a period that is
    turned round, too long, long past or overlaps one that is noted.
    """
    if actor is not None:
        require(can_enter_absence, actor, person)
    if (last_day, last_half) < (first_day, first_half):
        raise Invalid({"last_day": _("The last half-day is before the first.")})
    if last_day - first_day > LONGEST:
        raise Invalid({"last_day": _("At most two years at a time.")})
    if last_day < clock.today() - FURTHEST_BACK:
        raise Invalid({"last_day": _("This lies too far back to change anything.")})
    lock_for_transaction(f"absences-{person.pk}")
    if any(
        _touches(noted, first_day, first_half, last_day, last_half) for noted in _noted(person, first_day, last_day)
    ):
        raise Invalid({"first_day": _("An absence is noted for a part of this time already. Withdraw that one first.")})
    absence = Absence.objects.create(
        person=person,
        first_day=first_day,
        first_half=first_half,
        last_day=last_day,
        last_half=last_half,
        entered_by=actor,
    )
    record_event(
        actor=actor,
        action="organization.absence.enter",
        target=person,
        first=f"{first_day.isoformat()} {first_half}",
        last=f"{last_day.isoformat()} {last_half}",
    )
    return absence


def _noted(person: Person, first_day: date, last_day: date):
    return Absence.objects.filter(person=person, withdrawn_at=None, first_day__lte=last_day, last_day__gte=first_day)


def _touches(noted: Absence, first_day: date, first_half: str, last_day: date, last_half: str) -> bool:
    return (noted.first_day, noted.first_half) <= (last_day, last_half) and (first_day, first_half) <= (
        noted.last_day,
        noted.last_half,
    )


@transaction.atomic
def withdraw_absence(*, absence: Absence, actor: Person | None) -> Absence:
    """Take it back: the person is here after all. The row stays. Raises NotAllowed, Conflict where it was withdrawn already."""
    if actor is not None:
        require(can_enter_absence, actor, absence.person)
    if absence.withdrawn_at is not None:
        raise Conflict(_("This absence was withdrawn already."))
    swap(absence, expected={"withdrawn_at": None}, withdrawn_at=clock.now(), withdrawn_by=actor)
    record_event(
        actor=actor,
        action="organization.absence.withdraw",
        target=absence.person,
        first=f"{absence.first_day.isoformat()} {absence.first_half}",
        last=f"{absence.last_day.isoformat()} {absence.last_half}",
    )
    return absence
