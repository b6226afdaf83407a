"""One simulated quarter, from the opened cycle to the publication, through the services of all rooms.

Each act happens at its own time (`clock.travelling`), so that audit trail, deadlines and reminders read as if people had done it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from assessments.answers_planned import Answers
from assessments.enums import Method, SheetState
from assessments.methods import FURTHER
from assessments.methods_planned import Further
from assessments.models import Cycle, Plan, ScoreSheet
from assessments.selectors.criteria import criteria_of
from assessments.services import cycles, measures, plan_draws, plans, spot_checks
from assessments.services.drafts import save_draft
from assessments.services.sheets import submit_sheet
from assessments.services.visits import Visit
from assessments.sizing import Wanted
from demo import callbacks, further, gates, reviews, visits
from demo.conclusion import conclude
from demo.keys import random_key
from demo.organization import Bank
from demo.records import SOURCE, quality_of, records_file
from demo.scoring import marks_for
from demo.texts import SUGGESTIONS
from feedback.models import Questionnaire
from feedback.services import answer_invitation, create_questionnaire, invite, open_questionnaire
from foundation.common import clock
from foundation.common.files import store_bytes
from foundation.jobs import services as jobs
from foundation.workdays.calendar import add_workdays, on_or_after, on_or_before
from records.services import start_import
from sampling.services import add_nonce

WEAK = {"BR3": "solution", "AFT": "speed", "LOA": "solution"}


@dataclass
class Quarter:
    """What is simulated. `share_scored` < 1 leaves the rest of the sheets to be scored: the running quarter. `until` ends the simulation's view.

    `still_at_work`: keys of the assessors who have finished none of their callbacks and had no visit confirmed yet.
    `designs` {code of the unit: how the number of its records comes about}; for the others it is `sheets_per_unit`. `further` {code of the unit:
    its mystery visits and other methods}, which are scored by their own scenes. What `on_planned`,
    `on_drawn` and `on_scored` do with the cycle happens at that time of it.
    """

    start: date
    end: date
    index: int
    records_per_unit: int
    sheets_per_unit: int
    visits_per_unit: int = 1
    callbacks_per_unit: int = 0
    answers_per_unit: int = 30
    share_scored: float = 1.0
    until: datetime | None = None
    published: bool = True
    mended: float = 1.0
    still_at_work: frozenset[int] = frozenset()
    designs: Mapping[str, Wanted] = field(default_factory=dict)
    further: Mapping[str, Sequence[Further]] = field(default_factory=dict)
    on_planned: Callable[[Cycle], None] = field(default=lambda cycle: None)
    on_drawn: Callable[[Cycle], None] = field(default=lambda cycle: None)
    on_scored: Callable[[Cycle], None] = field(default=lambda cycle: None)
    say: Callable[[str], None] = field(default=lambda line: None)

    @property
    def last_day(self) -> date:
        """The last day of the quarter that has passed."""
        last = self.end - timedelta(days=1)
        return min(last, clock.local(self.until).date() - timedelta(days=1)) if self.until else last

    def on(self, part: float, hour: int = 10) -> datetime:
        """A working time at a share of the quarter that has passed."""
        days = max(1, (self.last_day - self.start).days)
        return clock.at_local(on_or_before(self.start + timedelta(days=int(days * part))), hour)


def simulate(bank: Bank, random: Random, quarter: Quarter) -> Cycle:
    """Play the quarter; returns its cycle."""
    lead, manager, supervisor = bank.people["lead"], bank.people["manager"], bank.people["supervisor"]
    with clock.travelling(clock.at_local(quarter.start - timedelta(days=14), 9)):
        cycle = cycles.open_cycle(start=quarter.start, actor=None)
    quarter.say(f"{cycle.code}: plans")
    _plan(bank, random, quarter, cycle, lead, manager)
    with clock.travelling(clock.at_local(quarter.start - timedelta(days=3), 10)):
        reviews.set_rules(bank, cycle)
    quarter.on_planned(cycle)
    quarter.say(f"{cycle.code}: service records")
    with clock.travelling(quarter.on(0.6)):
        import_records(
            random,
            lead,
            codes=[unit.code for unit in bank.assessed],
            start=quarter.start,
            end=min(quarter.end, quarter.last_day + timedelta(days=1)),
            per_unit=quarter.records_per_unit,
            index=quarter.index,
            agents=bank.serving,
        )
    quarter.say(f"{cycle.code}: questionnaires")
    _ask_customers(bank, random, quarter, lead)
    with clock.travelling(clock.at_local(quarter.start, 0, 5)):
        gates.begin()
    _draw(quarter, cycle, lead, supervisor)
    with clock.travelling(quarter.on(0.64, 17)):
        cycle = gates.end_collecting(bank, cycle)
    quarter.on_drawn(cycle)
    with clock.travelling(quarter.on(0.75)):
        spot_checks.draw_due_spot_checks()
    quarter.say(f"{cycle.code}: sheets")
    _score(random, quarter, cycle)
    _look_further(bank, random, quarter, cycle)
    callbacks.leave_some_open(cycle, quarter.on(0.95, 10), quarter.on(1.0, 11))
    with clock.travelling(quarter.on(0.95)):
        spot_checks.draw_due_spot_checks()
    if quarter.published:
        with clock.travelling(clock.at_local(on_or_after(quarter.end), 9)):
            spot_checks.draw_due_spot_checks()
    _score(random, quarter, cycle, spot_checks_only=True)
    with clock.travelling(quarter.on(0.98, 14)):
        reviews.read_sheets(bank, cycle, to_the_end=quarter.published)
    with clock.travelling(quarter.on(1.0, 17)):
        measures.refresh_measures(cycle=cycle)
    quarter.on_scored(cycle)
    if quarter.published:
        quarter.say(f"{cycle.code}: results, tasks, publication")
        conclude(bank, random, cycle, end=quarter.end, index=quarter.index, mended=quarter.mended)
    return cycle


def _plan(bank: Bank, random: Random, quarter: Quarter, cycle: Cycle, lead, manager) -> None:
    due = on_or_before(quarter.end - timedelta(days=7))
    planned_on = on_or_before(quarter.start - timedelta(days=7))
    approved_on = add_workdays(planned_on, 1)
    for plan in Plan.objects.filter(cycle=cycle).select_related("unit", "cycle"):
        service = next(
            person for person in bank.assessors if person.unit.is_customer_service and person.unit_id != plan.unit_id
        )
        others = [person for person in bank.assessors if person.unit_id not in (plan.unit_id, service.unit_id)]
        team = [service, *random.sample(others, min(3, len(others)))]
        with clock.travelling(clock.at_local(planned_on, 14)):
            plans.complete_plan(
                plan=plan,
                team=team,
                records_wanted=quarter.sheets_per_unit - quarter.visits_per_unit,
                visits_wanted=quarter.visits_per_unit,
                callbacks_wanted=quarter.callbacks_per_unit,
                call_script=callbacks.SCRIPT if quarter.callbacks_per_unit else "",
                starts_on=on_or_before(quarter.start + timedelta(days=14)),
                due_on=due,
                contents="响应时间、服务态度、问题解决、满意度四个维度；记录检查与现场观察相结合。",
                design=quarter.designs.get(plan.unit.code),
                further=[
                    *quarter.further.get(plan.unit.code, ()),
                    *further.planned(bank, plan, team, quarter.still_at_work),
                ],
                answers=_answers_wanted(quarter),
                actor=lead,
                version=plan.version,
            )
            plans.submit_plan(plan=plan, actor=lead)
        with clock.travelling(clock.at_local(approved_on, 9)):
            plans.approve_plan(plan=plan, actor=manager)


def import_records(
    random: Random,
    lead,
    *,
    codes: Sequence[str],
    start: date,
    end: date,
    per_unit: int,
    index: int,
    agents: dict[str, list[str]] | None = None,
    source: str = SOURCE,
) -> None:
    """Hand in the file of `[start, end)` and do the job at once. `index`: the quarter by which the units do well or badly."""
    data = records_file(random, codes=codes, start=start, end=end, per_unit=per_unit, quarter=index, agents=agents)
    file = store_bytes(data=data, name=f"records-{start}.csv", actor=lead)
    run = start_import(file=file, source=source, mapping=None, actor=lead, key=random_key(random))
    run.refresh_from_db()
    if run.job_id:
        jobs.run(run.job_id)
    run.refresh_from_db()
    if run.rows_rejected or not run.rows_added:
        raise RuntimeError(
            f"The simulated records did not go in: {run.rows_added} added, {run.rows_rejected} rejected ({run.error})."
        )


def _ask_customers(bank: Bank, random: Random, quarter: Quarter, lead) -> None:
    questionnaire = Questionnaire.objects.filter(state="open").last()
    if questionnaire is None:
        with clock.travelling(quarter.on(0.1)):
            questionnaire = open_questionnaire(questionnaire=create_questionnaire(actor=lead), actor=lead)
    for unit in bank.assessed:
        quality = quality_of(unit.code, quarter.index)
        with clock.travelling(quarter.on(0.3)):
            invited = invite(
                questionnaire=questionnaire,
                unit=unit,
                count=quarter.answers_per_unit,
                actor=lead,
                key=random_key(random),
            )
        for token in invited.tokens:
            if random.random() > 0.7:
                continue  # not everybody answers
            pleased = random.random() < 0.55 + 0.45 * quality
            answers = {
                "satisfaction": random.choice((4, 5, 5)) if pleased else random.choice((1, 2, 3, 3)),
                "need_met": int(pleased or random.random() < 0.5),
                "recommend": random.randint(7, 10) if pleased else random.randint(2, 7),
                "text": random.choice(SUGGESTIONS),
            }
            with clock.travelling(quarter.on(random.uniform(0.3, 0.95), random.randint(9, 20))):
                answer_invitation(token=token, answers=answers, key=random_key(random), language="zh-hans")


def _draw(quarter: Quarter, cycle: Cycle, lead, supervisor) -> None:
    for plan in Plan.objects.filter(cycle=cycle).select_related("unit", "cycle"):
        with clock.travelling(quarter.on(0.62)):
            plan_draws.start_plan_draw(plan=plan, actor=lead, nonce=f"lead {plan.pk} {cycle.code}")
        with clock.travelling(quarter.on(0.62, 15)):
            plan.refresh_from_db()
            add_nonce(draw=plan.draw, person=supervisor, value=f"supervisor {plan.pk} {cycle.code}")
            if not plan.sheets.exists():
                plan_draws.finish_plan_draw(plan=plan, actor=None)


def _score(random: Random, quarter: Quarter, cycle: Cycle, *, spot_checks_only: bool = False) -> None:
    criteria, visited = criteria_of(cycle.standard_version), 0
    waiting = ScoreSheet.objects.filter(cycle=cycle, state=SheetState.ASSIGNED).select_related(
        "unit", "assessor__unit", "assessor__user", "record", "standard_version", "cycle", "plan"
    )
    waiting = waiting.filter(plan=None) if spot_checks_only else waiting.exclude(method__in=FURTHER)
    for sheet in waiting.order_by("number"):
        is_left = random.random() > quarter.share_scored if sheet.plan_id else False
        if sheet.method == Method.CALLBACK and (is_left or sheet.assessor_id in quarter.still_at_work):
            continue
        if is_left:
            if random.random() < 0.2:
                _begin(random, quarter, sheet, criteria)
            continue
        marks = marks_for(
            random, criteria, quality_of(sheet.unit.code, quarter.index), weak=WEAK.get(sheet.unit.code, "")
        )
        part = random.uniform(0.96, 1.0) if spot_checks_only else random.uniform(0.68, 0.94)
        with clock.travelling(quarter.on(part, random.randint(11, 17))):
            if sheet.method == Method.CALLBACK:
                callbacks.call_and_ask(sheet, clock.now())
            visit = (
                Visit(at=clock.now() - timedelta(hours=1), place=f"{sheet.unit.name_zh}营业厅")
                if sheet.method == Method.ON_SITE
                else None
            )
            if visit is not None:
                save_draft(sheet=sheet, actor=sheet.assessor, marks=marks, version=sheet.version, visit=visit)
                if sheet.assessor_id in quarter.still_at_work:
                    continue
                visits.confirm(sheet, visited)
                visited += 1
            submit_sheet(
                sheet=sheet,
                actor=sheet.assessor,
                marks=marks,
                version=sheet.version,
                key=random_key(random),
                visit=visit,
            )


def _answers_wanted(quarter: Quarter) -> Answers:
    """Four of five of those who get a link; none in the first quarter, whose questionnaire is still to be made."""
    questionnaire = Questionnaire.objects.filter(state="open").last()
    if questionnaire is None:
        return Answers()
    return Answers(str(questionnaire.public_id), quarter.answers_per_unit * 4 // 5)


def _look_further(bank: Bank, random: Random, quarter: Quarter, cycle: Cycle) -> None:
    """Interviews and CCTV reviews, by rules of their own."""
    now = quarter.on(1.0, 15)
    criteria = criteria_of(cycle.standard_version)
    asked = further.ask_customers(cycle, now, quarter.still_at_work)
    watched = further.review_footage(bank, cycle, quarter.on(0.75, 9), now)
    for sheet in [*asked, *(one for one in watched if one.assessor_id not in quarter.still_at_work)]:
        marks = marks_for(random, criteria, quality_of(sheet.unit.code, quarter.index))
        with clock.travelling(now):
            submit_sheet(
                sheet=sheet,
                actor=sheet.assessor,
                marks=marks,
                version=sheet.version,
                key=random_key(random),
                visit=None,
            )


def _begin(random: Random, quarter: Quarter, sheet: ScoreSheet, criteria) -> None:
    """A sheet that somebody has begun and put aside."""
    marks = marks_for(random, criteria, quality_of(sheet.unit.code, quarter.index))
    some = dict(list(marks.items())[: random.randint(3, max(3, len(marks) - 3))])
    with clock.travelling(quarter.on(1.0, 16)):
        save_draft(sheet=sheet, actor=sheet.assessor, marks=some, version=sheet.version)
