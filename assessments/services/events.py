"""Reporting and deciding critical events."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.enums import EventState
from assessments.models import CriticalEvent, Cycle
from assessments.rules.events import can_decide_event, can_report_event, takes_events
from assessments.selectors.events import event_indicators
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.states import advance
from foundation.common.texts import both
from foundation.notifications.services import notify
from organization.enums import Role
from organization.models import Person, Unit
from organization.selectors import holders_of
from standards.models import Indicator

LONGEST_ACCOUNT, LONGEST_REASON = 2000, 500


@transaction.atomic
def report_event(
    *,
    cycle: Cycle,
    unit: Unit,
    indicator: Indicator,
    actor: Person,
    happened_on: date,
    account: str,
    reference: str = "",
) -> CriticalEvent:
    """Report what happened; it counts once a manager has confirmed it. Heads and liaisons of the unit are told.

    Raises NotAllowed, Invalid with {field: sentences}, Conflict where the cycle's results are published.
    """
    require(can_report_event, actor)
    cycle = Cycle.objects.select_for_update(of=("self",), no_key=True).get(pk=cycle.pk)
    if not takes_events(cycle):
        raise Conflict(_("The results of this cycle are published; its events stand."))
    wrong: dict[str, list[str]] = {}
    if not cycle.plans.filter(unit=unit).exists():
        wrong["unit"] = [_("This unit is not assessed in this cycle.")]
    if not event_indicators(cycle).filter(pk=indicator.pk).exists():
        wrong["indicator"] = [_("The standard of this cycle has no such red line.")]
    if not cycle.start <= happened_on < cycle.end:
        wrong["happened_on"] = [_("This day is not in the cycle.")]
    elif happened_on > clock.today():
        wrong["happened_on"] = [_("This day has not come yet.")]
    account = account.strip()
    if not account or len(account) > LONGEST_ACCOUNT:
        wrong["account"] = [_("Say in up to %(limit)d characters what happened.") % {"limit": LONGEST_ACCOUNT}]
    if wrong:
        raise Invalid(wrong)
    event = CriticalEvent.objects.create(
        cycle=cycle,
        unit=unit,
        indicator=indicator,
        happened_on=happened_on,
        account=account,
        reference=reference.strip(),
        reported_by=actor,
    )
    _tell(event, holders_of(Role.MANAGER), "reported")
    record_event(
        actor=actor,
        action="assessments.critical_event.report",
        target=event,
        after=EventState.REPORTED,
        cycle=cycle.public_id,
        unit=unit.public_id,
    )
    return event


@transaction.atomic
def decide_event(*, event: CriticalEvent, actor: Person, confirm: bool, reason: str = "") -> CriticalEvent:
    """Confirm what was reported, or dismiss it (also what was confirmed by mistake) with a reason.

    The cycle is locked, so that nothing is published beside it. Raises NotAllowed, Invalid with {field: sentences}, Conflict where it is
    decided already or the results are published.
    """
    require(can_decide_event, actor, event)
    cycle = Cycle.objects.select_for_update(of=("self",), no_key=True).get(pk=event.cycle_id)
    if not takes_events(cycle):
        raise Conflict(_("The results of this cycle are published; its events stand."))
    reason = reason.strip()
    if len(reason) > LONGEST_REASON or (not confirm and not reason):
        raise Invalid({"reason": [_("Say in up to %(limit)d characters why.") % {"limit": LONGEST_REASON}]})
    before = event.state
    after = EventState.CONFIRMED if confirm else EventState.DISMISSED
    advance(event, after, decided_by=actor, decided_at=clock.now(), decision=reason)
    heads = [*holders_of(Role.HEAD, event.unit), *holders_of(Role.LIAISON, event.unit)]
    _tell(event, [event.reported_by], "decided")
    if confirm:
        _tell(event, heads, "confirmed")
    record_event(
        actor=actor,
        action=f"assessments.critical_event.{'confirm' if confirm else 'dismiss'}",
        target=event,
        before=before,
        after=after,
    )
    return event


def _tell(event: CriticalEvent, people, what: str) -> None:
    notify(
        users=[person.user for person in people if person is not None],
        kind=f"assessments.critical_event.{what}",
        url="" if what == "confirmed" else event.get_absolute_url(),
        params={"cycle": event.cycle.code, "unit": both(event.unit, "name"), "event": both(event.indicator, "name")},
        dedupe=f"assessments.critical_event.{what}:{event.public_id}:{event.version}",
    )
