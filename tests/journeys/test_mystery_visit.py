"""A mystery visit from the plan to the results: an outside assessor on a phone, and a unit that learns of it with its scores (R15)."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessments.enums import CycleState, Method
from assessments.models import Cycle, Plan, ScoreSheet
from assessments.selectors.criteria import criteria_of
from assessments.selectors.frames import half_day_of_key
from assessments.services.drafts import save_draft
from assessments.services.plans import approve_plan, start_plan_draw, submit_plan
from foundation.audit.verifiers import run_verifiers
from sampling.services import add_nonce
from standards.enums import Scale
from tests.assessments.files import png
from tests.assessments.planning import open_quarter, plan_of, records_for
from tests.cast import PASSWORD
from tests.journeys.people import Desk
from tests.organization.outsiders import engage, ready

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PHONE = (390, 844)
MET = "3 号柜台，女，戴眼镜"


def test_unit_is_visited_by_somebody_it_does_not_know(committed_cast, desk, trial_clock):
    cast = committed_cast
    trial_clock.set(2026, 11, 23)
    records_for(cast.east, 20, day=date(2026, 11, 3))
    cycle = open_quarter(cast)
    shen = ready(engage(cast, password=PASSWORD))

    plan = planned_by_lead(desk(cast.li).sign_in(), plan_of(cycle, cast.east), shen)
    sheet = drawn(cast, plan)
    assert sheet.assessor == shen

    day, half = half_day_of_key(sheet.item.key)
    hour = 9 if half == "am" else 14
    trial_clock.set(day.year, day.month, day.day, hour + 3)
    visited(desk(shen, size=PHONE), sheet, f"{day.isoformat()}T{hour:02}")
    assert run_verifiers()["revisions"] == []

    chen = desk(cast.chen).sign_in()
    address = chen.url + reverse("assessments:sheet_detail", args=[sheet.public_id])
    assert chen.context.request.get(address).status == 404
    Cycle.objects.filter(pk=cycle.pk).update(state=CycleState.FEEDBACK)
    page = chen.open("assessments:sheet_detail", public_id=sheet.public_id)
    expect(page.locator(".sealed__number")).to_have_text("100.0")
    expect(page.locator("main")).to_contain_text("被评单位只能通过申诉查看")
    assert page.locator(".files img").count() == 0 and MET not in page.inner_text("main")
    photo = reverse("assessments:evidence_file", args=[sheet.evidence.get().public_id])
    assert chen.context.request.get(chen.url + photo).status == 404
    chen.shoot("results")

    trial_clock.set(2027, 1, 30)
    late = desk(shen, size=PHONE)
    late.refusal = "status of 403"
    sign_in(late)
    expect(late.page.locator("main, body").first).to_contain_text("您的账号已于 2027年1月29日 到期")
    late.shoot("ended")


def planned_by_lead(lead: Desk, plan: Plan, visitor) -> Plan:
    """Without a name the plan is refused beside the field, with all that was typed."""
    page = lead.open("assessments:plan_complete", public_id=plan.public_id)
    for person in plan_team(plan):
        page.check(f"#team-{person.public_id}")
    page.fill("[name=visits_wanted]", "0")
    page.fill("[name=mystery_wanted]", "1")
    page.fill("[name=due_on]", "2026-12-11")
    lead.press("main form .form__actions button[type=submit]")
    expect(page.locator("#visitors-errors")).to_contain_text("请指定暗访人员")
    assert page.input_value("[name=mystery_wanted]") == "1"
    page.check(f"#visitor-{visitor.public_id}")
    lead.shoot("visitors")
    lead.press("main form .form__actions button[type=submit]")
    expect(page.locator("main")).to_contain_text("明察咨询")
    lead.shoot("plan")
    plan.refresh_from_db()
    return plan


def plan_team(plan: Plan):
    from organization.models import Person

    return Person.objects.filter(staff_number__in=("00101", "00102"))


def drawn(cast, plan: Plan) -> ScoreSheet:
    submit_plan(plan=plan, actor=cast.li)
    approve_plan(plan=plan, actor=cast.zhou)
    draw = start_plan_draw(plan=plan, actor=cast.li, nonce="four dice: 3 5 1 6")
    add_nonce(draw=draw, person=cast.qian, value="a red kite over the river")
    names = ("item", "assessor", "cycle", "unit", "standard_version", "plan")
    return ScoreSheet.objects.select_related(*names).get(plan=plan, method=Method.MYSTERY)


def sign_in(someone: Desk) -> None:
    page = someone.page
    page.goto(someone.url + reverse("account_login"))
    page.fill("input[name=login]", "shenzhiqiu")
    page.fill("input[name=password]", PASSWORD)
    with page.expect_navigation():
        page.press("input[name=password]", "Enter")


def best_marks(sheet: ScoreSheet) -> dict:
    marks, criteria = {}, criteria_of(sheet.standard_version)
    for code, indicator in criteria.indicators.items():
        if indicator.scale == Scale.CRITICAL:
            marks[code] = {"triggered": False}
        elif criteria.levels.get(code):
            marks[code] = {"level": max(criteria.levels[code])}
        else:
            marks[code] = {"points": f"{indicator.max_points.normalize():f}"}
    return marks


def visited(phone: Desk, sheet: ScoreSheet, hour: str) -> None:
    """They are led to their visit, read the scenario, state what is wanted, add a photo and submit."""
    save_draft(sheet=sheet, actor=sheet.assessor, marks=best_marks(sheet), version=sheet.version)
    sign_in(phone)
    page = phone.page
    page.wait_for_url("**/assessments/sheet/")
    phone.shoot("my-visits")
    assert page.locator("nav a[href*='publication']").count() == 0
    page.goto(phone.url + reverse("assessments:sheet_score", args=[sheet.public_id]))
    page.wait_for_selector("html[data-sheet=ready]")
    fold = page.locator("[data-fold-on-phone]")
    if fold.get_attribute("open") is None:
        fold.locator("summary").first.click()
    expect(page.locator(".scenario")).to_contain_text("1")
    phone.shoot("scenario")

    page.click("#submit")
    expect(page.locator("#visit-at-error")).to_have_text("请填写进入时间。")
    page.fill("[name=visit_at]", f"{hour}:40")
    page.fill("[name=visit_left]", f"{hour}:20")
    expect(page.locator("#visit-left-error")).to_have_text("离开时间应晚于进入时间。")
    page.fill("[name=visit_left]", f"{hour}:58")
    page.fill("[name=visit_place]", "滨江网点大堂")
    page.fill("[name=visit_met]", MET)
    expect(page.locator(".evidence .note")).to_contain_text("不拍其他客户的面部")
    page.set_input_files(
        "[data-evidence-file]:not([capture])", {"name": "a.png", "mimeType": "image/png", "buffer": png().read()}
    )
    expect(page.locator(".files img")).to_have_count(1)
    expect(page.locator("#saved")).to_have_attribute("data-state", "saved")
    phone.shoot("stated")
    page.click("#submit")
    page.wait_for_url(lambda address: address.endswith(f"/{sheet.public_id}/"))
    expect(page.locator("main")).to_contain_text(MET)
    assert "李文" not in page.inner_text("main")
    phone.shoot("sealed")
