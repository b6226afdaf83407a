"""The first real quarter: from a file of calls to results that all staff can read and verify.

Li Wen leads, Zhou Hang approves, Qian Li watches the draw, Lin Xiao and Guo Min score, a group of three reviews and approves the results,
Zhao Lei mends, He Ting reads.
"""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from assessments.models import Cycle, Plan, ScoreSheet
from assessments.services.cycles import open_due_cycles
from foundation.jobs.models import Job
from foundation.jobs.services import run as run_job
from publication.models import Publication
from records.models import ServiceRecord
from rectification.models import Finding, RectificationTask
from standards.models import StandardVersion
from tests.journeys.deciding import approve_results, group_of, pass_gate
from tests.journeys.scoring import score_by_keyboard

CALLS = Path(__file__).resolve().parents[3] / "shared" / "data" / "A_callcenter_pwc" / "Call-Center-Dataset.xlsx"
# The calls name a topic, no department: so East Branch answers for these, West Branch for the others.
EAST_TOPICS = ("Contract related", "Technical Support", "Streaming")
PHOTO = b"\x89PNG\r\n\x1a\n" + b"0" * 64

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(not CALLS.exists(), reason="needs ../shared/data/A_callcenter_pwc"),
]


def work() -> None:
    """What the worker does: whatever is queued."""
    for pk in Job.objects.filter(state="queued").values_list("pk", flat=True):
        run_job(pk)


@pytest.mark.parametrize(
    ("locale", "size"),
    [("zh-CN", (1440, 900)), ("en-GB", (820, 1180))],
    ids=["Chinese at a desk", "English on a tablet"],
)
def test_first_quarter_from_import_to_publication(committed_cast, desk, trial_clock, locale, size):
    cast, look = committed_cast, {"locale": locale, "size": size}
    trial_clock.set(2021, 1, 4)
    lead, manager = desk(cast.li, **look).sign_in(), desk(cast.zhou, **look).sign_in()

    standard_in_force(lead, manager)
    open_due_cycles()  # what beat does
    cycle = Cycle.objects.get(code="2021Q1")
    lead.open("assessments:cycle_detail", public_id=cycle.public_id)
    lead.shoot("cycle")

    trial_clock.set(2021, 3, 22)
    import_the_calls(lead)
    for plan in Plan.objects.filter(cycle=cycle):
        complete_and_approve(lead, manager, plan, cast)
    supervisor = desk(cast.qian, **look).sign_in()
    for plan in Plan.objects.filter(cycle=cycle):
        draw(lead, supervisor, plan)
    assert ScoreSheet.objects.filter(plan__cycle=cycle).count() == 6

    trial_clock.set(2021, 3, 24)
    for person in (cast.lin, cast.guo):
        score_all(desk(person, **look).sign_in(), cast)
    assert ScoreSheet.objects.filter(plan__cycle=cycle, state="submitted").count() == 6

    trial_clock.set(2021, 4, 2)
    end_scoring(lead, cycle)
    voters = [desk(person, **look).sign_in() for person in group_of(cast)]
    approve_results(lead, voters, cycle)
    lead.shoot("approved")
    read_the_quarter(manager)
    task = give_a_task(lead, cast)
    mend(desk(cast.zhao, **look).sign_in(), task)
    verify(manager, task)
    trial_clock.set(2021, 4, 13)  # nobody has appealed while the departments could
    publication = publish(lead, manager, cycle)
    read(desk(cast.he, **look).sign_in(), publication)
    call_command("verify")


def standard_in_force(lead, manager) -> None:
    lead.open("standards:standard_list")
    with lead.page.expect_navigation():
        lead.page.click(f"a[href='{reverse('standards:standard_create')}']")
    lead.act("standards:standard_create")
    version = str(StandardVersion.objects.get().public_id)
    lead.shoot("standard-editor")
    lead.open("standards:version_detail", public_id=version)
    lead.shoot("standard")
    lead.act("standards:version_submit", public_id=version)
    assert lead.refused("standards:version_approve", public_id=version) == 403
    manager.open("standards:version_detail", public_id=version)
    manager.act("standards:version_approve", public_id=version)
    manager.act("standards:version_put_in_force", public_id=version)
    manager.shoot("standard")


def import_the_calls(lead) -> None:
    page = lead.open("records:import_upload")
    page.set_input_files("input[type=file]", CALLS)
    page.fill("input[name=source]", "call centre")
    lead.shoot("upload")
    with page.expect_navigation():
        page.locator("main form button[type=submit], main form .btn-primary").first.click()
    assign_units(lead)
    with page.expect_navigation():
        page.locator("#columns-form .form__actions button").click()
    work()
    page.reload()
    lead.shoot("check", shows_file=True)
    lead.press('form[action$="/start/"] button')
    work()
    page.reload()
    lead.shoot("imported")
    assert ServiceRecord.objects.count() == 5000
    assert (
        ServiceRecord.objects.filter(answered=False, answer_seconds=None, handle_seconds=None, rating=None).count()
        == 946
    )


def assign_units(lead) -> None:
    """Topic → unit, in the table of values below the columns."""
    page = lead.page
    labels = page.locator(".values label")
    for number in range(labels.count()):
        label = labels.nth(number)
        topic = label.locator("span").inner_text().strip()
        choice = label.locator("select")
        if choice.locator('option[value="BR-E"]').count():
            choice.select_option("BR-E" if topic in EAST_TOPICS else "BR-W")
    lead.shoot("columns", shows_file=True)


