"""A standard from a draft to in force: Li Wen writes it, Zhou Hang sends it back once and approves it; and a sheet scored by it (R1–R3, R6)."""

from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.models import ScoreSheet
from foundation.common import clock
from standards import services
from standards.enums import VersionState
from standards.models import Indicator, StandardVersion
from standards.reading import content_of
from standards.validators import problems_of
from tests.assessments.sheet_world import make_cycle, make_plan, make_sheet

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def address(name: str, version: StandardVersion, *more) -> str:
    return reverse(f"standards:{name}", args=[version.public_id, *more])


def follow(desk, url: str) -> None:
    """By the link that is on the page."""
    with desk.page.expect_navigation():
        desk.page.locator(f"a[href='{url}']").first.click()


def save(desk) -> None:
    with desk.page.expect_navigation():
        desk.page.locator("form .form__actions button[type=submit]").first.click()


@pytest.mark.parametrize(
    ("locale", "size"),
    [("zh-CN", (1440, 900)), ("en-GB", (820, 1180))],
    ids=["Chinese at a desk", "English on a tablet"],
)
def test_a_standard_from_draft_to_in_force(committed_cast, desk, locale, size):
    cast, look = committed_cast, {"locale": locale, "size": size}
    lead, manager = desk(cast.li, **look).sign_in(), desk(cast.zhou, **look).sign_in()
    lead.open("standards:standard_list")
    follow(lead, reverse("standards:standard_create"))
    lead.shoot("where-to-begin")
    lead.page.fill("input[name=name_zh]", "网点服务标准")
    lead.page.fill("input[name=code]", "Outlets!")
    save(lead)
    assert lead.page.input_value("input[name=name_zh]") == "网点服务标准"  # refused, and kept
    lead.page.fill("input[name=code]", "outlets")
    save(lead)
    version = StandardVersion.objects.get()
    lead.shoot("empty-editor")

    write(lead, version)
    lead.shoot("editor")
    assert problems_of(version) == []
    follow(lead, address("version_settings", version))
    lead.page.fill("textarea[name=purpose_zh]", "把等候时间改为按次扣分。")
    save(lead)
    follow(lead, version.get_absolute_url())
    lead.shoot("draft")
    lead.act("standards:version_submit", public_id=version.public_id)
    assert lead.refused("standards:version_approve", public_id=version.public_id) == 403
    assert lead.refused("standards:indicator_remove", public_id=version.public_id, code="1.1") == 409

    manager.open("standards:version_detail", public_id=version.public_id)
    manager.shoot("waiting")
    follow(manager, address("version_return", version))
    manager.page.fill("textarea[name=reason]", "禁语一项请设为红线")
    save(manager)
    version.refresh_from_db()
    assert version.state == VersionState.DRAFT

    lead.open("standards:version_detail", public_id=version.public_id)
    lead.shows("禁语一项请设为红线")
    lead.shoot("returned")
    follow(lead, address("version_edit", version))
    follow(lead, address("indicator_edit", version, "1.3"))
    lead.page.select_option("select[name=scale]", "critical")
    save(lead)
    lead.open("standards:version_detail", public_id=version.public_id)
    lead.act("standards:version_submit", public_id=version.public_id)

    manager.open("standards:version_detail", public_id=version.public_id)
    manager.act("standards:version_approve", public_id=version.public_id)
    manager.shoot("approved")
    manager.act("standards:version_put_in_force", public_id=version.public_id)
    version.refresh_from_db()
    assert (version.state, version.in_force_from) == (VersionState.IN_FORCE, clock.today())
    score_by_it(desk, cast, version, look)

    lead.open("standards:version_detail", public_id=version.public_id)
    lead.act("standards:version_next", public_id=version.public_id)
    following = StandardVersion.objects.get(number=2)
    assert content_of(following) == content_of(version)
    follow(lead, address("indicator_edit", following, "1.1"))
    lead.page.fill("input[name=target]", "95")
    save(lead)
    follow(lead, following.get_absolute_url())
    follow(lead, address("version_compare", following))
    lead.shows("95")
    lead.shoot("compared")


