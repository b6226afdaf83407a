"""From a figure to what it is made of: Zhou Hang opens the measures, one of them unit by unit, and the records that were missed."""

import pytest

from tests.analysis.test_measure_pages import add

pytestmark = pytest.mark.journey


@pytest.mark.parametrize(
    ("locale", "size"), [("zh-CN", (1440, 900)), ("en-GB", (390, 844))], ids=["zh-desk", "en-phone"]
)
def test_figure_leads_to_the_records_behind_it(desk, committed_cast, locale, size):
    cast, chinese = committed_cast, locale.startswith("zh")
    add(cast.east, 18, resolved=True, answer_seconds=20)
    add(cast.west, 12, resolved=False, answer_seconds=200)

    zhou = desk(cast.zhou, locale=locale, size=size).sign_in()
    zhou.open("analysis:measure_list")
    row = zhou.page.locator("tbody tr", has=zhou.page.locator("a[href*='measures/records.resolved/']"))
    assert "60.0%" in row.inner_text()
    row.locator("a").first.click()
    zhou.shows("分机构" if chinese else "Unit by unit")

    # Of the branch that resolved nothing, the ones that were missed.
    zhou.page.select_option("#id_unit", cast.bank.code)
    zhou.press("form.toolbar button")
    row = zhou.page.locator("#units tbody tr", has_text=cast.west.code)
    assert "0.0%" in row.inner_text()
    row.locator("a[href*='outcome=miss']").click()
    assert zhou.page.locator("#list tbody tr").count() == 12
    assert "measure=records.resolved" in zhou.page.url

    # The head of East Branch reads her own figure, and no list of others.
    chen = desk(cast.chen, locale=locale, size=size).sign_in()
    chen.open("analysis:measure_list")
    row = chen.page.locator("tbody tr", has=chen.page.locator("a[href*='measures/records.resolved/']"))
    assert "100.0%" in row.inner_text()
    assert ("城西支行" if chinese else "West Branch") not in chen.page.locator("main").inner_text()
