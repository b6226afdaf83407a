"""One simulated quarter, from the opened cycle to the publication, through the services of all rooms.

Each act happens at its own time (`clock.travelling`), so that audit trail, deadlines and reminders read as if people had done it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import BytesIO
from random import Random
from uuid import UUID

from assessments.enums import Method, SheetState
from assessments.models import Cycle, Plan, ScoreSheet
from assessments.selectors.criteria import criteria_of
from assessments.services import cycles, measures, plan_draws, plans, spot_checks
from assessments.services.drafts import save_draft
from assessments.services.sheets import submit_sheet
from assessments.services.visits import Visit
from demo import appeals, figures, gates
from demo.organization import Bank
from demo.records import SOURCE, quality_of, records_file
from demo.scoring import marks_for
from demo.texts import SUGGESTIONS
from feedback.models import Questionnaire
from feedback.services import answer_invitation, create_questionnaire, invite, open_questionnaire
from foundation.common import clock
from foundation.common.files import store_bytes
from foundation.jobs import services as jobs
from foundation.workdays.calendar import add_workdays, on_or_before
from publication import services as publication
from records.services import start_import
from rectification import services as rectification
from sampling.services import add_nonce

WEAK = {"BR3": "solution", "AFT": "speed", "LOA": "solution"}


@dataclass
class Quarter:
    """What is simulated. `share_scored` < 1 leaves the rest of the sheets to be scored: the running quarter. `until` ends the simulation's view."""

    start: date
    end: date
    index: int
    records_per_unit: int
    sheets_per_unit: int
    visits_per_unit: int = 1
    answers_per_unit: int = 30
    share_scored: float = 1.0
    until: datetime | None = None
    published: bool = True
    mended: float = 1.0
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
    quarter.say(f"{cycle.code}: service records")
    with clock.travelling(quarter.on(0.6)):
        import_records(bank, random, quarter, lead)
    quarter.say(f"{cycle.code}: questionnaires")
    _ask_customers(bank, random, quarter, lead)
    with clock.travelling(clock.at_local(quarter.start, 0, 5)):
        gates.begin()
    _draw(quarter, cycle, lead, supervisor)
    with clock.travelling(quarter.on(0.64, 17)):
        cycle = gates.end_collecting(bank, cycle)
    with clock.travelling(quarter.on(0.75)):
        spot_checks.draw_due_spot_checks()
    quarter.say(f"{cycle.code}: sheets")
    _score(random, quarter, cycle)
    with clock.travelling(quarter.on(0.95)):
        spot_checks.draw_due_spot_checks()
    if quarter.published:
        with clock.travelling(clock.at_local(quarter.end, 8)):
            spot_checks.draw_due_spot_checks()
    _score(random, quarter, cycle, spot_checks_only=True)
    with clock.travelling(quarter.on(1.0, 17)):
        measures.refresh_measures(cycle=cycle)
    if quarter.published:
        quarter.say(f"{cycle.code}: results, tasks, publication")
        _conclude(bank, random, quarter, cycle)
    return cycle


def new_key(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128), version=4)


def _plan(bank: Bank, random: Random, quarter: Quarter, cycle: Cycle, lead, manager) -> None:
    due = on_or_before(quarter.end - timedelta(days=6))
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
                starts_on=on_or_before(quarter.start + timedelta(days=14)),
                due_on=due,
                contents="响应时间、服务态度、问题解决、满意度四个维度；记录检查与现场观察相结合。",
                actor=lead,
                version=plan.version,
            )
            plans.submit_plan(plan=plan, actor=lead)
        with clock.travelling(clock.at_local(approved_on, 9)):
            plans.approve_plan(plan=plan, actor=manager)


def import_records(bank: Bank, random: Random, quarter: Quarter, lead) -> None:
    """Hand in the quarter's file and do the job at once."""
    data = records_file(
        random,
        codes=[unit.code for unit in bank.assessed],
        start=quarter.start,
        end=min(quarter.end, quarter.last_day + timedelta(days=1)),
        per_unit=quarter.records_per_unit,
        quarter=quarter.index,
        agents=bank.serving,
    )
    file = store_bytes(data=data, name=f"records-{quarter.start}.csv", actor=lead)
    run = start_import(file=file, source=SOURCE, mapping=None, actor=lead, key=new_key(random))
    run.refresh_from_db()
    if run.job_id:
        jobs.run(run.job_id)
    run.refresh_from_db()
    if run.rows_rejected or not run.rows_added:
        raise RuntimeError(
            f"The simulated records did not go in: {run.rows_added} added, {run.rows_rejected} rejected ({run.error})."
        )