def write(lead, version: StandardVersion) -> None:
    """A dimension with a rating, a deduction from the total, a yes-or-no that becomes a red line, and a bonus."""
    follow(lead, address("dimension_add", version))
    lead.page.fill("input[name=name_zh]", "现场服务")
    lead.page.fill("input[name=name_en]", "Service on the spot")
    lead.page.fill("input[name=code]", "spot")
    save(lead)
    follow(lead, address("indicator_add", version) + "?dimension=spot")
    page = lead.page
    fill_in(page, "1.1", "主动迎接", "Welcome", weight="100")
    for place, text in enumerate(("三步之内主动问候", "被问到才问候", "没有问候")):
        page.fill(f"[name=level-{place}-text_zh]", text)
        page.fill(f"[name=level-{place}-text_en]", f"Step {place}")
    for _twice in range(2):  # the usual five steps; this one has three
        page.locator("[data-rows=level] [data-remove]").last.click()
    page.fill("[name=level-2-points]", "0")
    lead.shoot("rating")
    with page.expect_navigation():
        page.click("button[name=and_next]")
    fill_in(page, "1.2", "等候超时", "Waiting too long")
    page.select_option("select[name=scale]", "deduction")
    assert not page.locator("[data-rows=level]").is_visible()
    page.fill("input[name=step]", "2")
    page.fill("input[name=max_points]", "10")
    page.check("input[name=repeats_doubled]")
    lead.shoot("deduction")
    with page.expect_navigation():
        page.click("button[name=and_next]")
    fill_in(page, "1.3", "服务禁语", "Forbidden phrases")
    page.select_option("select[name=scale]", "event")
    with page.expect_navigation():
        page.click("button[name=and_next]")
    fill_in(page, "1.4", "客户书面表扬", "Praise in writing")
    page.select_option("select[name=scale]", "bonus")
    page.fill("input[name=max_points]", "3")
    save(lead)


def fill_in(page, code: str, name_zh: str, name_en: str, weight: str = "") -> None:
    page.fill("input[name=code]", code)
    page.fill("input[name=name_zh]", name_zh)
    page.fill("input[name=name_en]", name_en)
    page.fill("input[name=weight]", weight)


def score_by_it(desk, cast, version: StandardVersion, look: dict) -> None:
    """What the page counts is what is sealed: 100 less 2 and twice 4, and 1.5 on top."""
    plan = make_plan(make_cycle(version), cast.east, cast.li)
    sheet = make_sheet(plan, cast.lin)
    assessor = desk(cast.lin, **look).sign_in()
    page = assessor.open("assessments:sheet_score", public_id=sheet.public_id)
    page.wait_for_selector("html[data-sheet=ready]")
    page.check("[name='m.1.1'][value='5']", force=True)
    page.fill("[name='p.1.2']", "x")
    assert page.locator("#error-1\\.2").inner_text()
    page.fill("[name='p.1.2']", "3")
    page.fill("[name='r.1.2']", "三位客户等候超过二十分钟")
    page.check("[name='m.1.3'][value='0']", force=True)
    page.fill("[name='p.1.4']", "1.5")
    page.fill("[name='r.1.4']", "客户来信表扬")
    assert page.locator("#total").inner_text() == "91.5"
    assessor.shoot("sheet")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**{reverse('assessments:sheet_detail', args=[sheet.public_id])}*")
    assert ScoreSheet.objects.get(pk=sheet.pk).revision.total == Decimal("91.5")
    assessor.shoot("sealed")
    assert Indicator.objects.get(version=version, code="1.2").scores.get().occurrences == 3


def test_a_version_is_tried_before_it_is_approved(committed_cast, desk):
    cast = committed_cast
    version = services.create_standard_from_preset(preset="four-dimensions", author=cast.li)
    lead = desk(cast.li).sign_in()
    lead.open("standards:version_detail", public_id=version.public_id)
    follow(lead, address("pilot_start", version))
    lead.page.check(f"input[name=units][value='{cast.east.public_id}']")
    lead.page.fill("input[name=ends_on]", clock.today().isoformat())
    save(lead)
    assert lead.page.locator(".invalid-feedback").count()  # what it should show is missing
    lead.page.fill("textarea[name=aim]", "两名评估员对新档次的理解是否一致")
    lead.shoot("begin")
    save(lead)
    lead.shoot("running")
    assert lead.refused("standards:version_submit", public_id=version.public_id) == 302
    version.refresh_from_db()
    assert version.state == VersionState.PILOT
    lead.open("standards:pilot_report", public_id=version.public_id)
    lead.page.fill("textarea[name=report]", "两名评估员四十份评分表，一致性良好。")
    lead.page.check("input[name=advice][value=adopt]")
    save(lead)
    lead.shoot("reported")
    lead.act("standards:version_submit", public_id=version.public_id)
    version.refresh_from_db()
    assert version.state == VersionState.SUBMITTED
