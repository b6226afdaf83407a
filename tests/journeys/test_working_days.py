"""The days off of the next year are announced: Feng Bo enters the notice, and Zhao Lei's deadline moves with a word why.

Li Wen has given the task; Lin Xiao tries what only the administrator may.
"""

from datetime import date
from uuid import uuid4

import pytest

from foundation.jobs.models import Job
from foundation.jobs.services import run as run_job
from foundation.workdays.models import Announcement
from rectification.services import find_weak_indicators, give_task
from tests.factories import make_scored_quarter

pytestmark = pytest.mark.journey

NOTICE = """一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（除夕、周五）至11日（周四）放假调休，共7天。1月31日（周日）、2月14日（周日）上班。
三、劳动节：5月1日至5日放假调休，共5天。4月31日（周日）上班。
"""


@pytest.mark.parametrize(
    ("locale", "size"), [("zh-CN", (1440, 900)), ("en-GB", (390, 844))], ids=["zh-desk", "en-phone"]
)
def test_announcement_is_entered_and_a_deadline_follows(desk, committed_cast, trial_clock, locale, size):
    cast, chinese = committed_cast, locale.startswith("zh")
    trial_clock.set(2027, 1, 25)
    finding = find_weak_indicators(cycle=make_scored_quarter(cast), actor=cast.li)[0]
    task = give_task(
        finding=finding, owner=cast.zhao, title="缩短等待", measure="", working_days=12, actor=cast.li, key=uuid4()
    )
    assert task.due_on == date(2027, 2, 16)

    # The owner sees that the date may still move, and where the year stands.
    zhao = desk(cast.zhao, locale=locale, size=size).sign_in()
    zhao.open("rectification:task_detail", public_id=task.public_id)
    zhao.shows("暂定" if chinese else "provisional")
    zhao.page.click("text=2027 年工作日" if chinese else "text=Working days 2027")
    assert ("248 个工作日" if chinese else "248 working days") in zhao.heading()
    assert zhao.page.locator("text=录入放假安排" if chinese else "text=Enter the announcement").count() == 0

    # The administrator pastes the notice. One line of it is wrong: it is named, and nothing is lost.
    feng = desk(cast.feng, locale=locale, size=size).sign_in()
    feng.open("workdays:days_enter", year=2027, kind="public")
    feng.page.fill("#id_source", "国办发明电〔2026〕1号")
    feng.page.fill("#id_table", NOTICE)
    feng.press("form.form button[type=submit]")
    feng.shows("第 3 行" if chinese else "Row 3")
    assert Announcement.objects.count() == 0
    feng.page.fill("#id_table", feng.page.input_value("#id_table").replace("4月31日（周日）", "5月9日（周日）"))
    feng.press("form.form button[type=submit]")
    feng.shows("尚未保存" if chinese else "Nothing is stored yet")
    assert Announcement.objects.count() == 0
    # Half of the notice is missing. This time it is meant so; without the tick it is asked once more.
    feng.shows("通知未提到清明节、端午节、中秋节、国庆节" if chinese else "does not mention Tomb-Sweeping Day")
    feng.press("form.form button[type=submit]")
    assert Announcement.objects.count() == 0
    feng.page.check("#without")
    feng.press("form.form button[type=submit]")
    feng.shows("国办发明电〔2026〕1号")
    feng.shows("已公布" if chinese else "Announced")

    # The worker counts again; the owner is told and finds the new date, which is no longer provisional.
    for pk in Job.objects.filter(kind="workdays.recount").values_list("pk", flat=True):
        run_job(pk)
    task.refresh_from_db()
    # Two weekend days more are worked, one day more is off.
    assert task.due_on == date(2027, 2, 15)
    zhao.open("notifications:list")
    zhao.shows("工作日有调整" if chinese else "Working days have changed")
    zhao.open("rectification:task_detail", public_id=task.public_id)
    zhao.shows("2月15日" if chinese else "15 Feb")
    zhao.shows("完成时限随之变动" if chinese else "Deadline moved")
    assert zhao.page.locator(".provisional").count() == 0

    # What no page offers her is refused.
    lin = desk(cast.lin, locale=locale, size=size).sign_in()
    lin.open("workdays:year_detail", year=2027)
    assert (
        lin.refused("workdays:days_enter", {"source": "x", "table": "2027-03-01, off, x"}, year=2027, kind="public")
        == 403
    )
    assert Announcement.objects.count() == 1
