"""Days and reminders of self-checks: each told once, however often the schedule fires; days follow the plan and the calendar (R14)."""

from datetime import date

from django.db import transaction
from django.db.models import OuterRef, Subquery

from assessments.enums import CycleState
from assessments.models import Cycle, GatePassage, Plan
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.states import advance
from foundation.workdays.calendar import add_workdays, on_or_before
from organization.enums import Role
from organization.selectors import holders_of
from selfcheck.enums import STILL_OPEN, CheckState
from selfcheck.models import SelfCheck
from selfcheck.rules import TAKEN_IN, takes_in
from selfcheck.services.asking import tell_unit

WORKDAYS_AHEAD = 2


def remind_units() -> int:
    """Tell heads and liaisons two working days ahead, and once the day has passed; of what is late the leads too. Returns whom it was about."""
    today, told = clock.today(), 0
    waiting = _open().filter(due_on__lte=add_workdays(today, WORKDAYS_AHEAD))
    leads = list(holders_of(Role.LEAD))
    for check in waiting:
        late = check.due_on < today
        with transaction.atomic():
            kind = "selfcheck.check.late" if late else "selfcheck.check.due_soon"
            tell_unit(check, kind, check.due_on.isoformat(), *(leads if late else ()))
        told += 1
    return told


def _open():
    rows = SelfCheck.objects.filter(state__in=STILL_OPEN, cycle__state__in=TAKEN_IN)
    return rows.select_related("cycle", "unit").order_by("due_on", "pk")


def recount_due() -> int:
    """Move the days of open self-checks after their plans' first days and after working days. Returns how many moved."""
    begins = Plan.objects.filter(cycle=OuterRef("cycle"), unit=OuterRef("unit")).values("starts_on")
    rows = _open().filter(due_on__gte=clock.today()).annotate(begins=Subquery(begins[:1]))
    return sum(_move(check, right) for check in rows if (right := _right_day(check)) != check.due_on)


def _right_day(check: SelfCheck) -> date:
    """A day that would lie in the past is not set: nobody can be late by a change that they learn of today."""
    if check.workdays_before is None:
        return max(on_or_before(check.due_on), clock.today())
    if check.begins is None:
        return check.due_on
    return max(add_workdays(check.begins, -check.workdays_before), clock.today())


def _move(check: SelfCheck, due: date) -> int:
    before = check.due_on
    with transaction.atomic():
        # Without a new version: a day is no mark, and whoever is scoring at this moment loses nothing.
        if not SelfCheck.objects.filter(pk=check.pk, state__in=STILL_OPEN, due_on=before).update(due_on=due):
            return 0
        check.due_on = due
        tell_unit(check, "selfcheck.check.moved", due.isoformat())
        record_event(actor=None, action="selfcheck.check.move_due", target=check, before=before, after=due)
    return 1


def lock_open(cycle: Cycle) -> None:
    """Those that `follow_gate` may change, one passage after the other and before its first event: a unit that hands in at this moment holds
    its row and waits for the trail. None joins them: asking takes the lock of the cycle."""
    rows = SelfCheck.objects.filter(cycle=cycle, state__in=(*STILL_OPEN, CheckState.MISSED)).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk", flat=True))


def follow_gate(cycle: Cycle, passage: GatePassage) -> None:
    """In the transaction of the passage: past its scoring a cycle takes no self-check in; one that goes back to it takes them in
    again, and with a cycle that is taken back they are withdrawn.

    Its rows are locked already (`lock_open`). Not where the units have seen their figures: whoever knows the result does not score blind any more.
    """
    if cycle.state == CycleState.WITHDRAWN:
        for check in SelfCheck.objects.filter(cycle=cycle, state__in=STILL_OPEN).select_related("cycle", "unit"):
            _change(check, CheckState.WITHDRAWN, "selfcheck.check.withdraw", withdrawn_reason=passage.reason)
            tell_unit(check, "selfcheck.check.withdrawn", str(passage.public_id))
    elif not takes_in(cycle):
        for check in SelfCheck.objects.filter(cycle=cycle, state__in=STILL_OPEN).select_related("cycle", "unit"):
            _change(check, CheckState.MISSED, "selfcheck.check.miss")
            tell_unit(check, "selfcheck.check.missed", str(passage.public_id))
    elif passage.before in (CycleState.REVIEW, CycleState.APPROVAL) and not _has_been_shown(cycle):
        for check in SelfCheck.objects.filter(cycle=cycle, state=CheckState.MISSED).select_related("cycle", "unit"):
            _change(check, CheckState.DRAFT if check.draft else CheckState.ASKED, "selfcheck.check.reopen")


def _has_been_shown(cycle: Cycle) -> bool:
    return GatePassage.objects.filter(cycle=cycle, after=CycleState.FEEDBACK).exists()


def _change(check: SelfCheck, to: str, action: str, **more) -> None:
    before = check.state
    advance(check, to, **more)
    record_event(actor=None, action=action, target=check, before=before, after=to)
