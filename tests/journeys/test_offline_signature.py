"""The fact sheet of a visit signed without a network: kept through a killed browser, sent after what it covers, never for other facts (R15, R16)."""

import json
import zipfile

import pytest
from playwright.sync_api import expect

from assessments.enums import SheetState
from assessments.models import FactSheet
from assessments.services.drafts import save_draft
from assessments.services.visits import Visit
from foundation.common import clock
from tests.assessments.sheet_world import an_hour_ago, full_marks
from tests.journeys.test_fact_sheet import sign
from tests.journeys.test_offline import PICKER, again, cut, kept, photo, score, tablet, until, world  # noqa: F401

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

WORDS = "Desk 3 unattended for ten minutes"


@pytest.fixture
def taken(world, tablet):  # noqa: F811
    """A visit with all but the facts marked, on the tablet, which has no network any more."""
    marks = {code: mark for code, mark in full_marks().items() if code != "2.1"}
    save_draft(sheet=world.visit, actor=world.cast.lin, marks=marks, version=1)
    tablet.take(world.visit)
    tablet.reach(False)
    return tablet.open_sheet(world.visit)


def find_something(page) -> None:
    """A fact with a photo, and where and when."""
    page.fill("[name=visit_place]", "Hall")
    page.fill("[name=visit_at]", f"{clock.local(an_hour_ago()):%Y-%m-%dT%H:%M}")
    score(page, "2.1", 3)
    page.fill('[name="r.2.1"]', WORDS)
    kept(page)


def add_photo(page, code: str) -> None:
    page.click(f'[id="ind-{code}"] [data-evidence-for]')
    page.set_input_files(PICKER, photo("desk.png"))
    expect(page.locator(f'[data-files="{code}"] .file--waiting')).to_be_visible()


def open_facts(page):
    page.click("#fact-sheet a")
    dialog = page.locator("#facts-dialog")
    expect(dialog).to_be_visible()
    return dialog


def test_visit_ends_with_its_signature_without_a_network_and_is_sealed_when_there_is_one(world, tablet, taken):  # noqa: F811
    page = taken
    dialog = open_facts(page)
    expect(dialog).to_contain_text("Enter the place of the visit.")  # nobody is asked to sign that
    expect(dialog.locator("form.confirm")).to_be_hidden()
    dialog.get_by_role("button", name="Back to scoring").click()
    find_something(page)
    add_photo(page, "2.1")

    dialog = open_facts(page)
    expect(dialog.locator(".found")).to_contain_text(WORDS)
    expect(dialog.locator(".found")).to_contain_text("Evidence 1")
    expect(dialog).not_to_contain_text("Level")
    dialog.locator("#id_post").fill("")
    dialog.get_by_role("button", name="Confirm the facts").click()
    expect(dialog.locator("#away-post-error")).to_have_text("Enter the position.")
    expect(dialog.locator("#away-signature-error")).to_contain_text("Have it signed here")
    dialog.locator("#id_name").fill("林晓")
    dialog.locator("#id_post").fill("Head")
    sign(page)
    dialog.get_by_role("button", name="Confirm the facts").click()
    expect(dialog.locator("#away-name-error")).to_contain_text("neither signs for the unit")
    dialog.locator("#id_name").fill("陈洁")
    dialog.locator("#id_objections").fill("The system was being updated")
    dialog.get_by_role("button", name="Confirm the facts").click()
    expect(dialog).to_be_hidden()
    expect(page.locator("#fact-sheet")).to_contain_text("Signed here, not yet sent")

    tablet.restart(offline=True)
    page = tablet.open_sheet(world.visit)
    expect(page.locator("#fact-sheet")).to_contain_text("Signed here, not yet sent")
    page.click("#submit")
    expect(page.locator("#handin-note")).to_contain_text("It waits on this device")
    expect(page.locator("#handin-note")).not_to_contain_text("not signed yet")
    assert (again(world.visit).state, FactSheet.objects.count()) == (SheetState.DRAFT, 0)

    tablet.restart()
    tablet.open("account_login")
    tablet.sign_in(world.cast.lin)
    until(tablet.page, SheetState.SUBMITTED, lambda: again(world.visit).state)
    row = FactSheet.objects.get()
    assert (row.name, row.objections, row.is_paper) == ("陈洁", "The system was being updated", False)
    assert [fact["text"] for fact in row.content["facts"]] == [WORDS]
    assert (row.content["evidence"][0][0], row.device_at < row.confirmed_at) == (1, True)
    page = tablet.open("dashboard:device")
    expect(page.locator("[data-part=sent]")).to_contain_text("Fact sheet sent")
    expect(page.get_by_text("Nothing waits here")).to_be_visible()


