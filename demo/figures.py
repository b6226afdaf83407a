"""What people enter by hand in the simulated quarter because no room computes it."""

from decimal import Decimal

from analysis.services import enter_figure
from assessments.models import Cycle
from foundation.common import clock
from organization.models import Person

RANKS = (4, 5, 4, 3)
SOURCE = "行业客户服务测评通报（演示数据）"


def enter_rank(cycle: Cycle, lead: Person, index: int) -> None:
    """The place in the industry, another from quarter to quarter, where the standard aims at one."""
    target = cycle.standard_version.targets.filter(code="industry-rank").first()
    if target is not None:
        place = Decimal(RANKS[index % len(RANKS)])
        enter_figure(cycle=cycle, target=target, actor=lead, value=place, source=SOURCE, as_of=clock.today())
