"""A file on its way into the records: what is missing said before it goes up, rows that come back mended and imported again, stopped and gone on
with, read in another encoding."""

import csv
from io import StringIO

import pytest
from playwright.sync_api import expect

from foundation.common.models import StoredFile
from foundation.jobs import services as jobs
from records.models import ImportRun, ServiceRecord
from records.services import storing
from tests.records.files import CALL, HEADER, MISSED, counts, started, text_of

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WORDS = {
    "zh-CN": {
        "read": "读取文件",
        "check": "校验数据",
        "no file": "请选择文件。",
        "no source": "请填写记录来自哪个系统。",
        "here": "calls.csv 已上传，无需重新选择",
        "csv": "退回行（CSV）",
        "again": "重新读取文件",
        "stop": "停止",
        "go on": "继续",
    },
    "en-GB": {
        "read": "Read the file",
        "check": "Check the rows",
        "no file": "Choose a file.",
        "no source": "Name the system that the records come from.",
        "here": "calls.csv is here already",
        "csv": "Rows sent back (CSV)",
        "again": "Read the file anew",
        "stop": "Stop",
        "go on": "Go on",
    },
}
BAD_RATING = CALL.replace("T-001", "T-003").replace(",5,", ",9,")
BAD_DATE = CALL.replace("T-001", "T-004").replace("2021-01-05", "二月三十日")


@pytest.fixture(params=WORDS)
def said(request):
    return {"locale": request.param, **WORDS[request.param]}


def run_job() -> ImportRun:
    """The newest import, its job done as a worker does it."""
    jobs.run(ImportRun.objects.first().job_id)
    return ImportRun.objects.first()


def choose(page, data: bytes, name: str = "calls.csv") -> None:
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "text/csv", "buffer": data})


def import_shown(person, page) -> ImportRun:
    """From the page of the columns to the result: checked, looked at, imported."""
    person.press("#columns-form .form__actions button")
    run_job()
    page.locator("[data-checked]").wait_for()
    person.press("[data-checked]")
    run = run_job()
    page.locator(".kpis").wait_for()
    return run


