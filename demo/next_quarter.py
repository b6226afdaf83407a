"""The quarter after the running one, opened ahead: plans copied, some sent, some approved, one returned, one sent again with an answer."""

from datetime import date, timedelta

from assessments.models import Cycle, Plan
from assessments.services import plans as plan_services
from assessments.services.cycles import open_cycle
from assessments.services.plan_bulk import approve_plans, copy_plans, submit_plans
from assessments.sizing import Wanted
from demo.organization import Bank
from foundation.common import clock

# What is left as it was drafted, and copied but not sent yet.
UNTOUCHED, NOT_SENT = ("BR4",), ("BR1", "WEA")
APPROVED, RETURNED, ANSWERED = ("TEL", "ONL"), "CRD", "BR2"
CLOSER = "LOA"
WHY = "信用卡中心下季度将上线新系统，请增加抽样数量，并说明现场观察的时间安排。"
WHY_THERE = "城西支行两个网点即将合并，现场观察放在合并前还是合并后？"
ANSWER = "合并定于本季度末，现场观察均安排在合并之前，计划不作修改。"


def plan_ahead(bank: Bank, start: date) -> Cycle:
    """By a lead in the morning and a manager in the afternoon of the day that it is."""
    lead, manager, begun = bank.people["lead"], bank.people["manager"], clock.now()
    cycle = open_cycle(start=start, actor=lead)
    copy_plans(plans=_seen(cycle, without=UNTOUCHED), actor=lead)
    _look_closer(bank, cycle)
    with clock.travelling(begun + timedelta(hours=1)):
        submit_plans(plans=_seen(cycle, without=(*UNTOUCHED, *NOT_SENT)), actor=lead)
    with clock.travelling(begun + timedelta(hours=5)):
        approve_plans(plans=_seen(cycle, only=APPROVED), actor=manager)
        for code, why in ((RETURNED, WHY), (ANSWERED, WHY_THERE)):
            [(plan, _version)] = _seen(cycle, only=(code,))
            plan_services.return_plan(plan=plan, actor=manager, reason=why)
    with clock.travelling(begun + timedelta(hours=6)):
        plan_services.submit_plan(plan=plan, actor=lead, answer=ANSWER)
        _begin_to_mend(bank, cycle)
    return cycle


def _begin_to_mend(bank: Bank, cycle: Cycle) -> None:
    """The returned one, as it was asked for: more records, but it is not sent again yet."""
    [(plan, version)] = _seen(cycle, only=(RETURNED,))
    plan_services.complete_plan(
        plan=plan,
        team=[member.person for member in plan.team.select_related("person__unit").order_by("pk")],
        visits_wanted=plan.visits_wanted,
        starts_on=plan.starts_on,
        due_on=plan.due_on,
        contents=f"{plan.contents}现场观察安排在新系统上线两周之后。",
        actor=bank.people["lead"],
        version=version,
        design=Wanted(size=plan.records_wanted + 10, reason="新系统上线，增加抽样。"),
    )


def _look_closer(bank: Bank, cycle: Cycle) -> None:
    """Where an event was confirmed more is looked at, and the team is not the one of last time."""
    [(plan, version)] = _seen(cycle, only=(CLOSER,))
    team = [member.person for member in plan.team.select_related("person__unit").order_by("pk")]
    others = [one for one in bank.assessors if one not in team and one.unit_id != plan.unit_id]
    plan_services.complete_plan(
        plan=plan,
        team=[*[one for one in team if one.unit.is_customer_service], *others[:2]],
        visits_wanted=plan.visits_wanted + 1,
        starts_on=plan.starts_on,
        due_on=plan.due_on,
        contents=f"{plan.contents}重点检查贷前告知和提前还款说明。",
        actor=bank.people["lead"],
        version=version,
        design=Wanted(size=plan.records_wanted + 7, reason="本季度发生有责投诉，增加抽样。"),
    )


def _seen(cycle: Cycle, *, only: tuple[str, ...] = (), without: tuple[str, ...] = ()) -> list[tuple[Plan, int]]:
    rows = Plan.objects.filter(cycle=cycle).select_related("unit", "cycle").order_by("unit__code")
    rows = rows.filter(unit__code__in=only) if only else rows.exclude(unit__code__in=without)
    return [(plan, plan.version) for plan in rows]
