"""A visit without a network, in a real browser that is killed and started again (R16, R18).

The browser keeps its profile on the disk: what it holds after a restart is what a tablet holds after its battery was empty.
"""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessments.enums import Method, SheetState
from assessments.models import ScoreSheet
from assessments.services.drafts import save_draft
from foundation.audit.models import AuditEvent
from foundation.common import clock
from tests.assessments.files import png
from tests.assessments.sheet_world import an_hour_ago, full_marks, make_sheet, make_sheet_world
from tests.cast import PASSWORD
from tests.journeys.door import door_of

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


class Tablet:
    """One browser with a profile of its own; `kill` and `start` again as often as one likes."""

    def __init__(self, playwright, launch, folder: Path, url: str):
        self.playwright, self.launch, self.folder, self.url = playwright, launch, folder, url
        self.start()

    def start(self, *, offline: bool = False):
        self.context = self.playwright.chromium.launch_persistent_context(
            self.folder, locale="en-US", viewport={"width": 820, "height": 1180}, accept_downloads=True, **self.launch
        )
        self.context.set_default_timeout(15_000)
        self.context.set_offline(offline)
        self.page = self.context.pages[0]
        return self

    def kill(self) -> None:
        """The browser ends at once, without being asked whether it has finished."""
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
def tablet(playwright, browser_type_launch_args, tmp_path, live_server, world):
    door = door_of(live_server)
    door.open()
    made = Tablet(playwright, browser_type_launch_args, tmp_path / "profile", live_server.url)
    made.open("account_login")
    made.sign_in(world.cast.lin)
    yield made
    made.kill()
    door.shut()


def again(sheet) -> ScoreSheet:
    return ScoreSheet.objects.select_related("revision").get(pk=sheet.pk)


def until(page, wanted, ask) -> None:
    """The pages send by themselves: wait until the server has it."""
    for _ in range(100):
        if ask() == wanted:
            return
        page.wait_for_timeout(100)
    assert ask() == wanted


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
    expect(page.locator("#away-note")).to_contain_text("No network since")
    score(page, "1.1", 5)
    page.fill("[name=visit_place]", "Hall")
    page.fill("[name=visit_at]", f"{clock.local(an_hour_ago()):%Y-%m-%dT%H:%M}")
    expect(page.locator("#saved")).to_contain_text("kept on this device")

    tablet.restart(offline=True)
    page = tablet.open_sheet(world.visit)
    assert page.input_value("[name=visit_place]") == "Hall"
    score(page, "2.1", 5)
    page.set_input_files(
        "[data-evidence-file]:not([capture])", {"name": "desk.png", "mimeType": "image/png", "buffer": png().read()}
    )
    expect(page.locator(".file--waiting")).to_contain_text("waits for the network")
    page.click("#submit")
    expect(page.locator("#handin-note")).to_contain_text("Not yet handed in.")
    assert again(world.visit).state == SheetState.DRAFT

    # The session cookie went with the browser: signing in again is all that it takes.
    tablet.restart()
    tablet.open("account_login")
    if tablet.page.locator("input[name=login]").count():
        tablet.sign_in(world.cast.lin)
    until(tablet.page, SheetState.SUBMITTED, lambda: again(world.visit).state)
    sealed = again(world.visit)
    assert (sealed.place, sealed.revisions.count(), sealed.evidence.count()) == ("Hall", 1, 1)
    page = tablet.open("dashboard:device")
    expect(page.locator("[data-part=waiting]")).to_contain_text("Nothing waits here")
    expect(page.locator("[data-part=sent]")).to_contain_text("Handed in")
