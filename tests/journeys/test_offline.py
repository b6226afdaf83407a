"""A visit without a network, in a real browser that is killed and started again (R16, R18).

The browser keeps its profile on the disk: what it holds after a restart is what a tablet holds after its battery was empty.
"""

import json
import os
import signal
import zipfile
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import pytest
from django.urls import reverse
from playwright.sync_api import Error, expect

from assessments.enums import CycleState, Method, SheetState
from assessments.models import CommentUse, Cycle, ScoreSheet
from assessments.services.comments import keep_comment
from assessments.services.drafts import save_draft
from assessments.services.sheets import submit_sheet
from assessments.services.visits import Visit
from foundation.audit.models import AuditEvent
from foundation.common import clock
from foundation.workdays.calendar import add_workdays
from selfcheck.models import SelfCheck
from tests.assessments.files import png
from tests.assessments.sheet_world import an_hour_ago, confirm, full_marks, make_sheet, make_sheet_world
from tests.cast import PASSWORD
from tests.door import door_of
from tests.selfcheck.world import ask

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


class Tablet:
    """One browser with a profile of its own; `kill` and `start` again as often as one likes."""

    def __init__(self, playwright, launch, folder: Path, url: str, door):
        self.playwright, self.launch, self.folder, self.url, self.door = playwright, launch, folder, url, door
        self.start()

    def start(self, *, offline: bool = False):
        self.context = self.playwright.chromium.launch_persistent_context(
            self.folder, locale="en-US", viewport={"width": 820, "height": 1180}, accept_downloads=True, **self.launch
        )
        self.context.set_default_timeout(15_000)
        self.reach(not offline)
        self.page = self.context.pages[0]
        return self

    def reach(self, there: bool) -> None:
        """Whether there is a network. The browser is told, and its worker, whom it does not always tell, finds nobody at home."""
        self.context.set_offline(not there)
        if there:
            self.door.open()
        else:
            self.door.shut()

    def kill(self) -> None:
        """Every process of this browser ends at once, without being asked whether it has finished."""
        for entry in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if f"--user-data-dir={self.folder}".encode() in (entry / "cmdline").read_bytes():
                    os.kill(int(entry.name), signal.SIGKILL)
        with suppress(Error):
            self.context.close()

    def restart(self, *, offline: bool = False) -> "Tablet":
        self.kill()
        return self.start(offline=offline)

    def sign_in(self, person) -> "Tablet":
        self.page.fill("input[name=login]", person.user.username)
        self.page.fill("input[name=password]", PASSWORD)
        with self.page.expect_navigation():
            self.page.press("input[name=password]", "Enter")
        return self

    def open(self, name: str, **kwargs):
        self.page.goto(self.url + reverse(name, kwargs=kwargs))
        return self.page

    def open_sheet(self, sheet):
        page = self.open("assessments:sheet_score", public_id=sheet.public_id)
        page.wait_for_selector("html[data-sheet=ready]")
        return page

    def take(self, sheet):
        page = self.open_sheet(sheet)
        page.click("[data-take]")
        expect(page.locator(".taking [data-taken]")).to_be_visible()
        return page


@pytest.fixture
def world(committed_cast):
    world = make_sheet_world(committed_cast)
    cast = committed_cast
    world.visit = make_sheet(world.plan, cast.lin, method=Method.ON_SITE, co_assessor=cast.guo, due_on=clock.today())
    return world


@pytest.fixture
def tablet(playwright, browser_type_launch_args, tmp_path, open_server, world):
    made = Tablet(playwright, browser_type_launch_args, tmp_path / "profile", open_server.url, door_of(open_server))
    made.open("account_login")
    made.sign_in(world.cast.lin)
    yield made
    made.kill()


def again(sheet) -> ScoreSheet:
    return ScoreSheet.objects.select_related("revision").get(pk=sheet.pk)


def until(page, wanted, ask) -> None:
    """The pages send by themselves: wait until the server has it."""
    for _ in range(200):
        if ask() == wanted:
            return
        page.wait_for_timeout(100)
    assert ask() == wanted


PICKER = "[data-evidence-file]:not([capture])"
EVERYTHING_KEPT = """async () => {
  const database = await new Promise((resolve) => { indexedDB.open("qa-portal").onsuccess = ({ target }) => resolve(target.result); });
  const count = (name) => new Promise((resolve) => {
    database.transaction(name).objectStore(name).count().onsuccess = ({ target }) => resolve(target.result);
  });
  return (await Promise.all(["packs", "works", "files"].map(count))).reduce((sum, n) => sum + n, 0);
}"""


