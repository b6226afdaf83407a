"""Sheets about a drawn half-day at East Branch, with the seed of the worked example in docs/draw-rule.md."""

from assessments.enums import Method
from assessments.models import Plan, PlannedMethod, ScoreSheet
from organization.models import Person
from sampling.models import Draw, DrawnItem

SEED = "45eba0bb03bdac4308b547270e21d8eb85e34c680204a819994754b33d97dd62"
GUIDES = {
    Method.INTERVIEW: "您好，可以问您两个问题吗？不记姓名。\n1. 您今天办理什么业务？\n2. 等候时间能接受吗？",
    Method.FOOTAGE: "1. 客户进门后是否有人接待\n2. 柜台窗口是否按需开放",
}
# Monday, 12 October 2026: what the worked example says of these keys.
KEYS = {Method.INTERVIEW: "interview:2026-10-12-am", Method.FOOTAGE: "footage:2026-10-12-pm"}


def make_half_day(plan: Plan, assessor: Person, method: str, key: str = "", **more) -> ScoreSheet:
    """Not begun; the plan has a guide for the method, and its draw the seed."""
    Draw.objects.filter(pk=plan.draw_id).update(seed=SEED)
    plan.draw.refresh_from_db()
    PlannedMethod.objects.get_or_create(plan=plan, method=method, defaults={"wanted": 1, "guide": GUIDES[method]})
    position = ScoreSheet.objects.count() + 500
    item = DrawnItem.objects.create(draw=plan.draw, stratum=method, position=position, key=key or KEYS[method])
    return ScoreSheet.objects.create(
        cycle=plan.cycle,
        plan=plan,
        item=item,
        number=f"QA-{plan.cycle.code}-{position:04d}",
        unit=plan.unit,
        method=method,
        standard_version=plan.cycle.standard_version,
        assessor=assessor,
        **more,
    )
