"""The agreement pages as workbooks: figures with interval, how many items and which; rights and names as on the page (R20)."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from foundation.common import clock
from tests.calibration.test_agreement import play
from tests.factories import make_version


@pytest.fixture
def sessions(cast):
    version = make_version(author=cast.li, approved_by=cast.zhou, approved_at=clock.now())
    return play(cast, version)


def book(client, person, name: str, *args) -> list[dict]:
    client.force_login(person.user)
    version_id = {"standard": ""}
    answer = client.get(reverse(f"calibration:{name}", args=args), version_id)
    assert answer.status_code == 200
    page = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    names, *rows = page.iter_rows(values_only=True)
    return [dict(zip(names, row, strict=True)) for row in rows]


def only(rows: list[dict], **wanted) -> dict:
    [row] = [row for row in rows if all(row[name] == value for name, value in wanted.items())]
    return row


def test_overview_has_each_figure_with_its_interval_and_the_items_it_is_made_of(client, cast, sessions):
    rows = book(client, cast.li, "agreement_export")
    numbers = ", ".join(sorted(session.number for session in sessions))
    indicator = next(row["Indicator"] for row in rows if row["Indicator"].startswith("R1"))
    alpha = only(rows, Indicator=indicator, **{"Measure of agreement": "Alpha"})
    assert alpha["Interval from"] < alpha["Value"] < alpha["Interval to"]
    assert (alpha["Items"], alpha["Number of assessors"], alpha["Items that it is made of"]) == (6, 3, numbers)
    lenient = [row for row in rows if row["Measure of agreement"] == "Points above or below the others"]
    assert {row["Assessors"] for row in lenient} == {"Lin Xiao", "Guo Min", "Sun Yan"}
    assert all(row["Items"] == 6 for row in lenient)


def test_indicator_has_every_pair_and_what_cannot_be_told_says_why(client, cast, sessions):
    rows = book(client, cast.li, "agreement_indicator_export", "R1")
    assert sum(row["Measure of agreement"] == "Weighted kappa" for row in rows) == 3
    [alpha] = [
        row
        for row in book(client, cast.li, "agreement_indicator_export", "X1")
        if row["Measure of agreement"] == "Alpha"
    ]
    assert alpha["Value"] is None  # nobody has triggered it
    assert alpha["Reading"]


def test_own_workbook_names_nobody_else(client, cast, sessions):
    rows = book(client, cast.guo, "my_agreement_export")
    assert {row["Assessors"] for row in rows} == {"Guo Min"}
    same = next(row for row in rows if row["Measure of agreement"] == "Same as the middle")
    assert (same["Items"], type(same["Value"])) == (6, int)


def test_workbook_keeps_to_the_period_of_the_page(client, cast, sessions):
    client.force_login(cast.li.user)
    url = reverse("calibration:agreement_export")
    answer = client.get(url, {"first": "2020-01-01", "last": "2020-12-31"})
    page = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert {row[6] for row in page.iter_rows(min_row=2, values_only=True)} <= {0, None}


def test_who_may_not_see_the_page_gets_no_workbook(client, cast, sessions):
    for person, name in ((cast.lin, "agreement_export"), (cast.zhao, "my_agreement_export")):
        client.force_login(person.user)
        assert client.get(reverse(f"calibration:{name}")).status_code == 403