def photo(name: str) -> dict:
    return {"name": name, "mimeType": "image/png", "buffer": png().read()}


def kept(page) -> None:
    """Waits until the page says that the device has it."""
    expect(page.locator("#saved")).to_contain_text("kept on this device")


def cut(tablet) -> None:
    """Pages are answered, and nothing that is sent arrives."""
    for address in ("**/save/", "**/evidence/", "**/submit/"):
        tablet.context.route(address, lambda route: route.abort())


def sign_out(page) -> None:
    page.click("details[data-menu] summary")
    page.click('form[action$="/logout/"] button')


def score(page, code: str, level: int) -> None:
    page.click(f'[id="ind-{code}"] label:has([value="{level}"])')


def test_visit_is_scored_without_a_network_through_a_killed_browser_and_handed_in_once(world, tablet):
    save_draft(
        sheet=world.visit,
        actor=world.cast.lin,
        marks={code: mark for code, mark in full_marks().items() if code not in ("1.1", "2.1")},
        version=1,
    )
    tablet.take(world.visit)
    assert AuditEvent.objects.filter(action="assessments.sheet.take").count() == 1

    tablet.restart(offline=True)
    page = tablet.open_sheet(world.visit)
    expect(page.get_by_text("No network since")).to_be_visible()
    score(page, "1.1", 5)
    page.fill("[name=visit_place]", "Hall")
    began = an_hour_ago()
    page.fill("[name=visit_at]", f"{clock.local(began):%Y-%m-%dT%H:%M}")
    kept(page)

    tablet.restart(offline=True)
    page = tablet.open_sheet(world.visit)
    assert page.input_value("[name=visit_place]") == "Hall"
    beside = tablet.context.new_page()
    beside.goto(page.url)
    beside.wait_for_selector("html[data-sheet=ready]")
    score(beside, "2.1", 5)
    page.wait_for_selector('[name="m.2.1"][value="5"]:checked', state="attached")
    beside.close()
    page.set_input_files(PICKER, photo("desk.png"))
    expect(page.get_by_text("waits for the network")).to_be_visible()
    page.click("#submit")
    expect(page.get_by_text("Not yet handed in.")).to_be_visible()
    expect(page.locator("#handin-note")).to_contain_text("The facts of this visit are not signed yet")
    assert again(world.visit).state == SheetState.DRAFT
    confirm(
        again(world.visit), full_marks(), Visit(began, "Hall")
    )  # on the other assessor's tablet, which had a network

    # The session went with the browser: signing in again is all that it takes. Two tabs do it at once, and it is sent once.
    tablet.restart()
    tablet.open("account_login")
    tablet.sign_in(world.cast.lin)
    second = tablet.context.new_page()
    second.goto(tablet.url + reverse("dashboard:device"))
    until(tablet.page, SheetState.SUBMITTED, lambda: again(world.visit).state)
    sealed = again(world.visit)
    assert (sealed.place, sealed.revisions.count(), sealed.evidence.count()) == ("Hall", 1, 1)
    expect(second.get_by_text("Nothing waits here")).to_be_visible()
    expect(second.locator("[data-part=sent]")).to_contain_text("Handed in")
    expect(second.get_by_text("No sheet is on this device")).to_be_visible()


def test_what_another_device_has_changed_is_compared_and_what_came_too_late_is_kept(world, tablet):
    cast, visit = world.cast, world.visit
    page = tablet.open_sheet(visit)
    tablet.reach(False)
    score(page, "1.1", 5)
    kept(page)
    save_draft(
        sheet=again(visit),
        actor=cast.guo,
        marks={"1.1": {"level": 4, "reason": "slow"}, "2.2": {"level": 5}},
        version=1,
    )
    tablet.reach(True)
    page.wait_for_selector("#compare-dialog[open]")
    page.click("#compare-dialog [data-go]")
    until(page, {"1.1": {"level": 5}, "2.2": {"level": 5}}, lambda: again(visit).draft)

    tablet.reach(False)
    score(page, "2.1", 5)
    kept(page)
    marks, there = full_marks() | {"2.1": {"level": 4, "reason": "abrupt"}}, Visit(an_hour_ago(), "Hall")
    confirm(again(visit), marks, there)
    submit_sheet(
        sheet=again(visit), actor=cast.guo, marks=marks, version=again(visit).version, key=uuid4(), visit=there
    )
    tablet.reach(True)
    page.wait_for_selector("#compare-dialog[open]")
    page.click("#compare-dialog [data-go]")
    page.wait_for_url(f"**{reverse('assessments:sheet_detail', args=[visit.public_id])}")
    page = tablet.open("dashboard:device")
    waiting = page.locator(".device__row")
    expect(waiting).to_contain_text("Not accepted")
    expect(waiting).to_contain_text("This sheet has been sealed by 郭敏.")
    page.get_by_text("Show what waits").click()
    expect(waiting.locator("dl")).to_contain_text("2.1 Courtesy")
    page.click("[data-discard]")
    page.click("#confirm-dialog [data-confirmed]")
    expect(page.get_by_text("Nothing waits here")).to_be_visible()