def test_rows_that_come_back_are_shown_mended_and_imported_again(committed_cast, desk, said):
    li = desk(committed_cast.li, locale=said["locale"]).sign_in()
    page = li.open("records:import_upload")
    page.get_by_role("button", name=said["read"]).click()
    expect(page.locator("form#upload .invalid-feedback")).to_have_text([said["no file"], said["no source"]])
    choose(page, text_of(CALL, MISSED, BAD_RATING, BAD_DATE))
    expect(page.locator("form#upload .invalid-feedback")).to_have_text([said["no source"]])
    assert StoredFile.objects.count() == 0
    li.shoot("upload-missing")
    page.fill("[name=source]", "电话平台")
    page.get_by_role("button", name=said["read"]).click()
    page.locator("#columns-form").wait_for()
    run = import_shown(li, page)
    assert counts(run) == (2, 0, 0, 2)
    li.shoot("result", shows_file=True)

    page.locator("a[href*='/rejected/']").first.click()
    rows = page.locator("table.sent-back tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("T-003")
    expect(rows.nth(0).locator(".sent-back__why")).to_have_text("9")
    expect(rows.nth(1).locator(".sent-back__why")).to_have_text("二月三十日")
    li.shoot("rows", shows_file=True)
    with page.expect_download() as download:
        page.get_by_role("link", name=said["csv"]).click()
    returned = list(csv.reader(StringIO(download.value.path().read_text(encoding="utf-8-sig"))))
    assert [row[:2] for row in returned[1:]] == [["T-003", "2021-01-05"], ["T-004", "二月三十日"]]
    assert [row[-2] for row in returned[1:]] == ["4", "5"]

    returned[1][HEADER.split(",").index("满意度评分")] = "4"
    returned[2][1] = "2021-02-03"
    mended = StringIO()
    csv.writer(mended).writerows(returned)
    page = li.open("records:import_upload")
    expect(page.locator("[name=source]")).to_have_value("电话平台")
    choose(page, mended.getvalue().encode("utf-8-sig"), "mended.csv")
    page.get_by_role("button", name=said["read"]).click()
    page.locator("#columns-form").wait_for()
    assert counts(import_shown(li, page)) == (2, 0, 0, 0)
    found = dict(ServiceRecord.objects.values_list("number", "rating"))
    assert found == {"T-001": 5, "T-002": None, "T-003": 4, "T-004": 5}
    # Every row of both files is accounted for.
    assert [run.rows_read for run in ImportRun.objects.order_by("pk")] == [4, 2]


def test_running_import_is_stopped_and_goes_on(committed_cast, desk, said, monkeypatch):
    monkeypatch.setattr(storing, "BLOCK_ROWS", 2)
    monkeypatch.setattr(storing, "CHUNK_BLOCKS", 1)
    run = started(text_of(*(CALL.replace("T-001", f"T-{n:03}") for n in range(7))), committed_cast.li)
    storing.Intake(ImportRun.objects.get()).store_chunk()
    li = desk(committed_cast.li, locale=said["locale"]).sign_in()
    page = li.open("records:import_detail", public_id=run.public_id)
    li.shoot("running")
    page.get_by_role("button", name=said["stop"]).click()
    li.shoot("stop-asked")
    with page.expect_navigation():
        page.locator("dialog[open] [data-confirmed]").click()
    expect(page.get_by_role("button", name=said["stop"])).to_have_count(0)
    run_job()
    assert (ImportRun.objects.get().state, ServiceRecord.objects.count()) == ("stopped", 1)
    li.shoot("stopped")
    with page.expect_navigation():
        page.get_by_role("button", name=said["go on"]).click()
    run = run_job()
    assert (run.state, counts(run), ServiceRecord.objects.count()) == ("done", (7, 0, 0, 0), 7)
    page.locator(".kpis").wait_for()


@pytest.mark.parametrize("chosen", ["gb18030", "utf-16"])
def test_file_in_another_encoding_than_chosen_is_kept_and_read_anew(committed_cast, desk, said, chosen):
    wrong = "utf-8" if chosen == "utf-16" else "shift_jis"
    data = text_of(CALL, MISSED).decode().encode("utf-16-le" if chosen == "utf-16" else chosen)
    li = desk(committed_cast.li, locale=said["locale"]).sign_in()
    page = li.open("records:import_upload")
    choose(page, data)
    page.fill("[name=source]", "电话平台")
    page.select_option("[name=encoding]", wrong)
    page.get_by_role("button", name=said["read"]).click()
    expect(page.locator("[data-pick-name]")).to_have_text(said["here"])
    expect(page.locator("[name=encoding]")).to_have_value(wrong)
    li.shoot("encoding-refused")
    page.select_option("[name=encoding]", chosen)
    page.get_by_role("button", name=said["read"]).click()
    page.locator("#columns-form").wait_for()
    expect(page.locator("#preview tbody tr").first).to_contain_text("账户查询")
    assert StoredFile.objects.count() == 1


def test_file_that_was_taken_for_another_encoding_is_read_anew_beside_its_preview(committed_cast, desk, said):
    """Big5 fits GB18030 byte by byte: the preview shows that it was not meant."""
    data = "編號,日期,內容\n1,2021-01-05,帳戶查詢與貸款服務\n".encode("big5")
    li = desk(committed_cast.li, locale=said["locale"]).sign_in()
    page = li.open("records:import_upload")
    choose(page, data)
    page.fill("[name=source]", "香港分行")
    page.get_by_role("button", name=said["read"]).click()
    page.locator("#columns-form").wait_for()
    expect(page.locator("#preview")).not_to_contain_text("帳戶查詢")
    expect(page.locator("#preview header")).to_contain_text("GB18030")
    li.shoot("mistaken", shows_file=True)
    page.locator(".reading summary").click()
    page.select_option(".reading__form [name=encoding]", "big5")
    with page.expect_navigation():
        page.get_by_role("button", name=said["again"]).click()
    expect(page.locator("#preview")).to_contain_text("帳戶查詢與貸款服務")
    expect(page.locator("#preview header")).to_contain_text("BIG5")
