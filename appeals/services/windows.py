"""Windows: opened by the gate of feedback, lengthened by a lead, counted again when working days change; and the terms they come from."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from appeals.enums import OPEN
from appeals.models import Appeal, AppealTerms, AppealWindow
from appeals.people import answerable_for, tell, who_must_act
from appeals.rules import can_move_window, can_set_terms
from appeals.selectors import TERM_NAMES, Terms, terms_now
from assessments.enums import CycleState
from assessments.models import Cycle, GatePassage
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import once
from foundation.common.states import swap
from foundation.notifications.services import notify
from foundation.workdays.calendar import due_after
from foundation.workdays.recounting import out_of_step
from organization.models import Person

LONGEST_REASON, MOST_DAYS = 300, 60


def follow_passage(cycle: Cycle, passage: GatePassage) -> None:
    """The gate of feedback opens the window, anew whenever the cycle comes to it again. Runs in the transaction of the passage."""
    if passage.after == CycleState.FEEDBACK:
        _open(cycle)


def open_missing_windows() -> int:
    """For cycles that were in feedback before there were windows. Run by beat; run twice it opens nothing more. Returns how many."""
    rows = Cycle.objects.filter(state=CycleState.FEEDBACK, appeal_window=None).values_list("pk", flat=True)
    return sum(_open_missing(key) for key in list(rows))


@transaction.atomic
def _open_missing(key: int) -> bool:
    cycle = Cycle.objects.select_for_update(of=("self",), no_key=True).get(pk=key)
    if cycle.state != CycleState.FEEDBACK or AppealWindow.objects.filter(cycle=cycle).exists():
        return False
    _open(cycle)
    return True


def _open(cycle: Cycle) -> AppealWindow:
    today, days = clock.today(), terms_now().window_days
    due = due_after(today, days)
    values = {"opened_on": today, "due_on": due, "counted_from": today, "counted_days": days}
    window = AppealWindow.objects.filter(cycle=cycle).first()
    if window is None:
        window = AppealWindow.objects.create(cycle=cycle, **values)
    else:
        swap(window, expected={}, **values)
    _tell_units(window, "opened")
    record_event(actor=None, action="appeals.window.open", target=window, cycle=cycle.public_id, due=due)
    return window


def _tell_units(window: AppealWindow, what: str) -> None:
    plans = window.cycle.plans.select_related("unit")
    people = {person.pk: person for plan in plans for person in answerable_for(plan.unit)}
    notify(
        users=[person.user for person in people.values()],
        kind=f"appeals.window.{what}",
        dedupe=f"appeals.window.{what}:{window.public_id}:{window.version}",
        url="",
        params={"cycle": window.cycle.code, "due": window.due_on.isoformat()},
    )


def lengthen_window(*, window: AppealWindow, days: int, reason: str, version: int, actor: Person) -> AppealWindow:
    """Give the window so many working days in all, counted from its opening; never fewer than it has.

    Raises NotAllowed, Invalid ({"days" or "reason": sentence}), Conflict where the cycle is no longer in feedback or somebody was quicker.
    """
    require(can_move_window, actor, window)
    reason = reason.strip()
    wrong = {}
    if not reason or len(reason) > LONGEST_REASON:
        wrong["reason"] = _("Say in up to %(limit)d characters why.") % {"limit": LONGEST_REASON}
    if not (window.counted_days or 0) < days <= MOST_DAYS:
        wrong["days"] = _("More than the %(now)d working days that it has, and at most %(most)d.") % {
            "now": window.counted_days or 0,
            "most": MOST_DAYS,
        }
    due = due_after(window.opened_on, days) if not wrong else None
    if due is not None and due < clock.today():
        wrong["days"] = _("Choose so many that it ends today or later.")
    if wrong:
        raise Invalid(wrong)
    with transaction.atomic():
        cycle = Cycle.objects.select_for_update(of=("self",), no_key=True).get(pk=window.cycle_id)
        if cycle.state != CycleState.FEEDBACK or window.version != version:
            raise Conflict
        before = window.due_on
        swap(window, expected={"due_on": before}, due_on=due, counted_from=window.opened_on, counted_days=days)
        _tell_units(window, "moved")
        record_event(actor=actor, action="appeals.window.lengthen", target=window, before=before, after=due, days=days)
    return window


def set_terms(*, terms: Terms, actor: Person, key: UUID) -> AppealTerms:
    """The organization's working days from now on; what has begun keeps its own. Raises NotAllowed, Invalid ({field: sentence})."""
    require(can_set_terms, actor)
    values = {name: getattr(terms, name) for name in TERM_NAMES}
    wrong = {
        name: _("Between 1 and %(most)d working days.") % {"most": MOST_DAYS}
        for name, days in values.items()
        if not 1 <= days <= MOST_DAYS
    }
    if wrong:
        raise Invalid(wrong)

    def act() -> dict:
        row = AppealTerms.objects.create(set_by=actor, **values)
        record_event(actor=actor, action="appeals.terms.set", target=row, **values)
        return {"terms": str(row.public_id)}

    answer, _is_new = once(actor=actor.public_id, action="appeals.terms.set", key=key, payload=values, act=act)
    return AppealTerms.objects.get(public_id=answer["terms"])


def recount() -> int:
    """Move open windows and the days of open steps to where their working days lead now (R14). Run again it moves nothing more."""
    windows = AppealWindow.objects.filter(cycle__state=CycleState.FEEDBACK).select_related("cycle")
    steps = Appeal.objects.filter(state__in=OPEN).select_related(
        "unit", "sheet__assessor__user", "sheet__co_assessor__user"
    )
    moved = sum(_move_window(row, due) for row, due in out_of_step(windows))
    return moved + sum(_move_step(row, due) for row, due in out_of_step(steps))


def _move_window(window: AppealWindow, due: date) -> int:
    before = window.due_on
    try:
        with transaction.atomic():
            swap(window, expected={"due_on": before}, due_on=due)
            _tell_units(window, "moved")
            record_event(actor=None, action="appeals.window.move", target=window, before=before, after=due)
    except Conflict:
        return 0  # the next run finds it
    return 1


def _move_step(appeal: Appeal, due: date) -> int:
    before = appeal.due_on
    try:
        with transaction.atomic():
            swap(appeal, expected={"state": appeal.state, "due_on": before}, due_on=due)
            tell(who_must_act(appeal), appeal, "moved")
            record_event(actor=None, action="appeals.appeal.move_deadline", target=appeal, before=before, after=due)
    except Conflict:
        return 0
    return 1
