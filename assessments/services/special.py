"""Special assessments besides the quarters: opened by a lead for chosen units, and discarded where one was opened by mistake."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from assessments.enums import CycleState, CycleType, PlanState
from assessments.models import Cycle, Plan
from assessments.rules.cycles import can_discard_cycle, can_open_cycle
from assessments.selectors.cycles import assessed_units
from assessments.services.cycles import draft_plans, first_state, note_opening
from assessments.services.passing import locked
from foundation.audit.models import AuditEvent
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.dates import day_text
from foundation.common.engine import lock_for_transaction
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import once
from foundation.common.texts import labelled, localized
from organization.models import Person, Unit
from standards.enums import VersionState
from standards.models import StandardVersion
from standards.selectors import pilot_of, version_in_force

LONGEST_SPECIAL = timedelta(days=366)
# What has already happened may be looked at: the records of the last months, for example.
LONGEST_BACK = timedelta(days=366)


def open_special_cycle(
    *,
    title_zh: str,
    title_en: str,
    start: date,
    end: date,
    units: Sequence[Unit],
    actor: Person,
    key: UUID,
    version: StandardVersion | None = None,
    again: bool = False,
) -> Cycle:
    """Open an assessment of chosen units in `[start, end)` besides the quarters, with a drafted plan for each; there are no spot checks in it.

    `version`: one that is in its pilot, tried in the pilot's time and departments alone; without one the standard in force. `again`: a unit
    may have another special assessment in the same time; without it that is refused, because a second sample could be drawn for no reason but
    that the first one did not suit. The same key gets the first cycle. Raises NotAllowed, Invalid ({field: sentence}).
    """
    require(can_open_cycle, actor)
    title_zh, title_en = title_zh.strip(), title_en.strip()
    wrong = _problems_of_special(title_zh, start, end, units)
    if version is not None:
        wrong |= _problems_of_trial(version, start, end, units)
    if wrong:
        raise Invalid(wrong)
    answer, _is_new = once(
        actor=actor.public_id,
        action="assessments.cycle.open_special",
        key=key,
        payload=[title_zh, title_en, start, end, sorted(unit.code for unit in units), version and version.public_id],
        act=lambda: _open_special(title_zh, title_en, start, end, units, actor, version, again),
    )
    return Cycle.objects.get(public_id=answer["cycle"])


def _problems_of_special(title: str, start: date, end: date, units: Sequence[Unit]) -> dict[str, str]:
    wrong = {}
    if not title:
        wrong["title_zh"] = _("Say what is assessed.")
    wrong |= problems_of_days(start, end)
    if not units:
        wrong["units"] = _("Choose one unit at least.")
    elif gone := set(units) - set(assessed_units(start, end)):
        wrong["units"] = _("Does not exist in this time: %(units)s.") % {
            "units": _(", ").join(sorted(str(unit) for unit in gone))
        }
    return wrong


def problems_of_days(start: date, end: date) -> dict[str, str]:
    """{field: sentence}. `end` is the day after the last one."""
    wrong = {}
    if start < clock.today() - LONGEST_BACK:
        wrong["start"] = _("It looks back a year at most.")
    if end <= start:
        wrong["last_day"] = _("This is before the beginning.")
    elif end <= clock.today():
        wrong["last_day"] = _("It lasts until today at least: what is found is dealt with from now on.")
    elif end - start > LONGEST_SPECIAL:
        wrong["last_day"] = _("It lasts a year at most.")
    return wrong


def _problems_of_trial(version: StandardVersion, start: date, end: date, units: Sequence[Unit]) -> dict[str, str]:
    pilot = pilot_of(version)
    if pilot is None or version.state != VersionState.PILOT:
        return {"version": _("This version is not being tried.")}
    wrong = {}
    if start < pilot.starts_on:
        wrong["start"] = _("The pilot begins on %(day)s.") % {"day": day_text(pilot.starts_on)}
    if end - timedelta(days=1) > pilot.ends_on:
        wrong["last_day"] = _("The pilot ends on %(day)s.") % {"day": day_text(pilot.ends_on)}
    if others := set(units) - set(pilot.units.all()):
        wrong["units"] = _("The version is not tried in: %(units)s.") % {
            "units": _(", ").join(sorted(str(unit) for unit in others))
        }
    return wrong


def _open_special(
    title_zh: str,
    title_en: str,
    start: date,
    end: date,
    units: Sequence[Unit],
    actor: Person,
    tried: StandardVersion | None,
    again: bool,
) -> dict[str, str]:
    lock_for_transaction("cycles")
    beside = _beside(start, end, units)
    if beside and not again:
        raise Invalid({"again": _sentence_on(beside)})
    version = tried or version_in_force()
    if version is None:
        raise Invalid(_("No standard is in force; without one no cycle can be opened."))
    cycle = Cycle.objects.create(
        code=_next_code(start.year),
        type=CycleType.SPECIAL,
        title_zh=title_zh,
        title_en=title_en,
        start=start,
        end=end,
        standard_version=version,
        state=first_state(start),
    )
    note_opening(cycle, actor, draft_plans(cycle, units), beside=sorted({plan.cycle.code for plan in beside}))
    return {"cycle": str(cycle.public_id)}


def _beside(start: date, end: date, units: Sequence[Unit]) -> list[Plan]:
    """The plans of these units in other special assessments that overlap the time."""
    plans = Plan.objects.filter(
        cycle__type=CycleType.SPECIAL, cycle__start__lt=end, cycle__end__gt=start, unit__in=units
    )
    return list(plans.select_related("cycle", "unit").order_by("cycle__start", "cycle__code", "unit__code"))


def _sentence_on(beside: list[Plan]) -> str:
    units: dict[str, list[str]] = {}
    for plan in beside:
        units.setdefault(plan.cycle.code, []).append(localized(plan.unit, "name"))
    cycles = (labelled(code, _(", ").join(names)) for code, names in units.items())
    return _("These are assessed in this time already: %(units)s. Tick this if a second sample is meant.") % {
        "units": _("; ").join(cycles)
    }


def _next_code(year: int) -> str:
    """`2026S3`, one more than was ever given in the year: also to one that was discarded."""
    given = AuditEvent.objects.filter(action="assessments.cycle.discard", details__cycle__startswith=f"{year}S")
    codes = [*Cycle.objects.filter(code__startswith=f"{year}S").values_list("code", flat=True)]
    codes += given.values_list("details__cycle", flat=True)
    return f"{year}S{max((int(code[5:]) for code in codes), default=0) + 1}"


def is_untouched(cycle: Cycle) -> bool:
    """A special assessment for which nobody has done anything yet: no gate passed, every plan as the portal drafted it."""
    if cycle.type != CycleType.SPECIAL or cycle.state not in (CycleState.PREPARING, CycleState.COLLECTING):
        return False
    if cycle.passages.exists() or cycle.gate_dates.exists():
        return False
    return not cycle.plans.exclude(state=PlanState.DRAFT, author=None, version=1).exists()


@transaction.atomic
def discard_special_cycle(*, cycle: Cycle, actor: Person) -> None:
    """Take away a special assessment that was opened by mistake; the trail keeps that there was one, and its code is not given again.

    Raises NotAllowed, Conflict where somebody has begun to work on it.
    """
    require(can_discard_cycle, actor, cycle)
    cycle = locked(cycle.pk)
    plans = list(cycle.plans.select_for_update(no_key=True))
    if not is_untouched(cycle):
        raise Conflict(_("Work on this cycle has begun; it cannot be discarded any more."))
    record_event(actor=actor, action="assessments.cycle.discard", target=cycle, before=cycle.state, cycle=cycle.code)
    try:
        for plan in plans:
            plan.delete()
        cycle.delete()
    except ProtectedError:
        # A room above keeps something of it: a self-check that was asked for.
        raise Conflict(_("Work on this cycle has begun; it cannot be discarded any more.")) from None