def _ask_customers(bank: Bank, random: Random, quarter: Quarter, lead) -> None:
    questionnaire = Questionnaire.objects.filter(state="open").first()
    if questionnaire is None:
        with clock.travelling(quarter.on(0.1)):
            questionnaire = open_questionnaire(questionnaire=create_questionnaire(actor=lead), actor=lead)
    for unit in bank.assessed:
        quality = quality_of(unit.code, quarter.index)
        with clock.travelling(quarter.on(0.3)):
            invited = invite(
                questionnaire=questionnaire, unit=unit, count=quarter.answers_per_unit, actor=lead, key=new_key(random)
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
                answer_invitation(token=token, answers=answers, key=new_key(random), language="zh-hans")


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
    criteria = criteria_of(cycle.standard_version)
    waiting = ScoreSheet.objects.filter(cycle=cycle, state=SheetState.ASSIGNED).select_related(
        "unit", "assessor__unit", "assessor__user", "record", "standard_version", "cycle", "plan"
    )
    if spot_checks_only:
        waiting = waiting.filter(plan=None)
    for sheet in waiting.order_by("number"):
        if sheet.plan_id and random.random() > quarter.share_scored:
            if random.random() < 0.2:
                _begin(random, quarter, sheet, criteria)
            continue
        marks = marks_for(
            random, criteria, quality_of(sheet.unit.code, quarter.index), weak=WEAK.get(sheet.unit.code, "")
        )
        part = random.uniform(0.96, 1.0) if spot_checks_only else random.uniform(0.68, 0.94)
        with clock.travelling(quarter.on(part, random.randint(11, 17))):
            visit = (
                Visit(at=clock.now() - timedelta(hours=1), place=f"{sheet.unit.name_zh}营业厅")
                if sheet.method == Method.ON_SITE
                else None
            )
            submit_sheet(
                sheet=sheet, actor=sheet.assessor, marks=marks, version=sheet.version, key=new_key(random), visit=visit
            )


def _begin(random: Random, quarter: Quarter, sheet: ScoreSheet, criteria) -> None:
    """A sheet that somebody has begun and put aside."""
    marks = marks_for(random, criteria, quality_of(sheet.unit.code, quarter.index))
    some = dict(list(marks.items())[: random.randint(3, max(3, len(marks) - 3))])
    with clock.travelling(quarter.on(1.0, 16)):
        save_draft(sheet=sheet, actor=sheet.assessor, marks=some, version=sheet.version)


def _conclude(bank: Bank, random: Random, quarter: Quarter, cycle: Cycle) -> None:
    lead, manager = bank.people["lead"], bank.people["manager"]
    after = clock.at_local(add_workdays(quarter.end - timedelta(days=1), 3), 9)
    with clock.travelling(after):
        cycle.refresh_from_db()
        measures.refresh_measures(cycle=cycle)
        cycle = gates.approve_results(bank, cycle)
    after += timedelta(hours=2)
    with clock.travelling(after):
        findings = rectification.find_weak_indicators(cycle=cycle, actor=lead)
        figures.enter_rank(cycle, lead, quarter.index)
    # Riverside comes first: it has the owner whose sign-in is printed.
    for finding in sorted(findings, key=lambda found: found.unit.code != "BR3")[:12]:
        owner = (bank.staff.get(finding.unit.code) or [None])[0]
        if owner is None or owner.user_id is None:
            owner = bank.heads[finding.unit.code]
        _mend(
            random,
            finding,
            owner,
            lead,
            manager,
            after,
            progress=1.0 if random.random() < quarter.mended else random.random(),
        )
    with clock.travelling(_workdays_after(after, 1)):
        appeals.staff_say(bank, cycle)
    appeals.hear_appeals(bank, cycle, after)
    with clock.travelling(_workdays_after(after, 8)):
        cycle.refresh_from_db()
        edition = publication.draft_publication(cycle=cycle, author=lead)
        weak = "、".join(dict.fromkeys(finding.unit.name_zh for finding in findings)) or "无"
        weak_en = ", ".join(dict.fromkeys(finding.unit.name_en for finding in findings)) or "none"
        texts = {
            "summary_zh": f"本季度对{len(bank.assessed)}个单位开展了全面评估。有指标低于目标值的单位：{weak}，将逐项整改。",
            "summary_en": f"{len(bank.assessed)} units were assessed. Units with indicators below their targets, to be mended: {weak_en}.",
        }
        publication.edit_publication(publication=edition, actor=lead, version=edition.version, texts=texts)
        publication.propose_publication(publication=edition, actor=lead)
    with clock.travelling(_workdays_after(after, 9)):
        publication.approve_publication(publication=edition, actor=manager)
        publication.release_due()


def _mend(random: Random, finding, owner, lead, manager, after: datetime, *, progress: float) -> None:
    """`progress`: below 0.3 not begun, below 0.7 in progress, below 1 reported as done, 1 verified and closed."""
    with clock.travelling(after + timedelta(hours=2)):
        task = rectification.give_task(
            finding=finding,
            owner=owner,
            title=f"提升“{finding.indicator.name_zh}”",
            measure="复盘扣分记录，组织专项培训，每周自查并留存记录。",
            working_days=random.choice((15, 25, 35)),
            actor=lead,
            key=new_key(random),
        )
    if progress < 0.3:
        return
    with clock.travelling(_workdays_after(after, 1)):
        rectification.start_task(task=task, actor=owner)
    if progress < 0.7:
        return
    with clock.travelling(_workdays_after(after, 6)):
        rectification.add_task_evidence(
            task=task,
            source=BytesIO(_photo()),
            name="培训签到.png",
            caption="培训现场",
            actor=owner,
            key=new_key(random),
        )
        rectification.report_task(
            task=task, text="已完成专项培训与自查，问题未再出现。", actor=owner, key=new_key(random)
        )
    if progress < 1:
        return
    with clock.travelling(_workdays_after(after, 8)):
        rectification.verify_task(task=task, accepted=True, text="已查看佐证材料并抽听录音，予以销号。", actor=manager)


def _workdays_after(moment: datetime, days: int) -> datetime:
    """The same hour, that many working days later."""
    local = clock.local(moment)
    return clock.at_local(add_workdays(local.date(), days), local.hour)


def _photo() -> bytes:
    """A small real picture."""
    from PIL import Image

    sink = BytesIO()
    Image.new("RGB", (320, 240), (18, 80, 123)).save(sink, "PNG")
    return sink.getvalue()
