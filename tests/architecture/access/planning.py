"""Cycles, plans and spot checks: leads plan, managers approve, supervisors look on; the team reads its plan."""

from datetime import date
from uuid import uuid4

from assessments.enums import PlanState
from assessments.models import Cycle, Plan, TeamMember
from assessments.services.spot_plans import plan_spot_checks
from foundation.common import clock
from tests.architecture.row import Row

OVERSIGHT = {"liwen": 200, "zhouhang": 200, "qianli": 200, "*": 403}
LEADS = {"liwen": 302, "*": 403}
UNKNOWN = {"liwen": 200, "zhouhang": 200, "qianli": 200, "*": 404}


def cycle(world) -> dict:
    return {"public_id": world.cycle.public_id}


def past_cycle(world) -> dict:
    """In feedback."""
    return {"public_id": world.past_cycle.public_id}


def ahead(world) -> dict:
    """A quarter of next year, as if a lead had opened it."""
    start = date(clock.today().year + 1, 4, 1)
    values = {"start": start, "end": date(start.year, 7, 1), "state": "preparing", "standard_version": world.version}
    return {"public_id": Cycle.objects.get_or_create(code=f"{start.year}Q2", defaults=values)[0].public_id}


def reason(world) -> dict:
    return {"reason": "too early", "client_key": str(uuid4())}


def plan(world) -> dict:
    """Being scored by Lin and Guo."""
    return {"public_id": world.plan.public_id}


def west(state: str):
    """West Branch's plan with Lin and Guo in its team, written by Li, in the state."""

    def make(world) -> dict:
        row = Plan.objects.create(
            cycle=world.cycle, unit=world.cast.west, state=state, records_wanted=1, author=world.cast.li, submitted_by=world.cast.li,
            starts_on=date(2021, 4, 1), due_on=date(2021, 6, 18),
        )  # fmt: skip
        TeamMember.objects.bulk_create(
            TeamMember(plan=row, person=person) for person in (world.cast.lin, world.cast.guo)
        )
        return {"public_id": row.public_id}

    return make


draft, submitted, approved = west(PlanState.DRAFT), west(PlanState.SUBMITTED), west(PlanState.APPROVED)


def with_last_plan(make):
    """The same, and West Branch was planned and scored the quarter before."""

    def made(world) -> dict:
        world.past_cycle.plans.filter(unit=world.cast.west).update(
            state=PlanState.DONE, starts_on=world.past_cycle.start, due_on=date(2021, 4, 9), author=world.cast.li
        )
        return make(world)

    return made


def cycle_with_plans(world) -> dict:
    with_last_plan(draft)(world)
    return cycle(world)


def seen_draft(action: str):
    """West Branch's draft, ticked on the page of all plans."""

    def make(world) -> dict:
        plan = world.cycle.plans.filter(unit=world.cast.west).first()
        public_id = plan.public_id if plan else with_last_plan(draft)(world)["public_id"]
        return {"action": action, "ids": [f"{public_id}:1"], "client_key": str(uuid4())}

    return make


def form(world) -> dict:
    return {
        "team": [str(person.public_id) for person in (world.cast.lin, world.cast.guo)],
        "records_wanted": 4,
        "visits_wanted": 0,
        "starts_on": "2021-04-01",
        "due_on": "2021-06-18",
        "version": 1,
    }


def drawable(world) -> dict:
    """West Branch has the record that can be drawn."""
    type(world.record).objects.filter(pk=world.record.pk).update(unit=world.cast.west)
    return approved(world)


def planned_by_lot(world) -> dict:
    assert world.plan
    plan_spot_checks(cycle=world.cycle)
    return {}


