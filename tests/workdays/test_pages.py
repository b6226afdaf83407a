"""The year's page for everybody, and entering an announcement: looked at first, then entered whole or not at all."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from foundation.common import clock
from foundation.workdays.models import Announcement
from foundation.workdays.reading import read_days
from foundation.workdays.selectors import count_workdays, in_force
from tests.records.files import workbook
from tests.workdays.announcing import SPRING_2027, announce

ENGLISH = {"accept-language": "en"}
CHINESE = {"accept-language": "zh-CN"}


def page_of(year: int) -> str:
    return reverse("workdays:year_detail", kwargs={"year": year})


def entry(year: int = 2027, kind: str = "public") -> str:
    return reverse("workdays:days_enter", kwargs={"year": year, "kind": kind})


def typed(**more) -> dict:
    return {
        "source": "国办发明电〔2026〕1号",
        "table": SPRING_2027,
        "edition": "0",
        "client_key": "0197f3a0-0000-7000-8000-000000000001",
        "without": "yes",
        **more,
    }


@pytest.fixture
def feng(client, cast):
    client.force_login(cast.feng.user)
    return client


def test_year_shows_its_months_holidays_and_make_up_days(client, cast):
    client.force_login(cast.zhao.user)
    page = client.get(page_of(2025), headers=ENGLISH)
    text = page.content.decode()
    assert "2025 has 248 working days" in text and "Announced" in text
    assert [len(month.weeks) for month in page.context["months"]] == [5, 5, 6, 5, 5, 6, 5, 5, 5, 5, 5, 5]
    spring = next(period for period in page.context["periods"] if "Spring Festival" in period.name)
    assert (spring.first, spring.last, spring.length) == (date(2025, 1, 28), date(2025, 2, 4), 8)
    assert spring.made_up == [date(2025, 1, 26), date(2025, 2, 8)]


def test_only_the_eve_is_called_the_eve(client, cast):
    """15, 21 and 22 February 2026 are a weekend before and one within the Spring Festival; the 16th is the eve."""
    client.force_login(cast.zhao.user)
    february = client.get(page_of(2026), headers=ENGLISH).context["months"][1]
    names = {cell.day.day: cell.name for week in february.weeks for cell in week if cell and 14 <= cell.day.day <= 24}
    spring = "Spring Festival"
    assert names == dict.fromkeys(range(14, 24), spring) | {16: "Chinese New Year’s Eve", 24: ""}


def test_year_reads_in_chinese(client, cast):
    client.force_login(cast.zhao.user)
    text = client.get(page_of(2025), headers=CHINESE).content.decode()
    assert "2025 年有 248 个工作日" in text and "国庆节" in text and "Spring" not in text


def test_year_that_is_not_announced_says_so(client, cast):
    client.force_login(cast.zhao.user)
    text = client.get(page_of(2027), headers=ENGLISH).content.decode()
    assert "Provisional" in text and "The days off of 2027 have not been announced yet" in text
    assert entry() not in text


def test_front_door_is_the_year_of_today(client, cast):
    client.force_login(cast.zhao.user)
    assert client.get(reverse("workdays:this_year")).context["year"] == clock.today().year


def test_administrator_looks_first_and_then_enters(feng, cast):
    looked = feng.post(entry(), typed(), headers=ENGLISH)
    text = looked.content.decode()
    assert looked.status_code == 200 and Announcement.objects.count() == 0
    assert "Nothing is stored yet" in text and "Sun 31 Jan" in text
    answer = feng.post(entry(), typed(looked=looked.context["looked"]), headers=ENGLISH, follow=True)
    text = answer.content.decode()
    assert Announcement.objects.get().edition == 1
    assert "国办发明电〔2026〕1号" in text and "Feng Bo" in text and "Announced" in text


def test_holidays_that_the_notice_leaves_out_are_named_and_have_to_be_confirmed(feng):
    looked = feng.post(entry(), typed(without=""), headers=CHINESE)
    text = looked.content.decode()
    sentence = "通知未提到清明节、劳动节、端午节、中秋节、国庆节：这些日子将变为工作日。是否漏贴了一部分？"
    assert sentence in text and 'name="without"' in text

    refused = feng.post(entry(), typed(looked=looked.context["looked"], without=""), headers=CHINESE)
    text = refused.content.decode()
    assert (refused.status_code, Announcement.objects.count()) == (422, 0)
    assert sentence in text and 'aria-invalid="true" autofocus' in text
    assert refused.context["looked"] == looked.context["looked"] and "2027-02-05 ~ 2027-02-11" in text

    feng.post(entry(), typed(looked=looked.context["looked"], without="yes"), headers=CHINESE)
    assert Announcement.objects.count() == 1


def test_what_is_entered_is_what_was_looked_at(feng):
    looked = feng.post(entry(), typed()).context["looked"]
    again = feng.post(entry(), typed(looked=looked, table="2027-02-05, off, 春节"))
    assert (again.status_code, Announcement.objects.count()) == (200, 0)
    assert again.context["looked"] not in ("", looked)


def test_wrong_rows_are_named_the_input_is_kept_and_nothing_is_stored(feng):
    table = SPRING_2027 + "2027-02-30, off, 春节\n"
    answer = feng.post(entry(), typed(table=table, looked="x"), headers=ENGLISH)
    text = answer.content.decode()
    assert (answer.status_code, Announcement.objects.count()) == (422, 0)
    assert "Row 5 (2027-02-30, off, 春节): “2027-02-30” is no date." in text
    assert "2027-02-05 ~ 2027-02-11, off, 春节" in text


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", "日期,类型,名称\n2027-02-05,休,春节\n2027-02-14,班,春节\n".encode()),
        ("a.csv", "日期,类型,名称\n2027-02-05,休,春节\n2027-02-14,班,春节\n".encode("gb18030")),
        ("a.xlsx", workbook([["日期", "类型", "名称"], ["2027-02-05", "休", "春节"], ["2027-02-14", "班", "春节"]])),
    ],
    ids=["utf-8", "gb18030", "workbook"],
)
def test_file_is_put_into_the_table_to_be_looked_at(feng, name, data):
    answer = feng.post(entry(), typed(table="", file=SimpleUploadedFile(name, data)))
    assert answer.status_code == 200
    assert [(change.day, change.becomes_worked) for change in answer.context["changes"].days if change.day.month == 2] == [
        (date(2027, 2, 8), True), (date(2027, 2, 9), True), (date(2027, 2, 10), True), (date(2027, 2, 14), True),
    ]  # fmt: skip
    assert "2027-02-05\t休\t春节" in answer.content.decode()
    assert Announcement.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.pdf", b"%PDF-1.7", "Bring a CSV"),
        ("a.csv", b"x" * 600_000, "too large"),
        ("a.csv", b"<html><table></table></html>", "web page"),
        ("a.xlsx", b"PK\x03\x04broken", "damaged"),
    ],
)
def test_file_that_is_no_small_table_is_refused_in_a_sentence(feng, name, data, sentence):
    answer = feng.post(entry(), typed(file=SimpleUploadedFile(name, data)), headers=ENGLISH)
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert Announcement.objects.count() == 0


def test_page_offers_what_is_in_force_to_be_corrected(feng, cast):
    text = feng.get(entry(2025)).content.decode()
    assert "2025-04-27, " in text
    announce(cast.feng)
    page = feng.get(entry())
    assert page.context["form"].initial["edition"] == 1
    assert "2027-02-05 ~ 2027-02-11" in page.content.decode()


def test_mistake_is_undone_from_an_older_edition_or_the_built_in_days(feng, cast):
    announce(cast.feng, "2025-10-01, off, 国庆节", year=2025)
    announce(cast.feng, "2025-10-02, off, 国庆节", year=2025)
    text = feng.get(entry(2025), headers=ENGLISH).content.decode()
    assert "?from=1" in text and "?from=0" in text and "2025-10-02" in text
    older = feng.get(entry(2025) + "?from=1").context["form"].initial
    assert (older["table"].strip()[:10], older["edition"]) == ("2025-10-01", 2)
    assert feng.get(entry(2025) + "?from=" + "9" * 5000).status_code == 200
    built_in = feng.get(entry(2025) + "?from=0", headers=ENGLISH).context["form"].initial["table"]
    feng.post(entry(2025), typed(table=built_in, edition=2, looked=read_days(built_in, 2025).digest))
    assert in_force("public", 2025).edition == 3
    assert count_workdays(2025) == 248


def test_second_administrator_learns_of_the_first(feng, cast):
    looked = feng.post(entry(), typed()).context["looked"]
    announce(cast.feng, "2027-02-05, off, 春节")
    assert feng.post(entry(), typed(looked=looked)).status_code == 409
    assert Announcement.objects.count() == 1


def test_sending_twice_enters_once(feng):
    looked = feng.post(entry(), typed()).context["looked"]
    answers = [feng.post(entry(), typed(looked=looked)).status_code for _twice in range(2)]
    assert (answers, Announcement.objects.count()) == ([302, 302], 1)


def test_older_editions_can_be_read(feng, cast):
    announce(cast.feng)
    announce(cast.feng, SPRING_2027.replace("02-11", "02-12"), source="更正通知")
    text = feng.get(page_of(2027), headers=ENGLISH).content.decode()
    assert "edition 1" in text and "edition 2" in text and "更正通知" in text


def test_nobody_else_enters(client, cast):
    client.force_login(cast.li.user)
    assert client.get(entry()).status_code == 403
    assert client.post(entry(), typed()).status_code == 403


def test_years_and_kinds_that_do_not_exist_are_not_found(feng):
    assert [feng.get(url).status_code for url in (page_of(1899), page_of(2100), entry(2027, "other"), entry(2300))] == [
        404
    ] * 4
