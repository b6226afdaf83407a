"""Targets beside the actual figures: Li Wen enters the rank in the industry, Zhou Hang finds it on the quarter's page, Chen Jie reads her own.

The journey is that of a quarter whose results the units may read and nobody else yet.
"""

import pytest

from analysis.models import EnteredFigure
from tests.analysis.target_world import make_target_world

pytestmark = pytest.mark.journey


@pytest.mark.parametrize(
    ("locale", "size"), [("zh-CN", (1440, 900)), ("en-GB", (390, 844))], ids=["zh-desk", "en-phone"]
)
def test_rank_is_entered_and_stands_beside_its_target(desk, committed_cast, locale, size):
    cast, chinese = committed_cast, locale.startswith("zh")
    world = make_target_world(cast)

    # The lead sees what is missing, and where it is entered.
    li = desk(cast.li, locale=locale, size=size).sign_in()
    li.open("analysis:targets", query="?cycle=2021Q2&target=figure.rank")
    assert ("暂无数据" if chinese else "No data yet") in li.page.locator("tbody tr").first.inner_text()
    li.page.locator("tbody tr a").first.click()

    # A figure that is no rank is refused beside its field, and nothing that was typed is lost.
    li.page.fill("#id_value", "0")
    li.page.fill("#id_as_of", "2021-06-30")
    li.page.fill("#id_source", "行业协会年报")
    li.press("form.form button[type=submit]")
    li.shows("名次应为从 1 开始的整数" if chinese else "A rank is a whole number from 1.")
    assert li.page.input_value("#id_source") == "行业协会年报"
    li.page.fill("#id_value", "4")
    li.press("form.form button[type=submit]")
    li.shows("数值已录入" if chinese else "The figure is entered.")
    assert [(one.value, one.entered_by) for one in EnteredFigure.objects.all()] == [(4, cast.li)]

    # The manager finds it on the page of the quarter: one place is missing.
    zhou = desk(cast.zhou, locale=locale, size=size).sign_in()
    zhou.open("dashboard:quarter", query="?cycle=2021Q2")
    row = zhou.page.locator("#targets tbody tr").last
    assert ("接近达标" if chinese else "Nearly reached") in row.inner_text()
    row.locator("a").first.click()
    zhou.shows("行业协会年报")
    assert zhou.page.locator("#id_value").count() == 0

    # The head of East Branch reads her own figures, and no other's.
    chen = desk(cast.chen, locale=locale, size=size).sign_in()
    chen.open("analysis:unit_detail", query="?cycle=2021Q2", public_id=cast.east.public_id)
    assert chen.page.locator("#targets tbody tr").count() == 4
    chen.page.click("#targets header a")
    assert cast.east.code in chen.page.url
    assert ("城西支行" if chinese else "West Branch") not in chen.page.locator("tbody").inner_text()
    assert chen.refused("analysis:entered_figure", public_id=world.cycle.public_id, code="rank") == 404
