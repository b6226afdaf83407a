"""The end of a simulated quarter: results approved by groups, weak indicators mended, the results published."""

from datetime import date, datetime, timedelta
from io import BytesIO
from random import Random

from assessments.models import Cycle
from assessments.services import measures
from demo import appeals, figures, gates
from demo.keys import random_key
from demo.organization import Bank
from foundation.common import clock
from foundation.workdays.calendar import add_workdays
from publication import services as publication
from rectification import services as rectification


def conclude(bank: Bank, random: Random, cycle: Cycle, *, end: date, index: int, mended: float) -> None:
    """From the third working day after the quarter on: results approved, tasks given, the edition out."""
    lead, manager = bank.people["lead"], bank.people["manager"]
    after = clock.at_local(add_workdays(end - timedelta(days=1), 3), 9)
    with clock.travelling(after):
        cycle.refresh_from_db()
        measures.refresh_measures(cycle=cycle)
        cycle = gates.approve_results(bank, cycle)
    after += timedelta(hours=2)
    with clock.travelling(after):
        findings = rectification.find_weak_indicators(cycle=cycle, actor=lead)
        figures.enter_rank(cycle, lead, index)
    # Riverside comes first: it has the owner whose sign-in is printed, and who has not finished in the last quarter.
    first = iter((0.0, 0.5, 0.8) if mended < 1 else ())
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
            progress=next(first, None) if finding.unit.code == "BR3" else None,
            mended=mended,
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


def _mend(
    random: Random, finding, owner, lead, manager, after: datetime, *, progress: float | None, mended: float
) -> None:
    """`progress`: below 0.3 not begun, below 0.7 in progress, below 1 reported as done, 1 verified; None: by chance, verified for `mended`."""
    by_chance = 1.0 if random.random() < mended else random.random()
    progress = by_chance if progress is None else progress
    with clock.travelling(after + timedelta(hours=2)):
        task = rectification.give_task(
            finding=finding,
            owner=owner,
            title="",
            measure="复盘扣分记录，组织专项培训，每周自查并留存记录。",
            working_days=random.choice((15, 25, 35)),
            actor=lead,
            key=random_key(random),
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
            key=random_key(random),
        )
        rectification.report_task(
            task=task, text="已完成专项培训与自查，问题未再出现。", actor=owner, key=random_key(random)
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