def test_signature_under_other_facts_than_the_server_has_is_kept_told_and_saved(world, tablet, taken, tmp_path):  # noqa: F811
    page = taken
    find_something(page)
    dialog = open_facts(page)
    dialog.get_by_label("The head refuses to sign").check()
    dialog.locator("#id_refusal").fill("Not agreed")
    dialog.locator("#id_witness").fill("吴迪")
    dialog.get_by_role("button", name="Note the refusal").click()
    expect(page.locator("#fact-sheet")).to_contain_text("Refusal noted here, not yet sent")
    page.fill('[name="r.2.1"]', WORDS + ", then served")
    kept(page)
    expect(page.locator("#fact-sheet")).to_contain_text("To be confirmed again")

    tablet.reach(True)
    expect(page.locator("#fact-sheet")).to_contain_text("Signature not accepted")
    expect(page.locator("#fact-sheet")).to_contain_text("it differs at: 2.1")
    until(page, WORDS + ", then served", lambda: again(world.visit).draft["2.1"]["reason"])
    assert FactSheet.objects.count() == 0

    page = tablet.open("dashboard:device")
    waiting = page.locator(".device__row")
    expect(waiting).to_contain_text("Signature not accepted")
    with page.expect_download() as saved:
        page.click("[data-save-all]")
    saved.value.save_as(tmp_path / "waiting.zip")
    with zipfile.ZipFile(tmp_path / "waiting.zip") as found:
        told = json.loads(found.read("waiting.json"))
    [signature] = told["signatures"]
    assert (signature["refusal"], signature["witness"], signature["shown"]["facts"]) == (
        "Not agreed",
        "吴迪",
        [["2.1", WORDS, []]],
    )
    page.click("[data-discard]")
    page.click("#confirm-dialog [data-confirmed]")
    expect(page.get_by_text("Nothing waits here")).to_be_visible()
    page.set_input_files("[data-bring]", tmp_path / "waiting.zip")
    expect(page.locator(".device__row")).to_contain_text("From a saved file")
    page.get_by_text("Show what waits").click()
    expect(page.locator(".device__row dl")).to_contain_text("Not agreed")


def test_saved_file_is_named_by_the_portal_and_shown_by_its_marks(world, tablet, tmp_path):  # noqa: F811
    """Somebody has written a file by hand: it calls one sheet by the name of another, says other words than its marks, and mixes two sheets."""
    page = tablet.open_sheet(world.visit)
    cut(tablet)
    score(page, "1.1", 2)
    page.fill('[name="r.1.1"]', "slow")
    kept(page)
    page.on("dialog", lambda asked: asked.accept())
    page = tablet.open("dashboard:device")
    with page.expect_download() as saved:
        page.click("[data-save-all]")
    saved.value.save_as(tmp_path / "waiting.zip")
    with zipfile.ZipFile(tmp_path / "waiting.zip") as found:
        told = json.loads(found.read("waiting.json"))
    page.click("[data-discard]")
    page.click("#confirm-dialog [data-confirmed]")
    [one] = told["sheets"]
    forged = one | {"title": "QA-9999", "in_words": {"1.1 Prompt answer": "5"}}
    mixed = one | {"title": "Mixed", "sheet": str(world.sheet.public_id)}
    with zipfile.ZipFile(tmp_path / "forged.zip", "w") as both:
        both.writestr("waiting.json", json.dumps(told | {"sheets": [mixed, forged]}))
    page.set_input_files("[data-bring]", tmp_path / "forged.zip")
    row = page.locator(".device__row")
    expect(row).to_contain_text(world.visit.number)
    expect(row).not_to_contain_text("QA-9999")
    page.get_by_text("Show what waits").click()
    expect(row.locator("dl")).to_contain_text("2 · slow")
    expect(page.locator("[data-problem]")).to_contain_text("Mixed")
    expect(row).to_have_count(1)


def test_network_that_goes_while_the_facts_are_being_signed_takes_no_signature_with_it(world, tablet):  # noqa: F811
    sheet = world.visit
    marks = {**full_marks(), "2.1": {"level": 3, "reason": WORDS}}
    save_draft(sheet=sheet, actor=world.cast.lin, marks=marks, version=1, visit=Visit(an_hour_ago(), "Hall"))
    page = tablet.open("assessments:facts_show", public_id=sheet.public_id)
    sign(page)
    tablet.reach(False)
    page.click(".confirm__signed-button")
    expect(page.get_by_text("Signed, and kept on this device")).to_be_visible()
    assert FactSheet.objects.count() == 0
    tablet.reach(True)  # the browser knows before the server answers; the page that stands there tries again by itself
    until(page, 1, FactSheet.objects.count)
    assert FactSheet.objects.get().content["facts"][0]["text"] == WORDS
