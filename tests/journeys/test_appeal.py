"""An appeal to its end: the liaison prepares, the head sends, the lead asks, both sides answer, somebody else rules, and only then the corrected
result goes out. Zhao Lei, whose call it was, has his say beside it.
"""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from appeals.models import Appeal, StaffSheet, StaffWord
from appeals.services.verification import verify_appeals
from assessments.models import Amendment, Cycle, ScoreSheet
from assessments.services.amending import verify_amendments
from assessments.services.verification import verify_revisions, verify_totals
from publication.models import Publication, PublishedFigure
from publication.services import release_due
from publication.verification import verify_snapshots
from tests.appeals.world import make_appeal_world
from tests.architecture.world import PNG

pytestmark = pytest.mark.journey


@pytest.mark.parametrize(
    ("locale", "size"),
    [("zh-CN", (820, 1180)), ("en-GB", (1440, 900))],
    ids=["Chinese on a tablet", "English at a desk"],
)
def test_appeal_to_the_corrected_publication(committed_cast, desk, trial_clock, locale, size):
    cast, look = committed_cast, {"locale": locale, "size": size}
    trial_clock.set(2027, 1, 20)
    world = make_appeal_world(cast)
    before = world.fresh_sheet().revision.total

    staff_reads(desk(cast.zhao, **look).sign_in(), world)
    liaison = desk(cast.wu, **look).sign_in()
    appeal = prepare(liaison, world)
    head = desk(cast.chen, **look).sign_in()
    send(head, liaison, appeal)

    trial_clock.set(2027, 1, 21)
    lead, assessor = desk(cast.li, **look).sign_in(), desk(cast.lin, **look).sign_in()
    clarify(lead, assessor, head, appeal)
    publication = edition_waits(lead, world.cycle)
    name_ruler(lead, cast, appeal)

    trial_clock.set(2027, 1, 22)
    ruler = desk(cast.sun, **look).sign_in()
    ruler.page.emulate_media(color_scheme="dark")
    rule(ruler, assessor, appeal)
    head.open("appeals:ruling_print", public_id=appeal.public_id)
    head.shoot("ruling for paper")
    head.open("assessments:sheet_detail", public_id=world.sheet.public_id)
    head.shoot("sheet after the ruling")
    lead.open("appeals:statistics")
    lead.shoot("statistics")
    lead.open("assessments:cycle_detail", public_id=world.cycle.public_id)
    lead.shoot("amended since the approval")

    # the window is over: the corrected figure goes out, without a new vote
    trial_clock.set(2027, 1, 28)
    publish(lead, desk(cast.zhou, **look).sign_in(), publication)
    after = ScoreSheet.objects.select_related("revision").get(pk=world.sheet.pk).revision.total
    published = PublishedFigure.objects.get(level="whole", unit_code="BR-E")
    assert after > before
    assert Decimal(published.value) == after
    assert Amendment.objects.count() == 1
    assert [*verify_appeals(), *verify_amendments(), *verify_totals(), *verify_revisions(), *verify_snapshots()] == []


def staff_reads(staff, world) -> None:
    page = staff.open("dashboard:home")
    about = StaffSheet.objects.get()
    with page.expect_navigation():
        page.locator(f'a[href="{about.get_absolute_url()}"]').first.click()
    assert page.get_by_text("13812345678").count() == 0
    page.check('input[name=stance][value="disagrees"]')
    page.fill("textarea[name=text]", "客户当时要挂断，已在工单中说明")
    staff.shoot("own sheet")
    staff.act("appeals:staff_sheet_say", public_id=about.public_id)
    staff.shoot("said")
    assert StaffWord.objects.get().stance == "disagrees"
    staff.open("appeals:staff_sheet_list")
    staff.shoot("own sheets")


def prepare(liaison, world) -> Appeal:
    page = liaison.open("assessments:sheet_detail", public_id=world.sheet.public_id)
    liaison.shows("客户当时要挂断")
    liaison.shoot("sheet with the way to an appeal")
    liaison.act("appeals:appeal_begin", public_id=world.sheet.public_id)
    # a score without a reason is refused beside its field, and what was chosen stays
    page.select_option('select[name="value-2.1"]', "5")
    save = "main form .form__actions .btn-primary"
    with page.expect_navigation():
        page.click(save)
    assert page.locator(".form__summary").count() == 1
    assert page.locator('select[name="value-2.1"]').input_value() == "5"
    page.fill('textarea[name="reason-2.1"]', "录音中全程使用礼貌用语")
    page.fill('input[name="value-3.3"]', "30")
    page.fill('textarea[name="reason-3.3"]', "工单记录完整，见附件")
    liaison.shoot("what is disputed")
    with page.expect_navigation():
        page.click(save)
    page.set_input_files("input[type=file]", {"name": "gongdan.png", "mimeType": "image/png", "buffer": PNG})
    page.select_option("select[name=indicator]", "3.3")
    page.fill("input[name=caption]", "工单截图")
    appeal = Appeal.objects.get()
    liaison.act("appeals:evidence_add", public_id=appeal.public_id)
    liaison.shoot("draft")
    return appeal