def test_session_that_ended_meanwhile_is_renewed_and_a_deadline_that_passed_is_told(world, tablet):
    save_draft(sheet=world.sheet, actor=world.cast.lin, marks=full_marks(), version=1)
    page = tablet.open_sheet(world.sheet)
    tablet.reach(False)
    page.click("#submit")
    expect(page.get_by_text("Not yet handed in.")).to_be_visible()
    tablet.context.clear_cookies()
    Cycle.objects.filter(pk=world.cycle.pk).update(state=CycleState.REVIEW)
    tablet.reach(True)
    again_here = page.get_by_role("link", name="Sign in again")
    expect(again_here).to_be_visible()

    tablet.page = tablet.context.new_page()
    tablet.open("account_login")
    tablet.sign_in(world.cast.lin)
    page.get_by_role("button", name="Try now").click()
    expect(page.get_by_text("The results of this cycle are being read already")).to_be_visible()
    expect(page.get_by_text("Not yet handed in.")).to_be_hidden()
    assert (again(world.sheet).state, again(world.sheet).draft) == (SheetState.DRAFT, full_marks())


def test_what_waits_is_saved_as_a_file_and_brought_in_again_after_a_look_at_the_differences(world, tablet, tmp_path):
    cast, visit = world.cast, world.visit
    cut(tablet)
    page = tablet.open_sheet(visit)
    page.on("dialog", lambda asked: asked.accept())
    score(page, "1.1", 5)
    page.set_input_files(PICKER, photo("desk.png"))
    expect(page.locator(".file--waiting")).to_be_visible()
    kept(page)
    page = tablet.open("dashboard:device")
    with page.expect_download() as saved:
        page.click("[data-save-all]")
    file = tmp_path / "waiting.zip"
    saved.value.save_as(file)
    with zipfile.ZipFile(file) as found:
        assert found.testzip() is None
        told = json.loads(found.read("waiting.json"))
        assert found.read("files/01-desk.png") == png().read()
    assert (told["person"], told["sheets"][0]["marks"]) == (str(cast.lin.public_id), {"1.1": ["5", ""]})
    assert told["sheets"][0]["in_words"] == {"1.1 Prompt answer": "5"}
    page.click("[data-discard]")
    page.click("#confirm-dialog [data-confirmed]")
    expect(page.get_by_text("Nothing waits here")).to_be_visible()
    tablet.context.unroute_all()

    save_draft(sheet=again(visit), actor=cast.guo, marks={"1.1": {"level": 2, "reason": "slow"}}, version=1)
    page.set_input_files("[data-bring]", {"name": "notes.zip", "mimeType": "application/zip", "buffer": b"PK no"})
    expect(page.locator("[data-problem]")).to_have_text("“notes.zip” is no file that was saved here.")
    page.set_input_files("[data-bring]", file)
    expect(page.locator(".device__row")).to_contain_text("From a saved file")
    page.reload()  # nothing of it is sent by itself
    expect(page.locator(".device__row")).to_contain_text("From a saved file")
    assert (again(visit).draft["1.1"]["level"], again(visit).evidence.count()) == (2, 0)
    page.get_by_text("Open the sheet").click()
    page.wait_for_selector("#compare-dialog[open]")
    page.click("#compare-dialog [data-go]")
    page.locator(".file--failed button").first.click()
    until(page, ({"1.1": {"level": 5}}, 1), lambda: (again(visit).draft, again(visit).evidence.count()))


