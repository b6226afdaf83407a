"""Every page of the URL × role table in a browser: nothing is refused by the content policy, nothing bars a reader, nothing runs off a phone.

The pages are those of `tests/architecture`; each is opened by somebody who may see it, on a world made for it. All are opened at one desk, whose
browser has the style sheets and scripts from the page before, as a reader's has.
"""

from urllib.parse import urlencode

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.architecture.row import Row
from tests.architecture.table import all_rows
from tests.architecture.world import World, make_world
from tests.journeys.conftest import ARTIFACTS, QUIET
from tests.journeys.people import ENGLISH_SENTENCE, Desk

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

DESKTOP = (1440, 900)
PHONE = {"width": 390, "height": 844}
# They answer with a file, or with a part of a page.
NO_PAGES = {
    "assessments:comment_choices", "organization:unit_find", "organization:person_find", "workdays:day_note",
    "appeals:appeal_export", "appeals:evidence_file", "appeals:statistics_export",
    "assessments:assignment_proof",
    "analysis:measure_list_export", "analysis:measure_detail_export", "analysis:area_export", "analysis:year_export", "analysis:leniency_export",
    "analysis:targets_export", "analysis:unit_export", "analysis:voice_texts_export", "analysis:voices_export",
    "analysis:what_if_export", "assessments:evidence_file",
    "assessments:evidence_thumbnail", "assessments:fact_sheet_pdf", "assessments:fact_signature", "assessments:plan_size",
    "assessments:sheet_export", "audit:event_export",
    "calibration:agreement_export", "calibration:agreement_indicator_export", "calibration:my_agreement_export",
    "calibration:session_attachment", "calibration:session_export",
    "connections:connection_export", "connections:openapi_file", "dashboard:manifest", "dashboard:quarter_export", "dashboard:worker",
    "feedback:answer_list_export", "feedback:answers_export", "feedback:link_list_export", "feedback:questionnaire_export",
    "health", "jobs:progress", "knowledge:article_export", "knowledge:file_show", "organization:person_export", "publication:publication_download",
    "records:import_progress", "records:import_rejected", "records:record_export",
    "rectification:task_evidence_file", "rectification:task_export", "sampling:draw_proof", "sampling:rule_file", "sampling:script",
    "selfcheck:check_export", "selfcheck:comparison_export", "selfcheck:file_show", "selfcheck:file_small", "selfcheck:log_export",
    "standards:standard_workbook_empty", "standards:version_pdf", "standards:version_workbook",
    "knowledge:article_import_template", "rectification:finding_articles", "suggestions:suggestion_export", "tickets:ticket_articles",
    "tickets:ticket_export",
}  # fmt: skip


def readers(row: Row) -> list[str]:
    return [who for who, status in row.roles.items() if status == 200]


def rows(*, pages: bool) -> list[Row]:
    asked = [row for row in all_rows() if row.method == "get" and readers(row)]
    return [row for row in asked if (row.name not in NO_PAGES) == pages]


def reader_of(row: Row, world: World) -> str:
    """A person of the cast where the table names one; otherwise Lin, who scores."""
    return next((who for who in readers(row) if who not in ("*", "anonymous")), "linxiao")


def signed_in(world: World, row: Row) -> Client:
    client = Client()
    client.force_login(world.user(reader_of(row, world)), backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def address(row: Row, world: World) -> str:
    asked = row.data(world)
    return reverse(row.name, kwargs=row.kwargs(world)) + (row.query or (f"?{urlencode(asked)}" if asked else ""))


@pytest.fixture(scope="module")
def reading_room(browser, live_server):
    """The one desk of this module; nobody is signed in there."""
    room = Desk(browser, live_server.url, person=None, locale="zh-CN", size=DESKTOP, folder=ARTIFACTS / "every-page")
    yield room
    room.leave()


@pytest.fixture
def reader(reading_room, open_server, request):
    """The desk as if nobody had sat there: no session, nothing stored, in the light, at full size. After a failure with a new page."""
    room, failed = reading_room, request.session.testsfailed
    room.complaints.clear()
    room.deaf = False
    room.page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    room.page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    yield room
    if request.session.testsfailed == failed:
        room.page.evaluate("localStorage.clear(); sessionStorage.clear(); indexedDB.deleteDatabase('qa-portal')")
        room.page.goto("about:blank")
    else:
        room.take_new_page()
    room.context.clear_cookies()
    assert [line for line in room.complaints if not any(word in line for word in QUIET)] == []


@pytest.mark.parametrize("row", rows(pages=False), ids=lambda row: row.label)
def test_what_is_no_page_has_no_page_around_it(row):
    world = make_world()
    answer = signed_in(world, row).get(address(row, world))
    start = b"".join(answer)[:300].lower()
    assert (answer.status_code, b"<html" in start) == (200, False)


# Whether it answers, and to whom, is asked on both databases by `tests/architecture/test_access.py`.
@pytest.mark.once
@pytest.mark.parametrize("row", rows(pages=True), ids=lambda row: row.label)
def test_page_keeps_the_policy_and_shuts_nobody_out(row, reader):
    world = make_world()
    address_of_page = address(row, world)
    one: Desk = reader
    # A customer has no account, and what is theirs alone is shown to nobody who has one.
    if row.roles.get("anonymous") != 200:
        client, name = signed_in(world, row), settings.SESSION_COOKIE_NAME
        one.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": one.url}])
    page = one.page
    answer = page.goto(one.url + address_of_page, wait_until="load")
    assert (answer.status, page.locator("h1").count()) == (200, 1)
    assert answer.headers["content-security-policy"]
    page.wait_for_load_state("networkidle")
    # From here on the accessibility checker tries what the policy refuses: that noise is not the page's.
    one.deaf = True
    faults = {
        "content policy and scripts": list(one.complaints),
        "by light": violations(one),
        "English on a Chinese page": english_of(page),
    }
    # Without motion no colour is looked at halfway.
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.evaluate("new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))")
    faults["in the dark"] = violations(one, only=["color-contrast"])
    page.set_viewport_size(PHONE)
    faults["runs off a phone"] = too_wide(page)
    assert {what: found for what, found in faults.items() if found} == {}


def violations(desk: Desk, only: list[str] | None = None) -> list[str]:
    """What the accessibility checker objects to, and where. It brings nothing back of what it found in order."""
    options = {"resultTypes": ["violations"]} | ({"runOnly": {"type": "rule", "values": only}} if only else {})
    if not desk.page.evaluate("'axe' in window"):
        desk.page.evaluate(AXE_SCRIPT)
    found = desk.page.evaluate("(options) => axe.run(options).then((answer) => answer.violations)", options)
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"][:3]]


def english_of(page) -> list[str]:
    """Sentences in English, but for those that are marked as such: texts of data that are there in both languages, and programs."""
    text = page.evaluate(
        """() => {
          const marked = [...document.querySelectorAll('body [lang="en"]:not([hidden])')];
          marked.forEach((one) => { one.hidden = true; });
          const text = [...document.querySelectorAll('main, body > footer, nav')].map((one) => one.innerText).join('\\n');
          marked.forEach((one) => { one.hidden = false; });
          return text;
        }"""
    )
    found = ENGLISH_SENTENCE.search(text)
    return [found.group(0)] if found else []


def too_wide(page) -> list[str]:
    """Elements that stick out of the window although nothing around them scrolls."""
    return page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return [];
          const out = [...document.body.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > width + 1);
          const innermost = out.filter((one) => !out.some((other) => one !== other && one.contains(other)));
          return innermost.slice(0, 5).map((one) => one.outerHTML.slice(0, 160));
        }"""
    )
