"""Due dates follow the calendar: when working days change, plans, their sheets and the moments of spot checks move with them (R14)."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from assessments.enums import PlanState, SheetState
from assessments.methods import ON_THEIR_DAY
from assessments.models import Plan, ScoreSheet
from assessments.selectors.concealed import leads_who_may_know
from assessments.services.spot_plans import move_spot_checks
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict
from foundation.common.states import swap
from foundation.common.texts import both
from foundation.notifications.services import notify
from foundation.workdays.calendar import is_workday
from foundation.workdays.recounting import out_of_step
from organization.enums import Role
from organization.selectors import holders_of


def recount_due_dates() -> int:
    """Plans that are not done, open sheets of spot checks, and spot checks planned for what is now a rest day. Returns how many moved."""
    plans = Plan.objects.exclude(state=PlanState.DONE).select_related("cycle", "unit")
    sheets = ScoreSheet.objects.exclude(state=SheetState.SUBMITTED).select_related("unit")
    moved = sum(_move_plan(plan, due) for plan, due in out_of_step(plans))
    moved += sum(_move_sheet(sheet, due) for sheet, due in out_of_step(sheets))
    _tell_of_visits()
    return moved + move_spot_checks()


def _tell_of_visits() -> None:
    """A visit is not moved, for its day was drawn; whoever plans and whoever makes it must know that nobody works on that day. Told once."""
    coming = ScoreSheet.objects.filter(method__in=ON_THEIR_DAY, due_on__gte=clock.today()).exclude(
        state=SheetState.SUBMITTED
    )
    for sheet in coming.select_related("unit", "assessor__user", "co_assessor__user"):
        if is_workday(sheet.due_on):
            continue
        people = [*sheet.holders, *leads_who_may_know(sheet)]
        notify(
            users=[person.user for person in people],
            kind="assessments.visit.rest_day",
            url=reverse("assessments:sheet_detail", kwargs={"public_id": sheet.public_id}),
            params={"number": sheet.number, "unit": both(sheet.unit, "name"), "day": sheet.due_on.isoformat()},
            dedupe=f"assessments.visit.rest_day:{sheet.public_id}:{sheet.due_on}",
        )


def _move_plan(plan: Plan, due: date) -> int:
    """The plan and its open sheets, but for those whose day was drawn."""
    before = plan.due_on
    try:
        with transaction.atomic():
            swap(plan, expected={"state": plan.state, "due_on": before}, due_on=due)
            sheets = plan.sheets.exclude(Q(state=SheetState.SUBMITTED) | Q(method__in=ON_THEIR_DAY)).filter(
                due_on=before, counted_from=None
            )
            _tell_assessors(sheets, plan, due)
            sheets.update(due_on=due)
            notify(
                users=[person.user for person in holders_of(Role.LEAD)],
                kind="assessments.plan.moved",
                url=plan.get_absolute_url(),
                params={"cycle": plan.cycle.code, "unit": both(plan.unit, "name"), "due": due.isoformat()},
                dedupe=f"assessments.plan.moved:{plan.public_id}:{plan.version}",
            )
            record_event(actor=None, action="assessments.plan.move_due", target=plan, before=before, after=due)
    except Conflict:
        return 0  # somebody is working on it this moment; the next run finds it
    return 1


def _tell_assessors(sheets: Iterable[ScoreSheet], plan: Plan, due: date) -> None:
    people = {person.pk: person for sheet in sheets.select_related("assessor__user") for person in (sheet.assessor,)}
    notify(
        users=[person.user for person in people.values()],
        kind="assessments.sheets.moved",
        url=reverse("assessments:sheet_list"),
        params={"unit": both(plan.unit, "name"), "due": due.isoformat()},
        dedupe=f"assessments.sheets.moved:{plan.public_id}:{plan.version}",
    )


@transaction.atomic
def _move_sheet(sheet: ScoreSheet, due: date) -> int:
    """Without touching the sheet's version: whoever is scoring it goes on saving."""
    before = sheet.due_on
    still = ScoreSheet.objects.filter(pk=sheet.pk, due_on=before).exclude(state=SheetState.SUBMITTED)
    if not still.update(due_on=due):
        return 0
    event = record_event(actor=None, action="assessments.sheet.move_due", target=sheet, before=before, after=due)
    notify(
        users=[person.user for person in sheet.holders],
        kind="assessments.sheets.moved",
        url=reverse("assessments:sheet_list"),
        params={"unit": both(sheet.unit, "name"), "due": due.isoformat()},
        dedupe=f"assessments.sheets.moved:{sheet.public_id}:{event.number}",
    )
    return 1
