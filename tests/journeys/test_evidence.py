"""Evidence in a real browser: a photo on a tablet, a recording listened to from the middle, taken off and put back (R17)."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from assessments.models import Evidence
from assessments.services.evidence import add_evidence
from assessments.services.sheets import submit_sheet
from tests.assessments.files import bomb, phone_photo, photo, wav
from tests.assessments.sheet_world import full_marks, make_sheet_world

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

TABLET = (820, 1180)


@pytest.fixture
def world(committed_cast):
    return make_sheet_world(committed_cast)


def open_sheet(desk, sheet):
    page = desk.open("assessments:sheet_score", public_id=sheet.public_id)
    page.wait_for_selector("html[data-sheet=ready]")
    return page


def upload(page, name, kind, data, *, picker="[data-evidence-file]:not([capture])"):
    page.set_input_files(picker, {"name": name, "mimeType": kind, "buffer": data.read()})


def test_photo_is_added_on_a_tablet_taken_off_with_a_reason_and_put_back(desk, world):
    lin = desk(world.cast.lin, size=TABLET).sign_in()
    page = open_sheet(lin, world.sheet)
    files = page.locator('[data-files=""]')

    upload(page, "IMG_0001.jpg", "image/jpeg", phone_photo())
    files.locator("img").wait_for()
    assert page.evaluate("document.querySelector('[data-files] img').decode().then(() => true)")
    added = Evidence.objects.get()
    assert (added.is_stripped, added.thumbnail is not None) == (True, True)
    page.uncheck("[data-strip]")
    upload(page, "IMG_0002.jpg", "image/jpeg", photo(colour="olive"))
    expect(files.locator("img")).to_have_count(2)
    assert Evidence.objects.order_by("pk").last().is_stripped is False
    lin.shoot("added")

    files.locator("[data-remove]").first.click()
    page.locator("#remove-dialog[open]").wait_for()
    page.keyboard.press("Enter")  # without a reason nothing happens
    expect(page.locator("#remove-dialog")).to_be_visible()
    lin.shoot("why")
    page.fill("#remove-why", "拍到了无关人员")
    page.keyboard.press("Enter")
    gone = files.locator(".file--gone")
    expect(gone).to_contain_text("已移除：拍到了无关人员")
    expect(gone.locator("[data-restore]")).to_be_focused()
    added.refresh_from_db()
    assert added.removed_reason == "拍到了无关人员"
    lin.shoot("taken-off")

    page.reload()
    page.wait_for_selector("html[data-sheet=ready]")
    page.locator("[data-restore]").click()
    expect(files.locator("img")).to_have_count(2)
    added.refresh_from_db()
    assert (added.removed_at, added.removed_reason) == (None, "")


def test_photos_are_looked_at_one_after_the_other_with_the_keyboard(desk, world):
    for name, colour in (("柜台.jpg", "teal"), ("叫号机.jpg", "olive"), ("等候区.jpg", "maroon")):
        add_evidence(
            sheet=world.sheet,
            actor=world.cast.lin,
            source=photo(colour=colour),
            name=name,
            key=uuid4(),
            caption=name[:-4],
        )
    lin = desk(world.cast.lin, locale="en-GB").sign_in()
    page = open_sheet(lin, world.sheet)
    viewer = page.locator("#viewer")
    before = page.evaluate("document.querySelector('[data-now]')?.dataset.code")

    page.locator("a[data-view]").nth(1).click()
    expect(viewer).to_contain_text("叫号机 2 of 3")
    lin.shoot("viewer")
    page.keyboard.press("ArrowRight")
    expect(viewer).to_contain_text("等候区 3 of 3")
    page.keyboard.press("ArrowRight")
    expect(viewer).to_contain_text("柜台 1 of 3")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("5")  # a digit scores nothing behind the photo
    expect(viewer).to_contain_text("等候区 3 of 3")
    page.keyboard.press("Home")
    expect(viewer).to_contain_text("柜台 1 of 3")
    page.keyboard.press("Escape")
    expect(viewer).not_to_be_visible()
    assert page.evaluate("document.querySelector('[data-now]')?.dataset.code") == before
    assert page.locator("[data-now] input:checked").count() == 0

    submit_sheet(sheet=world.sheet, actor=world.cast.lin, marks=full_marks(), version=1, key=uuid4())
    page = lin.open("assessments:sheet_detail", public_id=world.sheet.public_id)
    assert page.locator("[data-remove]").count() == 0
    page.locator("a[data-view]").first.click()
    expect(viewer).to_contain_text("柜台 1 of 3")
    lin.shoot("sealed")


def test_recording_is_listened_to_from_the_middle(desk, world):
    add_evidence(sheet=world.sheet, actor=world.cast.lin, source=wav(60), name="通话.wav", key=uuid4(), indicator="2.1")
    lin = desk(world.cast.lin, size=TABLET).sign_in()
    page = open_sheet(lin, world.sheet)
    parts = []
    page.on("response", lambda answer: parts.append(answer.status) if "/evidence/" in answer.url else None)
    heard = page.locator("audio").evaluate(
        """async (player) => {
            player.muted = true;
            const met = (name) => new Promise((done) => player.addEventListener(name, done, { once: true }));
            player.preload = "auto";
            const known = met("loadedmetadata");
            player.load();
            await known;
            const there = met("seeked");
            player.currentTime = 40;
            await there;
            await player.play();
            await met("timeupdate");
            player.pause();
            return [Math.round(player.duration), player.currentTime >= 40, player.seekable.end(0) > 59];
        }"""
    )
    assert heard == [60, True, True]
    assert 206 in parts
    lin.shoot("recording")


def test_what_is_no_photo_is_refused_in_the_readers_language(desk, world):
    lin = desk(world.cast.lin, size=TABLET).sign_in()
    page = open_sheet(lin, world.sheet)
    upload(page, "大厅.png", "image/png", bomb())
    failed = page.locator(".file--failed")
    expect(failed).to_contain_text("这张照片超过 50 百万像素")
    lin.shoot("refused")
    failed.locator("button").last.click()
    expect(failed).to_have_count(0)
    assert Evidence.objects.count() == 0
    assert page.locator("[data-record]").count() == 1