def send(head, liaison, appeal: Appeal) -> None:
    there = {"public_id": appeal.public_id}
    appeal.refresh_from_db()
    form = {"version": appeal.version, "client_key": str(uuid4())}
    assert liaison.refused("appeals:appeal_submit", form, **there) == 403
    page = head.open("dashboard:home")
    with page.expect_navigation():
        page.locator(f'a[href="{appeal.get_absolute_url()}"]').first.click()
    head.act("appeals:appeal_submit", **there)
    head.shoot("sent")
    appeal.refresh_from_db()
    assert appeal.state == "submitted"


def clarify(lead, assessor, head, appeal: Appeal) -> None:
    there = {"public_id": appeal.public_id}
    page = lead.open("dashboard:home")
    with page.expect_navigation():
        page.locator(f'a[href="{appeal.get_absolute_url()}"]').first.click()
    lead.open("appeals:appeal_clarify", **there)
    lead.page.fill("textarea[name=text]", "请双方结合录音说明")
    with lead.page.expect_navigation():
        lead.page.click("main form .form__actions .btn-primary")
    for one, text in ((assessor, "第 2 分钟语气急促，其余良好"), (head, "客户当时在挂断，语气属正常提醒")):
        page = one.open("appeals:appeal_detail", **there)
        page.fill("textarea[name=text]", text)
        one.act("appeals:appeal_say", **there)
    assessor.shoot("clarification")
    key = {"client_key": str(uuid4())}
    assert assessor.refused("appeals:appeal_say", {"side": "unit", "text": "x", **key}, **there) in (403, 422)
    assert assessor.refused("appeals:appeal_refer", {"rulers": str(assessor.person.public_id), **key}, **there) == 403


def edition_waits(lead, cycle: Cycle) -> Publication:
    """The draft can be written; it says what it waits for, and is not proposed by the back door."""
    from publication import services

    edition = services.draft_publication(cycle=Cycle.objects.get(pk=cycle.pk), author=lead.person)
    services.edit_publication(
        publication=edition, actor=lead.person, version=edition.version, texts={"summary_zh": "良好"}
    )
    page = lead.open("publication:publication_detail", public_id=edition.public_id)
    lead.shoot("publication waits")
    assert page.locator(f'a[href="{Appeal.objects.get().get_absolute_url()}"]').count() >= 1
    assert lead.refused("publication:publication_propose", public_id=edition.public_id) == 409
    lead.open("assessments:cycle_detail", public_id=cycle.public_id)
    lead.shoot("gate waits")
    return edition


def name_ruler(lead, cast, appeal: Appeal) -> None:
    page = lead.open("appeals:appeal_refer", public_id=appeal.public_id)
    assert page.locator(f"#ruler-{cast.lin.public_id}").is_disabled()
    page.check(f"#ruler-{cast.sun.public_id}")
    lead.shoot("who rules")
    with page.expect_navigation():
        page.click("main form .form__actions .btn-primary")
    appeal.refresh_from_db()
    assert appeal.state == "ruling"


def rule(ruler, assessor, appeal: Appeal) -> None:
    there = {"public_id": appeal.public_id}
    assert assessor.refused("appeals:appeal_rule", {"reason": "x", "client_key": str(uuid4())}, **there) == 403
    page = ruler.open("dashboard:home")
    ruler.shoot("work list of the ruler")
    with page.expect_navigation():
        page.locator(f'a[href="{appeal.get_absolute_url()}"]').first.click()
    ruler.shoot("appeal before the ruling")
    ruler.open("appeals:appeal_rule", **there)
    for point in appeal.points.select_related("indicator"):
        outcome = "accepted" if point.indicator.code == "2.1" else "in_part"
        page.check(f'input[name="outcome-{point.public_id}"][value="{outcome}"]')
        page.fill(f'textarea[name="reason-{point.public_id}"]', "经复听录音、核对工单")
        if outcome == "in_part":
            page.fill(f'input[name="value-{point.public_id}"]', "25")
    page.fill("textarea[name=reason]", "礼貌用语成立；工单缺一项，部分支持。")
    ruler.shoot("ruling form")
    with page.expect_navigation():
        page.locator("main form .form__actions .btn-primary").click()
    ruler.shoot("ruled")
    appeal.refresh_from_db()
    assert (appeal.state, appeal.outcome) == ("ruled", "in_part")
    assert page.locator(f'a[href="{reverse("appeals:ruling_print", args=[appeal.public_id])}"]').count() == 1


def publish(lead, manager, publication: Publication) -> None:
    where = {"public_id": publication.public_id}
    lead.open("publication:publication_detail", **where)
    lead.act("publication:publication_propose", **where)
    manager.open("publication:publication_detail", **where)
    manager.act("publication:publication_approve", **where)
    release_due()
    publication.refresh_from_db()
    assert publication.state == "published"
    manager.open("publication:publication_detail", **where)
    manager.shoot("published")
