"""What the demo adds to its quarters: where each of the newer pages gets something real to show. Each scene happens at its own time."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from assessments.enums import SizeWay
from assessments.models import Cycle
from assessments.services import measures
from assessments.sizing import Wanted
from demo import (
    appeals,
    calendar,
    comments,
    connected,
    corrections,
    gates,
    imports,
    incidents,
    knowledge,
    mystery,
    selfchecks,
    special,
    standards,
    suggestions,
    team,
    tickets,
    weights,
)
from demo.next_quarter import plan_ahead
from demo.organization import Bank
from demo.quarter import Quarter, import_records
from demo.special import Special
from foundation.common import clock
from foundation.workdays.calendar import add_workdays
from standards.models import StandardVersion
from standards.selectors import version_in_force

# By ISO 2859-1 in these, of which one is bad enough to come under tightened inspection; by precision in another.
BY_LOTS = ("BR3", "WEA")
BY_PRECISION = "CRD"
HISTORY = 160
OLD_SYSTEM = "旧客服平台"


def before_the_first(bank: Bank, random: Random, first: date, last: date) -> None:
    """Thirty days before the first quarter: working days, expertise, and the records from which a lot's size is known."""
    calendar.announce(bank, list(range(first.year, last.year + 1)))
    team.state_expertise(bank)
    comments.share_some(bank, version_in_force())
    before = first - timedelta(days=90)
    import_records(
        random,
        bank.people["lead"],
        codes=BY_LOTS,
        start=before.replace(day=1),
        end=clock.today(),
        per_unit=HISTORY,
        index=first.year * 4 + (first.month - 1) // 3 - 1,
        source=OLD_SYSTEM,
    )


def designs(*, later: bool) -> dict[str, Wanted]:
    """How the samples are sized; from a precision once a quarter has shown how sheets spread."""
    found = {code: Wanted(way=SizeWay.ACCEPTANCE, level="I", aql="6.5") for code in BY_LOTS}
    if later:
        found[BY_PRECISION] = Wanted(way=SizeWay.PRECISION, precision=Decimal(3))
    return found


def second_quarter(bank: Bank, quarter: Quarter) -> None:
    """An event that is looked into and dismissed before the results are approved."""

    def scored(cycle: Cycle) -> None:
        with clock.travelling(quarter.on(1.0, 15)):
            incidents.dismiss_one(bank, cycle, quarter.on(0.7).date())

    quarter.on_scored = scored


@dataclass
class Running:
    """The scenes of the running quarter, in the order of its days."""

    bank: Bank
    quarter: Quarter
    version: StandardVersion
    specials: list[tuple[Special, Cycle]] = field(default_factory=list)

    def enter(self) -> None:
        self.quarter.further = mystery.planned_by(mystery.engage(self.bank, self.quarter))
        self.quarter.on_planned, self.quarter.on_drawn, self.quarter.on_scored = self.planned, self.drawn, self.scored

    def planned(self, cycle: Cycle) -> None:
        quarter, bank = self.quarter, self.bank
        selfchecks.ask_in(bank, quarter, cycle)
        with clock.travelling(quarter.on(0.1, 9)):
            self.draft = standards.draft_next_version(bank, self.version)
        with clock.travelling(quarter.on(0.2, 9)):
            weights.weigh(bank, self.draft)
        with clock.travelling(quarter.on(0.3, 9)):
            self._open_specials()
        with clock.travelling(quarter.on(0.5, 16)):
            team.note_absences(bank)
            team.step_back_in_advance(bank, quarter.end)

    def _open_specials(self) -> None:
        bank, units = self.bank, self.bank.units
        for_the_aged = Special(
            "适老服务专项评估",
            "Special assessment: service for the aged",
            self.quarter.on(0.9).date(),
            [units["BR1"], units["BR2"]],
            self.quarter.index,
            records=5,
            contents="重点检查老年客户的人工通道、讲解和材料便利。",
        )
        ends_on = clock.today() + timedelta(days=100)
        trial = Special(
            "扣分制试点",
            "Pilot of the standard by deduction",
            ends_on,
            [units["CRD"], units["BR1"]],
            self.quarter.index,
            records=6,
            contents="按扣分制逐项记录，与同期四维度评分对照。",
            version=standards.try_deductions(bank, [units["CRD"], units["BR1"]], ends_on),
            share_scored=0.6,
        )
        heard = Special(
            "电话渠道专项评估",
            "Special assessment: service by telephone",
            self.quarter.on(0.9).date(),
            [units[code] for code in ("BR1", "BR2", "BR3", "CRD")],
            self.quarter.index,
            records=4,
            contents="重点检查来电接听、身份核实与工单回复。",
        )
        self.specials = [(one, special.open_special(bank, one)) for one in (for_the_aged, trial, heard)]

    def drawn(self, cycle: Cycle) -> None:
        quarter, bank = self.quarter, self.bank
        with clock.travelling(quarter.on(0.65, 9)):
            special.draw_special(bank, self.specials[0][1])
            special.draw_special(bank, self.specials[1][1], but="BR1")
            special.draw_special(bank, self.specials[2][1])
        with clock.travelling(quarter.on(0.66, 14)):
            incidents.let_items_fall_out(cycle)
            incidents.step_back(bank, cycle)
        with clock.travelling(quarter.on(0.8, 9)):
            incidents.confirm_one(bank, cycle, quarter.on(0.5).date())
        moments = [quarter.on(part, 11) for part in (0.72, 0.76, 0.8, 0.84)]
        for one, opened in self.specials:
            special.score_special(one, opened, moments)

    def scored(self, cycle: Cycle) -> None:
        quarter, bank = self.quarter, self.bank
        mystery.visit(cycle, quarter)
        with clock.travelling(quarter.on(0.9, 16)):
            corrections.move_services(bank, cycle)
        self._hear_units()
        with clock.travelling(quarter.on(1.0, 9)):
            team.note_long_leave(bank)
            comments.keep_some(bank, self.version)
            incidents.report_one(bank, cycle, quarter.on(0.9).date())
            weights.ask_again(bank, self.draft)
            special.begin_draw(bank, self.specials[1][1], "BR1")
            imports.leave_at_columns(bank)
        with clock.travelling(quarter.on(1.0, 10)):
            ahead = plan_ahead(bank, quarter.end)
            selfchecks.ask_ahead(bank, ahead, add_workdays(max(clock.today(), self._now()), 4))
            special.ask_group(bank, self.specials[0][1], due_on=add_workdays(max(clock.today(), self._now()), 5))
        with clock.travelling(quarter.on(1.0, 17) + timedelta(minutes=30)):
            incidents.hand_on(bank, cycle)
        selfchecks.keep_logs(bank, quarter)
        tickets.open_tickets(bank)
        knowledge.write_knowledge(bank)
        suggestions.suggest(bank, Random(28))
        connected.connect_systems(bank)

    def _hear_units(self) -> None:
        """The results of one special assessment are approved, and its units have begun to appeal."""
        bank, quarter, cycle = self.bank, self.quarter, self.specials[2][1]
        with clock.travelling(quarter.on(0.92, 9)):
            measures.refresh_measures(cycle=cycle)
            cycle.refresh_from_db()
            gates.approve_results(bank, cycle)
            cycle.refresh_from_db()
        begun, taken_up, heard = quarter.on(0.95, 14), quarter.on(0.97, 15), quarter.on(1.0, 16)
        appeals.leave_open(bank, cycle, begun=begun, taken_up=taken_up, heard=heard)

    def _now(self) -> date:
        return clock.local(self.quarter.until).date()
