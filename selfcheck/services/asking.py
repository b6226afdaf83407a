"""Asking units for a self-check, and taking that back."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from appeals.people import answerable_for
from assessments.models import Cycle, Plan
from assessments.selectors.criteria import criteria_of
from assessments.services.passing import locked
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import once
from foundation.common.states import advance
from foundation.common.texts import both, localized
from foundation.notifications.services import notify
from foundation.workdays.calendar import add_workdays, is_workday
from organization.models import Person, Unit
from selfcheck.enums import CheckState
from selfcheck.models import SelfCheck
from selfcheck.rules import can_ask, can_withdraw, takes_in
from selfcheck.selectors.checks import units_to_ask

MOST_WORKDAYS = 20
LONGEST_WAIT = timedelta(days=180)
LONGEST_REASON = 300


def ask_for_self_checks(
    *,
    cycle: Cycle,
    units: Sequence[Unit],
    indicators: Sequence[str],
    actor: Person,
    key: UUID,
    workdays_before: int | None = None,
    due_on: date | None = None,
) -> list[SelfCheck]:
    """Ask these units to score themselves by the cycle's standard: all its indicators or some, by code.

    Due so many working days before the first day of each unit's plan, or on one day for all. The same key gives the same self-checks. Raises
    NotAllowed, Invalid ({"units", "indicators", "workdays_before" or "due_on": sentence}), Conflict where the cycle is past its scoring.
    """
    require(can_ask, actor)
    payload = {
        "cycle": cycle.public_id,
        "units": sorted(str(unit.public_id) for unit in units),
        "indicators": sorted(indicators),
        "before": workdays_before,
        "due_on": due_on,
    }
    answer, _is_new = once(
        actor=actor.public_id,
        action="selfcheck.check.ask",
        key=key,
        payload=payload,
        act=lambda: _ask(cycle, units, indicators, workdays_before, due_on, actor),
    )
    return list(SelfCheck.objects.filter(public_id__in=answer["checks"]).select_related("cycle", "unit"))


def _ask(cycle, units, indicators, workdays_before, due_on, actor) -> dict:
    # Behind the receipt: the same form again gets its self-checks, not the sentence that these units were asked already.
    # Locked: a cycle that moves on at this moment, or is taken back, sees all of them or none is asked; and two leads ask one after the other.
    try:
        cycle = locked(cycle.pk)
    except Cycle.DoesNotExist:
        # A special assessment that was opened by mistake.
        raise Conflict(_("%(cycle)s was discarded in the meantime.") % {"cycle": cycle.code}) from None
    if not takes_in(cycle):
        raise Conflict(
            _("The scoring of %(cycle)s has ended: nobody is asked for a self-check any more.") % {"cycle": cycle.code}
        )
    asked, days, wrong = _chosen(cycle, indicators), {}, {}
    if not asked:
        wrong["indicators"] = _("Choose at least one indicator of the sheet.")
    free = {unit.pk for unit in units_to_ask(cycle)}
    taken = [unit for unit in units if unit.pk not in free]
    if not units:
        wrong["units"] = _("Choose at least one unit.")
    elif taken:
        wrong["units"] = _("Asked already, or not in this cycle: %(units)s") % {"units": _named(taken)}
    else:
        days, problems = _days(cycle, units, workdays_before, due_on)
        wrong |= problems
    if wrong:
        raise Invalid(wrong)
    checks = []
    for unit in sorted(units, key=lambda one: one.code):
        check = SelfCheck(
            cycle=cycle,
            unit=unit,
            standard_version=cycle.standard_version,
            indicators=asked,
            due_on=days[unit.pk],
            workdays_before=None if due_on else workdays_before,
            asked_by=actor,
        )
        check.save(force_insert=True)
        tell_unit(check, "selfcheck.check.asked")
        record_event(
            actor=actor, action="selfcheck.check.ask", target=check, after=CheckState.ASKED, due_on=check.due_on, count=len(asked)
        )  # fmt: skip
        checks.append(str(check.public_id))
    return {"checks": checks}


def _chosen(cycle: Cycle, indicators: Sequence[str]) -> list[str]:
    """In the standard's order. Raises Invalid for what is not on its sheet."""
    known = criteria_of(cycle.standard_version).indicators
    unknown = [code for code in indicators if code not in known]
    if unknown:
        raise Invalid({"indicators": _("This sheet has no indicator %(code)s.") % {"code": str(unknown[0])[:20]}})
    return [code for code in known if code in set(indicators)]