def complete_and_approve(lead, manager, plan: Plan, cast) -> None:
    page = lead.open("assessments:plan_complete", public_id=plan.public_id)
    for person in (cast.lin, cast.guo):
        page.check(f"#team-{person.public_id}")
    page.fill("input[name=records_wanted]", "3")
    page.fill("input[name=visits_wanted]", "0")
    page.fill("input[name=starts_on]", "2021-03-22")
    page.fill("input[name=due_on]", "2021-03-31")
    lead.shoot("plan")
    with page.expect_navigation():
        page.locator("main form button[type=submit], main form .btn-primary").last.click()
    lead.act("assessments:plan_submit", public_id=plan.public_id)
    assert lead.refused("assessments:plan_approve", public_id=plan.public_id) == 403
    manager.open("assessments:plan_detail", public_id=plan.public_id)
    manager.act("assessments:plan_approve", public_id=plan.public_id)
    manager.shoot("plan")


def draw(lead, supervisor, plan: Plan) -> None:
    lead.open("assessments:plan_detail", public_id=plan.public_id)
    lead.act("assessments:plan_draw", public_id=plan.public_id)
    plan.refresh_from_db()
    supervisor.open("sampling:draw_detail", public_id=plan.draw.public_id)
    supervisor.shoot("draw")
    supervisor.act("sampling:nonce_add", public_id=plan.draw.public_id)
    supervisor.shoot("proof")
    plan.refresh_from_db()
    assert plan.state == "scoring"


def score_all(assessor, cast) -> None:
    """From the work list, sheet after sheet, with no mouse."""
    assessor.shoot("work list")
    mine = ScoreSheet.objects.filter(assessor=assessor.person, state="assigned").select_related("unit")
    for sheet in mine.order_by("number"):
        assessor.open("assessments:sheet_score", public_id=sheet.public_id)
        weak = "reso" if sheet.unit == cast.east else ""
        score_by_keyboard(assessor, weak=weak)
        assessor.shoot("sealed")
        assert assessor.refused("assessments:sheet_submit", public_id=sheet.public_id) in (400, 409)


def end_scoring(lead, cycle: Cycle) -> None:
    assert pass_gate(lead, cycle) == "initial"
    lead.act("assessments:cycle_refresh_measures", public_id=cycle.public_id)
    lead.shoot("before closing")


def read_the_quarter(manager) -> None:
    manager.open("dashboard:quarter")
    manager.shoot("quarter")


def give_a_task(lead, cast) -> RectificationTask:
    lead.open("rectification:finding_list")
    lead.act("rectification:finding_find")
    lead.shoot("findings")
    finding = Finding.objects.filter(unit=cast.east).order_by("score").first()
    page = lead.open("rectification:task_give", public_id=finding.public_id)
    page.fill("input[name=title]", "一次告知工单号与时限")
    page.select_option("select[name=owner]", str(cast.zhao.pk))
    page.fill("input[name=working_days]", "5")
    lead.shoot("task")
    with page.expect_navigation():
        page.locator("main form .btn-primary").last.click()
    return RectificationTask.objects.get()


def mend(owner, task: RectificationTask) -> None:
    owner.shoot("work list")
    owner.open("rectification:task_detail", public_id=task.public_id)
    owner.act("rectification:task_start", public_id=task.public_id)
    owner.page.fill("textarea[name=text]", "全员培训，话术已更新")
    owner.page.set_input_files("input[type=file]", {"name": "培训.png", "mimeType": "image/png", "buffer": PHOTO})
    evidence = reverse("rectification:task_evidence", args=[task.public_id])
    owner.press(f'button[formaction="{evidence}"]')
    assert owner.page.input_value("textarea[name=text]") == "全员培训，话术已更新"
    owner.shoot("task")
    owner.press(".form__actions .btn-primary")
    assert owner.refused("rectification:task_verify", {"decision": "accept"}, public_id=task.public_id) == 403


def verify(manager, task: RectificationTask) -> None:
    manager.open("rectification:task_detail", public_id=task.public_id)
    manager.shoot("verification")
    manager.press('button[name=decision][value="accept"]')
    task.refresh_from_db()
    assert (task.state, task.verified_by.name) == ("closed", "周航")


def publish(lead, manager, cycle: Cycle) -> Publication:
    lead.open("publication:publication_list")
    lead.act("publication:publication_draft")
    page = lead.page
    page.fill("textarea[name=summary_zh]", "两家支行总体良好，城东支行问题解决低于目标值。")
    page.fill("textarea[name=summary_en]", "Both branches do well; East Branch is below target in problem resolution.")
    with page.expect_navigation():
        page.locator("main form .btn-primary").last.click()
    publication = Publication.objects.get()
    lead.act("publication:publication_propose", public_id=publication.public_id)
    assert lead.refused("publication:publication_approve", public_id=publication.public_id) == 403
    manager.open("publication:publication_detail", public_id=publication.public_id)
    manager.shoot("approval")
    manager.act("publication:publication_approve", public_id=publication.public_id)
    publication.refresh_from_db()
    assert publication.state == "published"
    return publication


def read(reader, publication: Publication) -> None:
    reader.shoot("work list")
    reader.open("publication:publication_detail", public_id=publication.public_id)
    reader.shoot("publication")
    reader.act("publication:publication_acknowledge", public_id=publication.public_id)
    page = reader.open("publication:publication_verify", public_id=publication.public_id)
    reader.shoot("verify")
    assert page.locator(".pill--late").count() == 0
    assert reverse("publication:publication_download", args=[publication.public_id]) in page.content()
