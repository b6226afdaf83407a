"""Li Wen edits a draft in Excel: download, change, a slip that is named by its cell, the differences, and what was looked at is written.

Zhou Hang, who approves, takes it along on paper; bringing a workbook is not offered to him, and refused.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from openpyxl import load_workbook

from standards.models import StandardVersion
from standards.reading import content_of
from standards.services import create_standard_from_preset
from tests.journeys.test_every_page import too_wide

pytestmark = pytest.mark.journey
PHONE = {"width": 390, "height": 844}
WORDS = {"zh-CN": ("指标", "C", "首次应答与问候"), "en-GB": ("Indicators", "D", "First answer and greeting")}


@pytest.mark.parametrize(
    ("locale", "size"), [("zh-CN", (1440, 900)), ("en-GB", (820, 1180))], ids=["Chinese", "English"]
)
def test_draft_is_edited_in_excel_and_taken_along_on_paper(committed_cast, desk, tmp_path, locale, size):
    cast = committed_cast
    draft = create_standard_from_preset(preset="four-dimensions", author=cast.li)
    lead = desk(cast.li, locale=locale, size=size).sign_in()
    page = lead.open("standards:version_edit", public_id=draft.public_id)
    with page.expect_navigation():
        page.click(f"a[href='{address('version_workbook_import', draft)}']")
    lead.shoot("bring-a-workbook")
    downloaded = tmp_path / "standard.xlsx"
    with page.expect_download() as download:
        page.click(f"a[href='{address('version_workbook', draft)}']")
    download.value.save_as(downloaded)

    sheet, column, words = WORDS[locale]
    bring(lead, edited(downloaded, {f"{sheet}!{column}2": words, f"{sheet}!F2": "五"}))
    assert page.locator("[data-errors] code").all_inner_texts() == [f"{sheet}!F2"]
    assert barred(lead) == []
    lead.shoot("faults", shows_file=True)

    bring(lead, edited(downloaded, {f"{sheet}!F2": 6, f"{sheet}!F3": 3}))
    lead.shows(words)
    assert page.locator(".versions ins").count() > 0
    assert barred(lead) == []
    lead.shoot("differences", shows_file=True)
    page.set_viewport_size(PHONE)
    assert too_wide(page) == []
    assert content_of(StandardVersion.objects.get()).by_code["1.1"].weight == 500  # nothing is written yet
    lead.press(f"form[action='{address('version_workbook_confirm', draft)}'] button")
    kept = content_of(StandardVersion.objects.get()).by_code
    assert (kept["1.1"].weight, kept["1.2"].weight) == (600, 300)
    assert words in (kept["1.1"].name_zh, kept["1.1"].name_en)

    manager = desk(cast.zhou, locale=locale, size=size).sign_in()
    page = manager.open("standards:version_detail", public_id=draft.public_id)
    assert page.locator(f"a[href='{address('version_workbook_import', draft)}']").count() == 0
    assert manager.refused("standards:version_workbook_import", public_id=draft.public_id) == 403
    with page.expect_navigation():
        page.click(f"a[href='{address('version_print', draft)}']")
    manager.shoot("paper")
    page.emulate_media(media="print")
    assert page.locator(".paper__mark").is_visible()
    assert not page.locator("nav").first.is_visible()
    page.emulate_media(media="screen")
    with page.expect_download() as download:
        page.click(f"a[href='{address('version_pdf', draft)}']")
    download.value.save_as(tmp_path / "standard.pdf")
    assert (tmp_path / "standard.pdf").read_bytes().startswith(b"%PDF-")


def address(name: str, version: StandardVersion) -> str:
    return reverse(f"standards:{name}", args=[version.public_id])


def edited(path, cells: dict[str, object]):
    """The downloaded file with cells changed and saved again."""
    book = load_workbook(path)
    for place, value in cells.items():
        sheet, _mark, cell = place.partition("!")
        book[sheet][cell] = value
    book.save(path)
    return path


def bring(desk, path) -> None:
    desk.page.set_input_files("input[type=file]", path)
    desk.press("main form.form button[type=submit]")


def barred(desk) -> list[str]:
    """What the accessibility checker objects to. It may not fetch the style sheets anew: they are not where it looks for them."""
    desk.deaf = True
    found = Axe().run(desk.page, options={"preload": False}).response["violations"]
    desk.deaf = False
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]
