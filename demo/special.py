"""Special assessments besides the quarters: one that a group is deciding about, and one by which a standard is tried."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from assessments.enums import CycleState
from assessments.models import Cycle, Plan, ScoreSheet
from assessments.selectors.criteria import criteria_of
from assessments.services import measures, plan_draws, plans
from assessments.services.groups import call_group
from assessments.services.passing import pass_gate
from assessments.services.sheets import submit_sheet
from assessments.services.special import open_special_cycle
from decisions.services import cast_vote
from demo.keys import key_of
from demo.organization import Bank
from demo.records import quality_of
from demo.scoring import marks_for
from foundation.common import clock
from foundation.workdays.calendar import on_or_before
from organization.models import Unit
from sampling.models import Draw
from sampling.services import add_nonce
from standards.models import StandardVersion


@dataclass
class Special:
    """`records`: of each unit; `share_scored` < 1 leaves the rest of the sheets to be scored."""

    title_zh: str
    title_en: str
    end: date
    units: Sequence[Unit]
    quarter: int
    records: int
    contents: str
    version: StandardVersion | None = None
    share_scored: float = 1.0


def open_special(bank: Bank, special: Special) -> Cycle:
    """Today: opened, planned and approved."""
    lead, manager, today = bank.people["lead"], bank.people["manager"], clock.today()
    cycle = open_special_cycle(
        title_zh=special.title_zh,
        title_en=special.title_en,
        start=today,
        end=special.end,
        units=special.units,
        actor=lead,
        key=key_of("special", special.title_zh, today),
        version=special.version,
        again=True,  # a pilot is compared with what is assessed at the same time
    )
    for plan in Plan.objects.filter(cycle=cycle).select_related("unit", "cycle"):
        plans.complete_plan(
            plan=plan,
            team=_team(bank, plan.unit),
            records_wanted=special.records,
            visits_wanted=0,
            starts_on=today,
            due_on=on_or_before(special.end - timedelta(days=1)),
            contents=special.contents,
            actor=lead,
            version=plan.version,
        )
        plans.submit_plan(plan=plan, actor=lead)
        with clock.travelling(clock.now() + timedelta(hours=2)):
            plans.approve_plan(plan=plan, actor=manager)
    return cycle


def _team(bank: Bank, unit: Unit) -> list:
    """One of customer service and two others, who know what the unit asks for."""
    service = [one for one in bank.assessors if one.unit.is_customer_service and one.unit_id != unit.pk]
    others = [one for one in bank.assessors if not one.unit.is_customer_service and one.unit_id != unit.pk]
    return [service[0], *others[:2]]


def draw_special(bank: Bank, cycle: Cycle, *, but: str = "") -> None:
    """Lead and supervisor add their characters, and where no unit is left out the lead ends the collecting."""
    for plan in Plan.objects.filter(cycle=cycle).exclude(unit__code=but).select_related("unit", "cycle"):
        draw = begin_draw(bank, cycle, plan.unit.code)
        with clock.travelling(clock.now() + timedelta(hours=1)):
            add_nonce(draw=draw, person=bank.people["supervisor"], value=f"supervisor {cycle.code} {plan.pk}")
            plan.refresh_from_db()
            if not plan.sheets.exists():
                plan_draws.finish_plan_draw(plan=plan, actor=None)
    if not but:
        with clock.travelling(clock.now() + timedelta(hours=2)):
            _pass(bank, cycle, CycleState.COLLECTING)


def begin_draw(bank: Bank, cycle: Cycle, code: str) -> Draw:
    """The lead's half: the draw then waits for the supervisor's characters."""
    plan = Plan.objects.select_related("unit", "cycle").get(cycle=cycle, unit__code=code)
    return plan_draws.start_plan_draw(plan=plan, actor=bank.people["lead"], nonce=f"lead {cycle.code} {plan.pk}")


def score_special(special: Special, cycle: Cycle, moments: Sequence[datetime]) -> None:
    """The sheets one after the other at the moments in turn, as far as `share_scored` goes."""
    criteria, random = criteria_of(cycle.standard_version), Random(f"marks {cycle.code}")
    sheets = ScoreSheet.objects.filter(cycle=cycle).select_related(
        "unit", "assessor__unit", "assessor__user", "record", "standard_version", "cycle", "plan"
    )
    sheets = list(sheets.order_by("item__position", "number"))
    for place, sheet in enumerate(sheets[: round(len(sheets) * special.share_scored)]):
        marks = marks_for(random, criteria, quality_of(sheet.unit.code, special.quarter))
        with clock.travelling(moments[place % len(moments)]):
            submit_sheet(
                sheet=sheet,
                actor=sheet.assessor,
                marks=marks,
                version=sheet.version,
                key=key_of("seal", sheet.public_id),
            )


def ask_group(bank: Bank, cycle: Cycle, due_on: date) -> None:
    """Scoring is done; a group is asked at the review. One has said yes, one abstains, two have not voted yet."""
    measures.refresh_measures(cycle=cycle)
    cycle = _pass(bank, cycle, CycleState.INITIAL)
    decision = call_group(
        cycle=cycle,
        gate=CycleState.REVIEW,
        members=[bank.people[name] for name in ("manager", "hr", "deputy", "head.itd")],
        due_on=due_on,
        actor=bank.people["lead"],
        key=key_of("group", cycle.code),
    )
    votes = (("head.itd", "for", ""), ("deputy", "abstain", "抽样量较小，建议结合下季度结果再看。"))
    for hours, (name, choice, reason) in enumerate(votes, start=1):
        with clock.travelling(clock.now() + timedelta(hours=hours)):
            cast_vote(
                decision=decision,
                actor=bank.people[name],
                choice=choice,
                reason=reason,
                key=key_of("vote", cycle, name),
            )


def _pass(bank: Bank, cycle: Cycle, gate: str) -> Cycle:
    cycle.refresh_from_db()
    return pass_gate(cycle=cycle, gate=gate, actor=bank.people["lead"], key=key_of(cycle.code, "pass", gate))