def test_self_check_is_saved_before_signing_out_and_comes_in_again_beside_what_nobody_knows(world, tablet, tmp_path):
    cast = world.cast
    check = ask(
        cast,
        world.cycle,
        cast.east,
        indicators=["1.1", "2.1"],
        workdays_before=None,
        due_on=add_workdays(clock.today(), 2),
    )[0]
    tablet.context.clear_cookies()
    tablet.open("account_login")
    tablet.sign_in(cast.wu)
    cut(tablet)
    page = tablet.open("selfcheck:check_fill", public_id=check.public_id)
    page.wait_for_selector("html[data-sheet=ready]")
    page.on("dialog", lambda asked: asked.accept())
    score(page, "1.1", 5)
    kept(page)
    page = tablet.open("dashboard:device")
    sign_out(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as a file and sign out").click()
    saved.value.save_as(tmp_path / "saved.zip")
    page.wait_for_url("**/accounts/login/**")
    assert page.evaluate(EVERYTHING_KEPT) == 0
    tablet.context.unroute_all()

    # A sheet of a room that this portal does not have (yet) stands first in the file.
    with zipfile.ZipFile(tmp_path / "saved.zip") as found:
        told = json.loads(found.read("waiting.json"))
    strange = told["sheets"][0] | {"title": "Mystery visit", "page": f"/mystery/{uuid4()}/score/"}
    with zipfile.ZipFile(tmp_path / "both.zip", "w") as both:
        both.writestr("waiting.json", json.dumps(told | {"sheets": [strange, *told["sheets"]]}))

    tablet.sign_in(cast.wu)
    page = tablet.open("dashboard:device")
    page.set_input_files("[data-bring]", tmp_path / "both.zip")
    expect(page.locator(".device__row")).to_have_count(1)
    expect(page.locator("[data-problem]")).to_contain_text("Not taken from “both.zip”: Mystery visit.")
    page.get_by_text("Open the sheet").click()
    page.click("#compare-dialog[open] [data-go]")
    until(page, {"1.1": {"level": 5}}, lambda: SelfCheck.objects.get().draft)


def test_shared_tablet_sends_under_nobody_else_s_name_and_forgets_at_sign_out(world, tablet):
    cast, visit = world.cast, world.visit
    tablet.take(visit)
    page = tablet.page
    tablet.reach(False)
    score(page, "1.1", 5)
    kept(page)
    page.goto("about:blank")
    tablet.context.clear_cookies()
    tablet.reach(True)

    page = tablet.open("account_login")
    tablet.sign_in(cast.guo)
    page = tablet.open("dashboard:device")
    expect(page.get_by_text("One thing of another person waits")).to_be_visible()
    expect(page.get_by_text("No sheet is on this device")).to_be_visible()
    sign_out(page)
    page.wait_for_url("**/accounts/login/**")
    assert again(visit).draft == {}

    tablet.sign_in(cast.lin)
    until(page, ({"1.1": {"level": 5}}, cast.lin), lambda: (again(visit).draft, again(visit).draft_by))
    page = tablet.open_sheet(visit)
    page.on("dialog", lambda asked: asked.accept())
    cut(tablet)
    score(page, "2.1", 5)
    kept(page)
    page = tablet.open("dashboard:device")
    sign_out(page)
    expect(page.get_by_text("One thing on this device was never sent.")).to_be_visible()
    page.get_by_role("button", name="Stay").click()
    expect(page.locator(".device__row")).to_be_visible()
    sign_out(page)
    page.get_by_role("button", name="Throw it away and sign out").click()
    page.wait_for_url("**/accounts/login/**")
    assert page.evaluate(EVERYTHING_KEPT) == 0


def test_templates_come_along_are_typed_without_a_network_and_counted_when_there_is_one(world, tablet):
    made, _new = keep_comment(
        actor=world.cast.lin,
        text="Spoke too fast",
        key=uuid4(),
        standard=world.sheet.standard_version.standard,
        code="",
    )
    tablet.take(world.visit)
    tablet.reach(False)
    page = tablet.open_sheet(world.visit)
    score(page, "2.1", 3)
    page.focus('[name="r.2.1"]')
    page.keyboard.press("/")
    page.locator(".comments [role=option]", has_text="Spoke too fast").click()
    expect(page.locator('[name="r.2.1"]')).to_have_value("Spoke too fast")
    kept(page)
    page.goto("about:blank")
    assert not CommentUse.objects.exists()
    tablet.reach(True)
    page = tablet.open("dashboard:device")
    until(page, [(made.pk, 1)], lambda: list(CommentUse.objects.values_list("template", "count")))
    until(page, "Spoke too fast", lambda: again(world.visit).draft.get("2.1", {}).get("reason"))