def this_quarter(world) -> dict:
    assert world.version
    day = clock.today()
    return {"start": date(day.year, 3 * ((day.month - 1) // 3) + 1, 1).isoformat()}


ROWS = [
    # cycles
    Row("assessments:cycle_list", OVERSIGHT),
    Row("assessments:cycle_open", LEADS, method="post", data=this_quarter),
    Row("assessments:cycle_open", {"liwen": 400, "*": 403}, method="post", variant="no date"),
    Row("assessments:cycle_open", {"liwen": 200, "*": 403}, data=this_quarter, variant="look"),
    Row("assessments:cycle_open", {"liwen": 400, "*": 403}, variant="look at no quarter"),
    Row("assessments:cycle_take_back", {"liwen": 200, "*": 403}, kwargs=cycle),
    Row(
        "assessments:cycle_take_back",
        {"liwen": 409, "*": 403},
        kwargs=cycle,
        method="post",
        data=reason,
        variant="begun",
    ),
    Row("assessments:cycle_take_back", {"liwen": 302, "*": 403}, kwargs=ahead, method="post", data=reason),
    Row("assessments:cycle_detail", OVERSIGHT, kwargs=cycle),
    Row("assessments:cycle_refresh_measures", LEADS, kwargs=cycle, method="post"),
    Row(
        "assessments:cycle_refresh_measures",
        {"liwen": 409, "*": 403},
        kwargs=past_cycle,
        method="post",
        variant="in feedback",
    ),
    Row("assessments:cycle_refresh_measures", {"*": 405}, kwargs=cycle, variant="read"),
    # plans together
    Row("assessments:cycle_plans", OVERSIGHT, kwargs=cycle_with_plans),
    Row("assessments:cycle_plans_act", LEADS, kwargs=cycle, method="post", data=seen_draft("copy")),
    Row("assessments:cycle_plans_act", LEADS, kwargs=cycle, method="post", data=seen_draft("submit"), variant="submit"),
    Row(
        "assessments:cycle_plans_act",
        {"zhouhang": 409, "*": 403},
        kwargs=cycle,
        method="post",
        data=seen_draft("approve"),
        variant="approve a draft",
    ),
    Row(
        "assessments:cycle_plans_act",
        {"zhouhang": 200, "*": 403},
        kwargs=cycle,
        method="post",
        data=seen_draft("return"),
        variant="reason of a return",
    ),
    Row("assessments:cycle_plans_act", {"*": 405}, kwargs=cycle, variant="read"),
    # plans
    Row("assessments:plan_detail", {**UNKNOWN, "linxiao": 200, "guomin": 200}, kwargs=plan),
    Row("assessments:plan_detail", UNKNOWN, kwargs=submitted, variant="submitted"),
    Row("assessments:plan_detail", UNKNOWN, kwargs=with_last_plan(submitted), variant="compared with the last one"),
    Row("assessments:plan_size", {"liwen": 200, "zhouhang": 403, "qianli": 403, "*": 404}, kwargs=draft),
    Row(
        "assessments:plan_copy",
        {"liwen": 302, "zhouhang": 403, "qianli": 403, "*": 404},
        kwargs=with_last_plan(draft),
        method="post",
        data=lambda w: {"version": 1},
    ),
    Row(
        "assessments:plan_copy",
        {"liwen": 409, "zhouhang": 403, "qianli": 403, "*": 404},
        kwargs=draft,
        method="post",
        variant="of no version",
    ),
    Row("assessments:plan_copy", {"*": 405}, kwargs=draft, variant="read"),
    Row("assessments:plan_complete", {"liwen": 200, "zhouhang": 403, "qianli": 403, "*": 404}, kwargs=draft),
    Row(
        "assessments:plan_complete",
        {"liwen": 302, "zhouhang": 403, "qianli": 403, "*": 404},
        kwargs=draft,
        method="post",
        data=form,
    ),
    Row(
        "assessments:plan_complete",
        {"liwen": 422, "zhouhang": 403, "qianli": 403, "*": 404},
        kwargs=draft,
        method="post",
        variant="empty",
    ),
    Row(
        "assessments:plan_complete",
        {"liwen": 409, "zhouhang": 403, "qianli": 403, "*": 404},
        kwargs=submitted,
        variant="submitted",
    ),
    Row(
        "assessments:plan_submit", {"liwen": 302, "zhouhang": 403, "qianli": 403, "*": 404}, kwargs=draft, method="post"
    ),
    Row(
        "assessments:plan_submit",
        {"liwen": 409, "zhouhang": 403, "qianli": 403, "*": 404},
        kwargs=submitted,
        method="post",
        variant="submitted",
    ),
    Row("assessments:plan_submit", {"*": 405}, kwargs=draft, variant="read"),
    Row(
        "assessments:plan_approve",
        {"zhouhang": 302, "liwen": 403, "qianli": 403, "*": 404},
        kwargs=submitted,
        method="post",
    ),
    Row(
        "assessments:plan_approve",
        {"zhouhang": 409, "liwen": 403, "qianli": 403, "*": 404},
        kwargs=draft,
        method="post",
        variant="draft",
    ),
    Row("assessments:plan_approve", {"*": 405}, kwargs=submitted, variant="read"),
    Row(
        "assessments:plan_take_back",
        {"liwen": 302, "zhouhang": 403, "qianli": 403, "*": 404},
        kwargs=submitted,
        method="post",
    ),
    Row(
        "assessments:plan_take_back",
        {"liwen": 409, "zhouhang": 403, "qianli": 403, "linxiao": 403, "guomin": 403, "*": 404},
        kwargs=approved,
        method="post",
        variant="approved",
    ),
    Row("assessments:plan_take_back", {"*": 405}, kwargs=submitted, variant="read"),
    Row("assessments:plan_return", {"zhouhang": 200, "liwen": 403, "qianli": 403, "*": 404}, kwargs=submitted),
    Row(
        "assessments:plan_return",
        {"zhouhang": 302, "liwen": 403, "qianli": 403, "*": 404},
        kwargs=submitted,
        method="post",
        data=lambda w: {"reason": "请补充"},
    ),
    Row(
        "assessments:plan_return",
        {"zhouhang": 422, "liwen": 403, "qianli": 403, "*": 404},
        kwargs=submitted,
        method="post",
        variant="empty",
    ),
    Row(
        "assessments:plan_draw",
        {"liwen": 302, "zhouhang": 403, "qianli": 403, "linxiao": 403, "guomin": 403, "*": 404},
        kwargs=drawable,
        method="post",
        data=lambda w: {"value": "three heads, two tails"},
    ),
    Row(
        "assessments:plan_draw",
        {"liwen": 422, "zhouhang": 403, "qianli": 403, "linxiao": 403, "guomin": 403, "*": 404},
        kwargs=approved,
        method="post",
        variant="empty",
    ),
    Row("assessments:plan_draw", {"*": 405}, kwargs=approved, variant="read"),
    # spot checks
    Row("assessments:spot_check_list", OVERSIGHT),
    Row("assessments:spot_check_list", OVERSIGHT, kwargs=planned_by_lot, query="?cycle=2021Q2", variant="planned"),
    Row(
        "assessments:spot_check_list",
        {**OVERSIGHT, "liwen": 404, "zhouhang": 404, "qianli": 404},
        query="?cycle=x",
        variant="no such cycle",
    ),
]
