"""A sheet in a real browser: by keyboard alone, through a cut network, beside another window and another person (R16, R18)."""

import re
from datetime import timedelta
from decimal import Decimal
from random import Random
from uuid import uuid4

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessments.enums import Method, SheetState
from assessments.models import ScoreSheet
from assessments.selectors.criteria import criteria_of
from assessments.services.drafts import save_draft
from assessments.services.marks import score_marks
from assessments.services.sheets import submit_sheet
from assessments.services.visits import Visit
from foundation.common import clock
from foundation.common.numbers import round_shown
from standards.enums import CriticalPolicy, NotApplicablePolicy
from tests.assessments.files import png
from tests.assessments.sheet_world import (
    an_hour_ago,
    confirm,
    full_marks,
    make_cycle,
    make_plan,
    make_sheet,
    make_sheet_world,
    make_version,
)
from tests.assessments.test_totals import random_marks

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

EXPECTED_WHEN_REFUSED = ("status of 409", "status of 422", "ERR_INTERNET_DISCONNECTED")


@pytest.fixture
def world(committed_cast):
    return make_sheet_world(committed_cast)


def again(sheet) -> ScoreSheet:
    return ScoreSheet.objects.select_related("revision", "cycle", "unit", "record", "standard_version").get(pk=sheet.pk)


def open_sheet(desk, sheet):
    page = desk.open("assessments:sheet_score", public_id=sheet.public_id)
    page.wait_for_selector("html[data-sheet=ready]")
    return page


def saved(page) -> None:
    """Waits until the page says that everything is saved."""
    expect(page.locator("#saved")).to_have_attribute("data-state", "saved")


def compared(page) -> list[list[str]]:
    """The rows of the comparison, cell by cell."""
    rows = page.locator("#compare-dialog tbody tr")
    return [[text.strip() for text in rows.nth(n).locator("th, td").all_inner_texts()] for n in range(rows.count())]


def waiting(page) -> int:
    """How many sheets have marks on this device that the server does not have."""
    return page.evaluate(
        "(async () => (await (await import('/static/js/device/store.js'))"
        ".rowsOf('works', document.querySelector('meta[name=person]').content)).length)()"
    )


def expect_refusals(desk) -> None:
    """The browser notes refused requests on its console; here they are meant."""
    desk.complaints[:] = [line for line in desk.complaints if not any(word in line for word in EXPECTED_WHEN_REFUSED)]


