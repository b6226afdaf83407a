"""What is said beside a date in a form that lies on a rest day."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from foundation.workdays.rest_days import Side, rest_day_note

pytestmark = pytest.mark.django_db
NATIONAL_DAY, SATURDAY, MADE_UP = date(2025, 10, 1), date(2025, 11, 22), date(2025, 10, 11)


@pytest.mark.parametrize(
    ("day", "side", "sentence"),
    [
        (NATIONAL_DAY, Side.START, "2025年10月1日 周三是休息日（国庆节），工作从2025年10月9日 周四开始。"),
        (SATURDAY, Side.END, "2025年11月22日 周六是休息日，此前最后一个工作日是2025年11月21日 周五。"),
        (MADE_UP, Side.START, ""),
        (None, Side.END, ""),
    ],
)
def test_note_says_when_the_work_starts_or_is_due(day, side, sentence):
    with translation.override("zh-hans"):
        assert rest_day_note(day, side) == sentence


@pytest.mark.parametrize(
    ("typed", "is_noted"), [("2025-10-01", True), ("2025-10-11", False), ("soon", False), ("9999-12-31", False)]
)
def test_page_asks_for_the_note_of_the_field_that_was_changed(cast, client, typed, is_noted):
    client.force_login(cast.li.user)
    page = client.get(reverse("workdays:day_note"), {"field": "starts_on", "side": "start", "starts_on": typed})
    assert (page.status_code, "<p" in page.content.decode()) == (200, is_noted)
