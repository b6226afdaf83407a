"""In a real browser: what was checked is what can be imported; a table that is too wide says so."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from foundation.common.files import store_bytes
from foundation.jobs import services as jobs
from records import services
from records.models import ImportRun, ServiceRecord
from tests.journeys.conftest import desk  # noqa: F401 - a fixture
from tests.records.files import CALL, text_of

pytestmark = pytest.mark.journey


@pytest.fixture
def checked_run(committed_cast) -> ImportRun:
    """Li Wen's file with its rows checked."""
    file = store_bytes(data=text_of(CALL), name="calls.csv", actor=committed_cast.li)
    run = services.open_import(file=file, source="电话平台", actor=committed_cast.li, key=uuid4())
    services.request_check(run=run, actor=committed_cast.li)
    jobs.run(run.job_id)
    return run


def test_changed_choice_is_checked_again_before_it_is_imported(committed_cast, checked_run, desk):  # noqa: F811
    li = desk(committed_cast.li, locale="en-GB").sign_in()
    page = li.open("records:import_columns", public_id=checked_run.public_id)
    start, sentence = page.locator("[data-checked]"), page.locator("#check-again")
    expect(start).to_be_enabled()

    page.select_option("[name=constant_touchpoint]", "counter")
    expect(start).to_be_disabled()
    expect(sentence).to_be_visible()
    page.select_option("[name=constant_touchpoint]", "")
    expect(start).to_be_enabled()
    expect(sentence).to_be_hidden()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.select_option("[name=column_topic]", "")
    expect(start).to_be_disabled()

    li.press("#columns-form .form__actions button")
    jobs.run(ImportRun.objects.get().job_id)
    page.reload()
    li.press('form[action$="/start/"] button')
    jobs.run(ImportRun.objects.get().job_id)
    assert ServiceRecord.objects.get().topic == ""


def test_browser_without_scripts_is_refused_by_the_server(committed_cast, checked_run, browser, open_server, desk):  # noqa: F811
    li = desk(committed_cast.li, locale="en-GB").sign_in()
    context = browser.new_context(
        locale="en-GB", java_script_enabled=False, storage_state=li.context.storage_state(), base_url=open_server.url
    )
    page = context.new_page()
    page.goto(f"/records/imports/{checked_run.public_id}/columns/")
    page.select_option("[name=constant_touchpoint]", "counter")
    page.click("[data-checked]")
    expect(page.get_by_role("alert")).to_contain_text("The columns are not the ones that were checked.")
    expect(page.locator("[name=constant_touchpoint]")).to_have_value("counter")
    expect(page.locator("[data-checked]")).to_have_count(0)
    context.close()
    assert ImportRun.objects.get().state == "mapping"


@pytest.mark.parametrize("width", [820, 1100])
def test_table_that_is_too_wide_scrolls_and_its_edge_says_so(committed_cast, checked_run, desk, width):  # noqa: F811
    services.begin_import(run=checked_run, actor=committed_cast.li, key=uuid4())
    jobs.run(ImportRun.objects.get().job_id)
    page = desk(committed_cast.li, size=(width, 1180)).sign_in().open("records:record_list")
    box = page.locator(".table-scroll")
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    assert box.evaluate("box => getComputedStyle(box).backgroundAttachment") == "local, local, scroll, scroll"
    box.evaluate("box => box.scrollTo(box.scrollWidth, 0)")
    expect(page.locator(".table-scroll th").last).to_be_in_viewport(ratio=1)
