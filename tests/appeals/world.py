"""East Branch in the feedback of 2026Q4: Lin has sealed a sheet about Zhao Lei's call, with 2.1 at level 3 and 3.3 at 20 of 30 points.

Chen heads the branch, Wu is its liaison, Li leads and has made the plan; Zhou, He and Sun may rule. It is ten o'clock on Wednesday, 20 January 2027.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from appeals import services
from appeals.models import Appeal, AppealWindow, Ruling, StaffSheet
from appeals.selectors import for_page
from appeals.services.drafts import Wish
from appeals.services.ruling import Decided
from assessments.enums import CycleState
from assessments.models import Cycle, Plan, ScoreSheet
from assessments.services.passing import move
from assessments.services.sheets import submit_sheet
from foundation.common import clock
from tests.assessments.sheet_world import full_marks, make_cycle, make_plan, make_record, make_sheet, make_version
from tests.cast import Cast

MORNING = datetime(2027, 1, 20, 10, tzinfo=clock.organization_zone())
# The window is closed: it was open for five working days.
AFTER = datetime(2027, 1, 28, 10, tzinfo=clock.organization_zone())
GIVEN = {
    **full_marks(),
    "2.1": {"level": 3, "reason": "语气生硬"},
    "3.3": {"points": "20", "reason": "记录不全"},
}
WISHES = {"2.1": Wish("5", "录音中全程使用礼貌用语"), "3.3": Wish("30", "工单记录完整，见附件")}


@dataclass
class AppealWorld:
    cast: Cast
    cycle: Cycle
    plan: Plan
    sheet: ScoreSheet

    @property
    def window(self) -> AppealWindow:
        return AppealWindow.objects.get(cycle=self.cycle)

    @property
    def about(self) -> StaffSheet:
        return StaffSheet.objects.select_related("sheet__cycle").get(sheet=self.sheet)

    # Each step as its people do it; `key` and whatever else is given takes the place of what is usual.
    def drafted(self, wishes=None, *, sheet=None, actor=None) -> Appeal:
        appeal = services.begin_appeal(sheet=sheet or self.fresh_sheet(), actor=actor or self.cast.wu, key=uuid4())
        services.save_appeal(appeal=appeal, wishes=wishes or WISHES, version=appeal.version, actor=self.cast.wu)
        return fresh(appeal)

    def sent(self, wishes=None, **more) -> Appeal:
        appeal = self.drafted(wishes, **more)
        return services.submit_appeal(appeal=appeal, actor=self.cast.chen, version=appeal.version, key=uuid4())

    def clarifying(self, appeal: Appeal | None = None, **more) -> Appeal:
        given = {"appeal": appeal or self.sent(), "text": "请双方说明", "actor": self.cast.li, "key": uuid4()}
        return services.open_clarification(**{**given, **more})

    def heard(self, appeal: Appeal | None = None) -> Appeal:
        appeal = appeal or self.clarifying()
        services.say(appeal=appeal, side="assessor", text="第 2 分钟打断客户", actor=self.cast.lin, key=uuid4())
        services.say(appeal=appeal, side="unit", text="客户当时在挂断", actor=self.cast.wu, key=uuid4())
        return fresh(appeal)

    def referred(self, *rulers, appeal: Appeal | None = None) -> Appeal:
        appeal = appeal or self.heard()
        rulers = list(rulers) or [self.cast.sun]
        return services.refer_appeal(appeal=appeal, rulers=rulers, actor=self.cast.li, key=uuid4())

    def decided(self, appeal: Appeal, **outcomes) -> dict:
        """`i21="accepted"`, or ("in_part", "4"); what is not named is refused."""
        found = {}
        for point in appeal.points.select_related("indicator"):
            said = outcomes.get("i" + point.indicator.code.replace(".", ""), "refused")
            outcome, value = said if isinstance(said, tuple) else (said, "")
            found[point.public_id] = Decided(outcome, f"{point.indicator.code} 的理由", value)
        return found

    def ruled(self, appeal: Appeal, actor=None, *, key=None, reason="经复听录音裁定", **outcomes) -> Ruling:
        return services.propose_ruling(
            appeal=appeal,
            decided=self.decided(appeal, **(outcomes or {"i21": "accepted"})),
            reason=reason,
            revision=appeal.sheet.revision.number,
            version=appeal.version,
            actor=actor or self.cast.sun,
            key=key or uuid4(),
        )

    def fresh_sheet(self) -> ScoreSheet:
        names = ("cycle", "unit", "revision", "record", "plan", "standard_version", "assessor", "co_assessor")
        return ScoreSheet.objects.select_related(*names).get(pk=self.sheet.pk)


def fresh(appeal: Appeal) -> Appeal:
    return for_page(Appeal.objects.all()).get(pk=appeal.pk)


def make_appeal_world(cast: Cast, **record) -> AppealWorld:
    """At the gate of approval first, so that the passage to feedback opens the window as it does in life."""
    cycle = make_cycle(make_version(cast.li))
    plan = make_plan(cycle, cast.east, cast.li)
    sheet = make_sheet(plan, cast.lin, record=make_record(cast.east, **{"agent": "00303", **record}))
    submit_sheet(sheet=sheet, actor=cast.lin, marks=GIVEN, version=1, key=uuid4())
    to_feedback(cycle, cast)
    return AppealWorld(cast, Cycle.objects.get(pk=cycle.pk), plan, sheet)


@transaction.atomic
def to_feedback(cycle: Cycle, cast: Cast) -> None:
    Cycle.objects.filter(pk=cycle.pk).update(state=CycleState.APPROVAL)
    cycle = Cycle.objects.select_related("standard_version").get(pk=cycle.pk)
    move(cycle, CycleState.FEEDBACK, actor=cast.li, action="assessments.cycle.pass_gate")