def violations(page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    return [f"{found['id']}: {found['help']}" for found in Axe().run(page).response["violations"]]


def test_twenty_indicators_are_scored_with_at_most_45_keys(committed_cast, desk):
    cast = committed_cast
    sheet = make_sheet(make_plan(make_cycle(make_version(cast.li, rows=20)), cast.east), cast.lin)
    lin = desk(cast.lin).sign_in()
    page, keys = open_sheet(lin, sheet), 0
    for number in range(1, 21):
        lower = number in (4, 11)
        page.keyboard.press("4" if lower else "5")
        keys += 1
        if lower:
            assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
            page.keyboard.type("抢话一次")
            page.keyboard.press("Enter")
            keys += 1
    shown = page.inner_text("#total")
    page.keyboard.press("Control+Enter")
    keys += 1
    page.wait_for_url(f"**{reverse('assessments:sheet_detail', args=[sheet.public_id])}")
    revision = again(sheet).revision
    assert (keys, keys <= 45) == (23, True)
    assert (shown, revision.total) == ("98.5", Decimal("98.5"))
    assert page.inner_text(".sealed__number") == shown
    lin.shoot("sealed")


def test_every_act_has_its_key(world, desk):
    lin = desk(world.cast.lin, locale="en-US").sign_in()
    page = open_sheet(lin, world.sheet)
    # Switched on only where it is waited for, the browser may ask for the file before it knows that somebody listens.
    page.on("filechooser", lambda _chooser: None)

    def at() -> str:
        return page.locator("[data-now]").get_attribute("data-code")

    def press(*keys) -> str:
        for key in keys:
            page.keyboard.press(key)
        return at()

    assert (at(), press("ArrowDown"), press("j"), press("k"), press("ArrowUp")) == ("1.1", "1.2", "2.1", "1.2", "1.1")
    assert press("5") == "1.2"
    assert press("n") == "2.1"  # N/A
    assert press("c") == "2.1"  # a reason although nothing is taken off
    page.keyboard.type("well done")
    assert press("Escape", "5") == "2.2"
    assert press("3") == "2.2"  # below full marks: the reason first
    page.keyboard.type("cut in once")
    assert press("Enter") == "2.3"
    assert press("5", "5", "5") == "3.3"
    assert press("2", "2", ".", "5", "Enter") == "3.3"
    page.keyboard.type("no ticket")
    assert press("Enter") == "3.R"
    page.keyboard.press("1")  # a red line asks once more, and Enter is “no”
    assert page.locator("#critical-dialog").is_visible()
    assert press("Enter") == "4.1"
    assert press("5", "0") == "4.R"
    assert page.evaluate("document.activeElement.id") == "submit"
    assert page.inner_text("#missing") == "All scored"
    with page.expect_file_chooser() as chooser:
        press("k", "e")
    chooser.value.set_files({"name": "desk.png", "mimeType": "image/png", "buffer": png().read()})
    page.wait_for_selector('[data-files="4.1"] [data-evidence]')
    saved(page)
    assert again(world.sheet).draft == {
        "1.1": {"level": 5},
        "1.2": {"na": True},
        "2.1": {"level": 5, "reason": "well done"},
        "2.2": {"level": 3, "reason": "cut in once"},
        "2.3": {"level": 5},
        "3.1": {"level": 5},
        "3.2": {"level": 5},
        "3.3": {"points": "22.5", "reason": "no ticket"},
        "3.R": {"triggered": False},
        "4.1": {"level": 5},
        "4.R": {"triggered": False},
    }


def test_hint_names_the_keys_of_the_row_and_a_key_it_does_not_take_is_answered(world, desk):
    lin = desk(world.cast.lin, locale="en-US").sign_in()
    page = open_sheet(lin, world.sheet)

    def hint() -> str:
        return re.sub(r"\s+", " ", page.inner_text("[data-row-keys]")).strip()

    def answer_to(key: str) -> str:
        page.keyboard.press(key)
        return page.inner_text("#key-refused")

    def marked() -> list[str]:
        return page.evaluate("[...document.querySelectorAll('.ind :checked')].map((one) => one.name + one.value)")

    assert hint() == "1–5 level"
    assert [answer_to(key) for key in ("n", "N", "0", "9")] == [
        f"“{key}” does nothing at 1.1; keys here: 1–5 level" for key in "NN09"
    ]
    assert (answer_to("ArrowDown"), hint()) == ("", "0 No 1 Yes N N/A")
    assert answer_to("2") == "“2” does nothing at 1.2; keys here: 0 No · 1 Yes · N N/A"
    assert (page.locator("#key-refused").is_visible(), marked()) == (True, [])
    assert (answer_to("1"), marked(), hint()) == ("", ["m.1.21"], "1–5 level")
    page.locator('[name="p.3.3"]').focus()
    assert hint() == "0–9 points N N/A"
    page.locator('[name="m.3.R"][value="0"]').focus()
    assert hint() == "0 Not triggered 1 Triggered"
    assert answer_to("n") == "“N” does nothing at 3.R; keys here: 0 Not triggered · 1 Triggered"


def test_missing_marks_and_missing_reasons_are_counted_apart(world, desk):
    lin = desk(world.cast.lin, locale="en-US").sign_in()
    page = open_sheet(lin, world.sheet)

    def counts() -> tuple[str, str]:
        return page.inner_text("[data-done]"), page.inner_text("#missing")

    assert counts() == ("0", "11 not scored")
    page.keyboard.press("3")
    assert counts() == ("1", "10 not scored, 1 reason missing")
    page.keyboard.press("Enter")
    page.keyboard.press("0")
    assert counts() == ("2", "9 not scored, 2 reasons missing")
    page.keyboard.type("no promise kept")
    assert counts() == ("2", "9 not scored, 1 reason missing")


def test_sheet_becomes_a_draft_with_its_first_save_and_its_seal_is_confirmed(world, desk):
    save_draft(sheet=world.sheet, actor=world.cast.lin, marks=full_marks(), version=1)
    fresh = make_sheet(world.plan, world.cast.lin)
    lin = desk(world.cast.lin, locale="en-US").sign_in()
    page = open_sheet(lin, fresh)
    assert page.inner_text("[data-state-pill]") == "Not started"
    page.keyboard.press("5")
    saved(page)
    assert page.inner_text("[data-state-pill]") == "Draft"
    page = open_sheet(lin, world.sheet)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#toasts .message--done")).to_contain_text(f"Sheet {world.sheet.number} is sealed.")


def test_text_of_a_mark_that_was_raised_is_shown_as_a_remark(world, desk):
    marks = {**full_marks(), "2.1": {"level": 4, "reason": "抢话一次"}}
    save_draft(sheet=world.sheet, actor=world.cast.lin, marks=marks, version=1)
    lin = desk(world.cast.lin, locale="en-US").sign_in()
    page = open_sheet(lin, world.sheet)
    remark = page.locator('[id="ind-2.1"] .ind__remark')
    assert not remark.is_visible()
    page.click('[id="ind-2.1"] label:has([value="5"])')
    assert (remark.is_visible(), remark.inner_text()) == (True, "Remark")


def test_red_line_needs_a_second_answer_and_an_account(world, desk):
    save_draft(sheet=world.sheet, actor=world.cast.lin, marks={**full_marks(), "3.R": {}}, version=1)
    lin = desk(world.cast.lin, locale="en-US").sign_in()
    page = open_sheet(lin, world.sheet)
    page.keyboard.press("1")
    page.click("#critical-dialog [data-yes]")
    assert (page.inner_text("#total"), page.inner_text("#underlying")) == ("0.0", "100.0 without the red line")
    page.keyboard.press("Control+Enter")
    assert page.inner_text('[id="error-3.R"]') == "Say what happened."
    page.keyboard.type("read out the card number")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**{reverse('assessments:sheet_detail', args=[world.sheet.public_id])}")
    revision = again(world.sheet).revision
    assert (revision.total, revision.underlying, revision.triggered) == (Decimal(0), Decimal(100), ["3.R"])


@pytest.mark.parametrize(
    "policy",
    [
        {},
        {"na_policy": NotApplicablePolicy.FULL_MARKS, "critical_policy": CriticalPolicy.FAIL},
        {"critical_policy": CriticalPolicy.CAP, "critical_cap": Decimal("59.95")},
    ],
    ids=["zero", "full-marks", "cap"],
)
def test_running_total_is_the_server_s(committed_cast, desk, policy):
    cast, random = committed_cast, Random(7)
    version = make_version(cast.li, **policy)
    plan = make_plan(make_cycle(version), cast.east)
    lin = desk(cast.lin, locale="en-US").sign_in()
    for _ in range(6):
        sheet, marks = make_sheet(plan, cast.lin), random_marks(random)
        for code in random.sample(sorted(marks), random.randint(0, 4)):
            marks[code] = {}
        save_draft(sheet=sheet, actor=cast.lin, marks=marks, version=1)
        page = open_sheet(lin, sheet)
        score = score_marks(criteria_of(version), again(sheet).draft)
        totals = page.evaluate(
            "[document.getElementById('total').textContent,"
            " ...[...document.querySelectorAll('[data-subtotal]')].map((one) => one.textContent)]"
        )
        assert totals == [
            "–" if one is None else str(round_shown(one)) for one in (score.total, *score.dimensions.values())
        ]


def test_cut_network_loses_no_mark(world, desk):
    lin = desk(world.cast.lin, locale="en-US").sign_in()
    page = open_sheet(lin, world.sheet)
    page.keyboard.press("5")
    saved(page)
    lin.context.set_offline(True)
    page.keyboard.press("1")
    page.keyboard.press("3")
    page.keyboard.type("abrupt tone")
    page.wait_for_selector(".saved--not")
    assert page.inner_text("#saved") == "not saved yet – kept on this device"
    page.keyboard.press("Enter")
    page.keyboard.press("5")
    lin.context.set_offline(False)
    wanted = {
        "1.1": {"level": 5},
        "1.2": {"level": 1},
        "2.1": {"level": 3, "reason": "abrupt tone"},
        "2.2": {"level": 5},
    }
    for _ in range(100):  # the page tries again by itself, after a pause that grows
        if again(world.sheet).draft == wanted:
            break
        page.wait_for_timeout(200)
    assert again(world.sheet).draft == wanted
    saved(page)
    assert waiting(page) == 0
    expect_refusals(lin)


def test_marks_kept_on_the_device_are_there_again_after_a_reload(world, desk):
    lin = desk(world.cast.lin, locale="en-US").sign_in()
    page = open_sheet(lin, world.sheet)
    page.on("dialog", lambda asked: asked.accept())
    page.route("**/save/", lambda route: route.abort())
    page.keyboard.press("4")
    page.keyboard.type("slow")
    page.wait_for_selector(".saved--not")
    page.unroute("**/save/")
    page.reload()
    expect(page.locator("#toasts")).to_contain_text("that were only on this device are here again.")
    saved(page)
    assert (again(world.sheet).draft, waiting(page)) == ({"1.1": {"level": 4, "reason": "slow"}}, 0)
    lin.complaints[:] = [line for line in lin.complaints if "ERR_FAILED" not in line]


def test_marks_kept_on_the_device_are_compared_where_the_server_has_others_by_then(world, desk):
    lin = desk(world.cast.lin, locale="en-US").sign_in()
    page = open_sheet(lin, world.sheet)
    page.on("dialog", lambda asked: asked.accept())
    page.route("**/save/", lambda route: route.abort())
    page.keyboard.press("5")
    page.wait_for_selector(".saved--not")
    save_draft(sheet=world.sheet, actor=world.cast.lin, marks={"1.1": {"level": 2, "reason": "slow"}}, version=1)
    page.unroute("**/save/")
    page.reload()
    page.wait_for_selector("#compare-dialog[open]")
    assert compared(page) == [["1.1 Prompt answer", "5", "2 · slow"]]
    page.click("#compare-dialog [data-theirs-all]")
    page.reload()
    page.wait_for_selector("html[data-sheet=ready]")
    assert (page.locator("#compare-dialog").is_visible(), again(world.sheet).version) == (False, 2)
    lin.complaints[:] = [line for line in lin.complaints if "ERR_FAILED" not in line]


def test_leaving_with_unsaved_marks_asks_first(world, desk):
    lin = desk(world.cast.lin, locale="en-US").sign_in()
    page, asked = open_sheet(lin, world.sheet), []
    page.route("**/save/", lambda route: route.abort())
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.keyboard.press("5")
    page.wait_for_selector(".saved--not")
    page.click(".back")
    page.wait_for_url(f"**{reverse('assessments:sheet_list')}")
    assert asked == ["beforeunload"]
    lin.complaints[:] = [line for line in lin.complaints if "ERR_FAILED" not in line]


def test_lost_answer_is_no_conflict(world, desk):
    """The server saved, and nobody heard of it."""
    lin = desk(world.cast.lin, locale="en-US").sign_in()
    page, lost = open_sheet(lin, world.sheet), []

    def swallow(route):
        if not lost:
            lost.append(route.fetch())
            return route.abort()
        return route.continue_()

    page.route("**/save/", swallow)
    page.keyboard.press("5")
    page.wait_for_selector(".saved--not")
    page.keyboard.press("1")
    saved(page)
    assert (page.locator("#compare-dialog").is_visible(), again(world.sheet).draft) == (
        False,
        {"1.1": {"level": 5}, "1.2": {"level": 1}},
    )
    lin.complaints[:] = [line for line in lin.complaints if "ERR_FAILED" not in line]


def test_stale_tab_compares_and_the_person_chooses(world, desk):
    lin = desk(world.cast.lin, locale="en-US").sign_in()
    first = open_sheet(lin, world.sheet)
    second = lin.context.new_page()
    second.goto(first.url)
    second.wait_for_selector("html[data-sheet=ready]")
    first.keyboard.press("5")
    saved(first)
    second.bring_to_front()
    second.keyboard.press("4")
    second.keyboard.type("slow")
    second.wait_for_selector("#compare-dialog[open]")
    assert compared(second) == [["1.1 Prompt answer", "4 · slow", "5"]]
    second.check('#compare-dialog [value="theirs"]')
    second.click("#compare-dialog [data-go]")
    second.wait_for_selector("#compare-dialog", state="hidden")
    assert second.locator('[name="m.1.1"]:checked').get_attribute("value") == "5"
    second.keyboard.press("ArrowDown")
    second.keyboard.press("1")
    saved(second)
    assert again(world.sheet).draft == {"1.1": {"level": 5}, "1.2": {"level": 1}}
    expect_refusals(lin)


def test_two_people_on_one_visit_lose_nothing_and_seal_once(world, desk):
    cast = world.cast
    visit = make_sheet(world.plan, cast.lin, method=Method.ON_SITE, co_assessor=cast.guo)
    lin, guo = desk(cast.lin, locale="en-US").sign_in(), desk(cast.guo, locale="en-US", size=(820, 1180)).sign_in()
    hers, his = open_sheet(lin, visit), open_sheet(guo, visit)
    hers.fill("[name=visit_place]", "Hall")
    hers.click('[id="ind-2.1"] label:has([value="5"])')
    saved(hers)
    his.click('[id="ind-3.1"] label:has([value="5"])')
    his.wait_for_selector('[name="m.2.1"][value="5"]:checked', state="attached")
    saved(his)
    assert (again(visit).draft, again(visit).place) == ({"2.1": {"level": 5}, "3.1": {"level": 5}}, "Hall")
    there = Visit(an_hour_ago(), "Hall")
    confirm(again(visit), full_marks(), there)
    submit_sheet(
        sheet=again(visit), actor=cast.guo, marks=full_marks(), version=again(visit).version, key=uuid4(), visit=there
    )
    hers.click('[id="ind-2.2"] label:has([value="5"])')
    hers.wait_for_selector("#compare-dialog[open]")
    assert (
        hers.inner_text("#compare-text")
        == "This sheet has been sealed by 郭敏. What you have here is different and was not stored."
    )
    hers.click("#compare-dialog [data-go]")
    hers.wait_for_url(f"**{reverse('assessments:sheet_detail', args=[visit.public_id])}")
    for one in (lin, guo):
        expect_refusals(one)


@pytest.mark.parametrize("size", [(1440, 900), (820, 1180), (390, 844)], ids=["desktop", "tablet", "phone"])
def test_submit_of_a_visit_leads_to_the_time_and_the_place_that_are_missing(world, desk, size):
    visit = make_sheet(world.plan, world.cast.lin, method=Method.ON_SITE)
    save_draft(sheet=visit, actor=world.cast.lin, marks=full_marks(), version=1)
    lin = desk(world.cast.lin, locale="en-US", size=size).sign_in()
    page, began = open_sheet(lin, visit), an_hour_ago()
    for field, error in (
        ("#visit-at", "Enter the time of the visit."),
        ("#visit-place", "Enter the place of the visit."),
    ):
        page.keyboard.press("Control+Enter")
        expect(page.locator(field)).to_be_focused()
        expect(page.locator(field)).to_be_in_viewport(ratio=1)
        expect(page.locator(f"{field}-error")).to_have_text(error)
        expect(page.locator(f"{field}-error")).to_be_in_viewport(ratio=1)
        page.fill(field, f"{began:%Y-%m-%dT%H:%M}" if field == "#visit-at" else "Hall")
        expect(page.locator(f"{field}-error")).to_be_empty()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#sheet-problems")).to_contain_text("A visit ends with the fact sheet")
    saved(page)
    confirm(again(visit))
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**{reverse('assessments:sheet_detail', args=[visit.public_id])}")
    assert (again(visit).visited_at, again(visit).place) == (began, "Hall")


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_tablet_shows_the_visit_whole_and_the_scoring_rules_beside_the_heading(world, desk, locale):
    visit = make_sheet(world.plan, world.cast.lin, method=Method.ON_SITE, co_assessor=world.cast.guo)
    lin = desk(world.cast.lin, locale=locale, size=(820, 1180)).sign_in()
    page = open_sheet(lin, visit)
    page.click("#submit")  # with an error below both fields
    hidden, header = page.evaluate(
        "[((pane) => pane.scrollHeight - pane.clientHeight)(document.querySelector('.sheet__record')),"
        " document.querySelector('.sheet__top').getBoundingClientRect().bottom]"
    )
    button = page.locator(".sheet__top > .btn").bounding_box()
    assert (hidden, button["y"] + button["height"] <= header <= 64) == (0, True)


def test_future_visit_costs_no_mark_and_its_error_stands_where_it_is_mended(world, desk):
    marks = {code: mark for code, mark in full_marks().items() if code != "1.1"}
    visit = make_sheet(world.plan, world.cast.lin, method=Method.ON_SITE)
    save_draft(sheet=visit, actor=world.cast.lin, marks=marks, version=1)
    lin = desk(world.cast.lin, locale="en-US", size=(820, 1180)).sign_in()
    page, error = open_sheet(lin, visit), "The visit cannot be in the future."
    page.fill("#visit-place", "Hall")
    page.fill("#visit-at", f"{clock.local(clock.now()) + timedelta(days=1):%Y-%m-%dT%H:%M}")
    expect(page.locator("#visit-at-error")).to_have_text(error)
    page.click('[id="ind-1.1"] label:has([value="5"])')
    saved(page)
    kept = again(visit)
    assert (kept.draft, kept.visited_at, kept.place) == (full_marks(), None, "Hall")
    assert (page.inner_text("#sheet-problems"), page.locator("#visit-at").get_attribute("aria-invalid")) == ("", "true")
    page.click(".sheet__record summary")
    page.click("#submit")
    expect(page.locator("#visit-at")).to_be_focused()
    expect(page.locator("#visit-at-error")).to_be_in_viewport(ratio=1)
    assert (page.inner_text("#visit-at-error"), page.inner_text("#saved")[:5]) == (error, "saved")
    page.click("[data-now-button]")
    expect(page.locator("#visit-at-error")).to_be_empty()
    saved(page)
    confirm(again(visit))
    page.click("#submit")
    page.wait_for_url(f"**{reverse('assessments:sheet_detail', args=[visit.public_id])}")
    assert again(visit).visited_at <= clock.now()
    expect_refusals(lin)


def test_double_click_seals_once_and_back_shows_what_is_sealed(world, desk):
    save_draft(sheet=world.sheet, actor=world.cast.lin, marks=full_marks(), version=1)
    second = make_sheet(world.plan, world.cast.lin)
    lin = desk(world.cast.lin, locale="en-US").sign_in()
    page = open_sheet(lin, world.sheet)
    page.dblclick("#submit")
    page.wait_for_url(f"**{reverse('assessments:sheet_detail', args=[world.sheet.public_id])}")
    assert again(world.sheet).revisions.count() == 1
    page.go_back()
    page.wait_for_url(f"**{reverse('assessments:sheet_detail', args=[world.sheet.public_id])}")
    page.wait_for_selector("[data-next]:focus")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{reverse('assessments:sheet_score', args=[second.public_id])}")


def test_sheet_is_scored_without_scripts(world, browser, open_server, desk):
    from tests.cast import PASSWORD

    context = browser.new_context(java_script_enabled=False, locale="en-US")
    page = context.new_page()
    page.goto(open_server.url + reverse("account_login"))
    page.fill("input[name=login]", "linxiao")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.goto(open_server.url + reverse("assessments:sheet_score", args=[world.sheet.public_id]))
    page.check('[name="m.2.1"][value="4"]', force=True)
    assert page.locator('[id="text-2.1-4"]').is_visible()
    page.set_input_files("#plain-file", {"name": "desk.png", "mimeType": "image/png", "buffer": png().read()})
    page.click("button:has-text('Save')")
    assert (again(world.sheet).draft, again(world.sheet).evidence.count()) == ({"2.1": {"level": 4}}, 1)
    page.click("#submit")
    assert page.inner_text('[id="error-2.1"]') == "Give the deduction reason."
    page.fill('[name="r.2.1"]', "cut in once")
    for code, mark in full_marks().items():
        if "level" in mark and code != "2.1":
            page.check(f'[name="m.{code}"][value="{mark["level"]}"]', force=True)
        elif "points" in mark:
            page.fill(f'[name="p.{code}"]', mark["points"])
        elif "triggered" in mark:
            page.check(f'[name="m.{code}"][value="0"]', force=True)
    page.click("#submit")
    page.wait_for_url(f"**{reverse('assessments:sheet_detail', args=[world.sheet.public_id])}")
    assert (again(world.sheet).state, page.inner_text(".sealed__number")) == (SheetState.SUBMITTED, "98.3")
    context.close()


@pytest.mark.once
@pytest.mark.parametrize("size", [(1440, 900), (820, 1180), (390, 844)], ids=["desktop", "tablet", "phone"])
@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_pages_have_no_barriers(world, desk, locale, size):
    cast = world.cast
    save_draft(sheet=world.sheet, actor=cast.lin, marks={"2.1": {"level": 3}, "2.2": {"level": 5}}, version=1)
    sealed = make_sheet(world.plan, cast.lin)
    marks = {
        **full_marks(),
        "2.1": {"level": 4, "reason": "抢话一次"},
        "3.R": {"triggered": True, "reason": "报出卡号"},
    }
    submit_sheet(sheet=sealed, actor=cast.lin, marks=marks, version=1, key=uuid4())
    visit = make_sheet(world.plan, cast.lin, method=Method.ON_SITE, co_assessor=cast.guo)
    lin = desk(cast.lin, locale=locale, size=size).sign_in()
    found = {}
    for name, sheet in (
        ("sheet_score", world.sheet),
        ("sheet_score", visit),
        ("sheet_detail", sealed),
        ("sheet_detail", world.sheet),
        ("sheet_correct", sealed),
        ("sheet_list", None),
    ):
        page = lin.open(f"assessments:{name}", **({"public_id": sheet.public_id} if sheet else {}))
        page.wait_for_load_state("networkidle")
        lin.shoot(f"{name}-{sheet.method if sheet else ''}")
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name
        lin.deaf = True
        found[name] = violations(page)
    assert {name: all_of for name, all_of in found.items() if all_of} == {}
    assert re.search("data-dimension", page.content()) is None