def _days(cycle: Cycle, units: Sequence[Unit], before: int | None, due_on: date | None) -> tuple[dict, dict]:
    """({unit: due day}, {field: sentence})."""
    today = clock.today()
    if due_on is not None:
        if not today <= due_on <= today + LONGEST_WAIT:
            return {}, {"due_on": _("A day from today on, within %(most)d days.") % {"most": LONGEST_WAIT.days}}
        if not is_workday(due_on):
            return {}, {"due_on": _("This is not a working day.")}
        return {unit.pk: due_on for unit in units}, {}
    if before is None or not 1 <= before <= MOST_WORKDAYS:
        return {}, {
            "workdays_before": _("A whole number from 1 to %(most)d, or a day below.") % {"most": MOST_WORKDAYS}
        }
    begins = dict(Plan.objects.filter(cycle=cycle, unit__in=units).values_list("unit", "starts_on"))
    undated = [unit for unit in units if begins.get(unit.pk) is None]
    if undated:
        sentence = _("Their plans have no first day yet, so set a day below: %(units)s")
        return {}, {"workdays_before": sentence % {"units": _named(undated)}}
    days = {unit.pk: add_workdays(begins[unit.pk], -before) for unit in units}
    past = [unit for unit in units if days[unit.pk] < today]
    if past:
        sentence = _("That day has passed for: %(units)s. Choose fewer working days, or a day below.")
        return {}, {"workdays_before": sentence % {"units": _named(past)}}
    return days, {}


def _named(units: Sequence[Unit]) -> str:
    return _(", ").join(localized(unit, "name") for unit in units)


def tell_unit(check: SelfCheck, kind: str, occasion: str = "", *further: Person) -> None:
    """Heads and liaisons of the unit and of those above it, each once for this kind and occasion."""
    notify(
        users=[person.user for person in (*answerable_for(check.unit), *further)],
        kind=kind,
        url=check.get_absolute_url(),
        params={
            "cycle": check.cycle.code,
            "unit": both(check.unit, "name"),
            "due": check.due_on.isoformat(),
            "reason": check.withdrawn_reason,
        },
        dedupe=f"{kind}:{check.public_id}:{occasion}",
    )


@transaction.atomic
def withdraw_self_check(*, check: SelfCheck, actor: Person, reason: str) -> SelfCheck:
    """Ask no more; what was marked so far stays with it, unread. The unit can be asked anew.

    Raises NotAllowed, Invalid without a reason, Conflict once it is handed in or no longer open.
    """
    require(can_withdraw, actor, check)
    reason = (reason or "").strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise Invalid({"reason": _("Say why, in up to %(limit)s characters.") % {"limit": LONGEST_REASON}})
    before = hold(check)
    advance(check, CheckState.WITHDRAWN, withdrawn_reason=reason)
    tell_unit(check, "selfcheck.check.withdrawn")
    record_event(
        actor=actor, action="selfcheck.check.withdraw", target=check, before=before, after=CheckState.WITHDRAWN
    )
    return check


def hold(check: SelfCheck) -> str:
    """Lock the row and read where it stands, which is returned: a hand-in and a withdrawal take turns. The caller is in a transaction."""
    check.refresh_from_db(fields=["state", "version"], from_queryset=SelfCheck.objects.select_for_update(no_key=True))
    return check.state
