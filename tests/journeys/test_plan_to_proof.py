"""A plan from the last one's copy to sheets, its draw checked by an outsider with nothing but Python and the downloaded proof."""

import re
import subprocess
import sys
from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse

from assessments.models import Cycle, Plan, PlanDecision, ScoreSheet
from foundation.audit.verifiers import run_verifiers
from sampling.models import DrawnItem
from sampling.services import replace_item
from tests.assessments.planning import earlier_plan, open_quarter, plan_of, records_for
from tests.factories import make_totals, make_version

pytestmark = pytest.mark.journey


@pytest.mark.parametrize(
    ("locale", "size"),
    [("zh-CN", (1440, 900)), ("en-GB", (390, 844))],
    ids=["Chinese at a desk", "English on a phone"],
)
def test_plan_from_the_last_ones_copy_to_a_checked_draw(committed_cast, desk, trial_clock, tmp_path, locale, size):
    cast, look = committed_cast, {"locale": locale, "size": size}
    trial_clock.set(2026, 11, 23)
    cycle = quarter_with_a_past(cast)
    lead, manager, supervisor = (desk(person, **look).sign_in() for person in (cast.li, cast.zhou, cast.qian))

    copy_all(lead, cycle)
    east, west = plan_of(cycle, cast.east), plan_of(cycle, cast.west)
    size_by_precision(lead, east)
    send_all(lead, cycle, east, west)
    approve_all(lead, manager, cycle, east, west)

    draw = drawn_with_chance(lead, supervisor, east)
    commitment, digest = published(draw)
    proof = download(supervisor, draw, tmp_path)
    assert checked(proof, commitment, digest) == (0, ["equal"])
    assert checked(proof, "0" * 64, digest)[0] == 1

    item = DrawnItem.objects.filter(draw=draw, stratum="phone", is_reserve=False).first()
    replace_item(draw=draw, item=item, reason="unreadable", text="录音无法播放", actor=cast.lin)
    supervisor.open("sampling:draw_detail", public_id=draw.public_id)
    supervisor.shoot("replaced")
    assert checked(download(supervisor, draw, tmp_path), commitment, digest) == (0, ["equal"])
    assert ScoreSheet.objects.filter(plan=east).count() == east.records_wanted + east.visits_wanted
    assert run_verifiers()["draws"] == []


def quarter_with_a_past(cast) -> Cycle:
    """2026Q4 with two drafts, and 2026Q3 with what the two were then."""
    for unit in (cast.east, cast.west):
        records_for(unit, 60, day=date(2026, 11, 3))
        records_for(unit, 20, touchpoint="counter", first=200, day=date(2026, 11, 4))
    cycle = open_quarter(cast)
    version = make_version()
    for unit in (cast.east, cast.west):
        before = earlier_plan(cast, version, unit=unit, contents="老年客户与适老服务")
        make_totals(before.cycle, unit, sheet=["82", "94"] * 10)
    return cycle


def tick_all(page) -> None:
    """At a desk by the box in the head of the table; on a phone rows are cards without a head, so one by one."""
    if page.viewport_size["width"] > 1000:
        page.check("input[data-all]")
        return
    for box in page.locator("input[name=ids]").all():
        box.check()


def copy_all(lead, cycle: Cycle) -> None:
    page = lead.open("assessments:cycle_plans", public_id=cycle.public_id)
    lead.shoot("drafts")
    tick_all(page)
    lead.press('button[name=action][value="copy"]')
    lead.shoot("copied")
    assert list(Plan.objects.filter(cycle=cycle).values_list("records_wanted", "author__name")) == [(6, "李文")] * 2


def size_by_precision(lead, plan: Plan) -> None:
    """The page says what ± 3 points take before anything is saved."""
    page = lead.open("assessments:plan_complete", public_id=plan.public_id)
    page.check('#sample input[name=way][value="precision"]')
    page.fill("input[name=precision]", "3")
    page.locator("#size-preview b", has_text=re.compile(r"^(?!6\b)\d+")).wait_for()
    shown = page.locator("#size-preview b").inner_text()
    lead.shoot("sample")
    assert Plan.objects.get(pk=plan.pk).records_wanted == 6
    with page.expect_navigation():
        page.locator("main form .form__actions button[type=submit]").click()
    plan.refresh_from_db()
    assert str(plan.records_wanted) in shown
    lead.shoot("plan")


def send_all(lead, cycle: Cycle, *plans: Plan) -> None:
    page = lead.open("assessments:cycle_plans", public_id=cycle.public_id)
    tick_all(page)
    lead.press('button[name=action][value="submit"]')
    assert {plan.state for plan in Plan.objects.filter(pk__in=[one.pk for one in plans])} == {"submitted"}


def approve_all(lead, manager, cycle: Cycle, *plans: Plan) -> None:
    """The lead's own request is refused; the manager reads one plan, then approves both with one note."""
    seen = {"action": "approve", "ids": f"{plans[0].public_id}:{Plan.objects.get(pk=plans[0].pk).version}"}
    key = {"client_key": "0" * 8 + "-0000-4000-8000-" + "0" * 12}
    assert lead.refused("assessments:cycle_plans_act", {**seen, **key}, public_id=cycle.public_id) == 403
    manager.open("assessments:plan_detail", public_id=plans[0].public_id)
    assert manager.page.locator("#differences tbody tr").count() > 0
    manager.shoot("to approve")
    page = manager.open("assessments:cycle_plans", public_id=cycle.public_id)
    tick_all(page)
    page.fill("input[name=note]", "同意，请注意适老服务")
    manager.shoot("approving")
    manager.press('button[name=action][value="approve"]')
    assert {plan.state for plan in Plan.objects.filter(pk__in=[one.pk for one in plans])} == {"approved"}
    assert list(PlanDecision.objects.values_list("note", flat=True)) == ["同意，请注意适老服务"] * 2


def drawn_with_chance(lead, supervisor, plan: Plan):
    lead.open("assessments:plan_detail", public_id=plan.public_id)
    lead.act("assessments:plan_draw", public_id=plan.public_id)
    plan.refresh_from_db()
    supervisor.open("sampling:draw_detail", public_id=plan.draw.public_id)
    supervisor.act("sampling:nonce_add", public_id=plan.draw.public_id)
    supervisor.shoot("proof")
    plan.refresh_from_db()
    assert plan.state == "scoring"
    return plan.draw


def published(draw) -> tuple[str, str]:
    """What an attentive reader wrote down before the draw."""
    return draw.commitment, draw.frame_digest


def download(person, draw, folder):
    with person.page.expect_download() as waiting:
        person.page.locator(f'a[href="{reverse("sampling:draw_proof", args=[draw.public_id])}"]').first.click()
    path = folder / "proof.zip"
    waiting.value.save_as(path)
    return path


def checked(proof, *stated: str) -> tuple[int, list[str]]:
    """By the script as an outsider runs it: a process of its own that cannot import anything of the portal."""
    command = [sys.executable, "-I", str(settings.BASE_DIR / "docs" / "verify_draw.py"), str(proof), *stated]
    done = subprocess.run(command, capture_output=True, text=True, cwd=proof.parent)
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()
