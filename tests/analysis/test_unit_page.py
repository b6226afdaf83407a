"""A department's result as a page and as a workbook."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from python_calamine import load_workbook

from analysis.estimates import ScoreEstimate
from analysis.intervals import Estimate
from analysis.results import results_of
from analysis.sentences import about_unit
from assessments.enums import CycleState
from assessments.models import MeasureReading
from foundation.audit.models import AuditEvent
from organization.models import Unit
from standards.models import Indicator
from tests.factories import make_cycle, make_scored_quarter, make_totals, make_version

EN = {"accept-language": "en"}


@pytest.fixture
def cycle(cast):
    return make_scored_quarter(cast)


def url(unit, cycle="", name="unit_detail"):
    address = reverse(f"analysis:{name}", kwargs={"public_id": unit.public_id})
    return f"{address}?cycle={cycle}" if cycle else address


def test_page_says_what_the_figures_say(client, cast, cycle):
    client.force_login(cast.zhou.user)
    page = client.get(url(cast.east, "2021Q1"), headers=EN)
    assert page.status_code == 200
    assert (
        page.context["heading"]
        == "East Branch scores 80.0, below the target of 90 – furthest from its target: Resolution, 62.5 of 90"
    )
    assert [(row.level, row.code, row.score.value, row.score.n) for row in page.context["rows"]] == [
        ("whole", "", 80, 4),
        ("dimension", "A", 95, 4),
        ("indicator", "A1", 95, 4),
        ("dimension", "R", Decimal("62.5"), 4),
        ("indicator", "R1", Decimal("62.5"), 4),
    ]


def test_every_figure_opens_what_it_is_made_of(client, cast, cycle):
    client.force_login(cast.zhou.user)
    rows = {row.code: row.url for row in client.get(url(cast.east)).context["rows"]}
    sheets = reverse("assessments:sheet_list")
    assert rows["R1"] == f"{sheets}?view=all&cycle=2021Q1&state=submitted&unit=BR-E&indicator=R1"
    assert rows[""] == f"{sheets}?view=all&cycle=2021Q1&state=submitted&unit=BR-E"


@pytest.mark.parametrize(
    ("who", "own", "other"),
    [("zhou", 200, 200), ("li", 200, 200), ("qian", 200, 200), ("chen", 200, 404), ("wu", 200, 404), ("sun", 404, 200)]
    + [(who, 404, 404) for who in ("lin", "zhao", "feng", "he")],
)
@pytest.mark.parametrize("name", ["unit_detail", "unit_export"])
def test_provisional_result_is_seen_by_role(client, cast, cycle, who, own, other, name):
    client.force_login(getattr(cast, who).user)
    assert client.get(url(cast.east, "2021Q1", name)).status_code == own
    assert client.get(url(cast.west, "2021Q1", name)).status_code == other


def test_unit_sees_nothing_while_it_is_being_scored(client, cast):
    make_scored_quarter(cast, state=CycleState.COLLECTING)
    client.force_login(cast.chen.user)
    assert client.get(url(cast.east)).status_code == 404
    assert client.get(url(cast.east, "2021Q1")).status_code == 404


def test_page_needs_a_sign_in_and_takes_no_post(client, cast, cycle):
    assert client.get(url(cast.east)).status_code == 302
    client.force_login(cast.zhou.user)
    assert client.post(url(cast.east)).status_code == 405


@pytest.mark.parametrize("code", ["1999Q1", "'; DROP TABLE", "2021Q1 "])
def test_cycle_that_is_not_there_is_not_found(client, cast, cycle, code):
    client.force_login(cast.zhou.user)
    assert client.get(url(cast.east), {"cycle": code}).status_code == 404


def test_missing_source_is_said(client, cast):
    version = make_version()
    Indicator.objects.filter(code="R1").update(
        scale="measured", measure="feedback.satisfaction", break_points=[["0.5", "0"], ["1", "100"]]
    )
    cycle = make_cycle(version, units=(cast.east,))
    make_totals(cycle, cast.east, sheet=["80", "90"])
    client.force_login(cast.zhou.user)
    page = client.get(url(cast.east), headers=EN)
    assert [row.missing for row in page.context["rows"]][0] == ["Satisfied customers"]
    assert "without data, left out: Satisfied customers" in page.content.decode()
    assert [(source.name, source.is_missing) for source in page.context["sources"]] == [
        ("Score sheets", False),
        ("Satisfied customers", True),
    ]


def test_measured_figure_opens_its_records(client, cast):
    version = make_version()
    Indicator.objects.filter(code="R1").update(
        scale="measured", measure="records.resolved", break_points=[["0.5", "0"], ["1", "100"]]
    )
    cycle = make_cycle(version, units=(cast.east,))
    MeasureReading.objects.create(
        cycle=cycle,
        unit=cast.east,
        measure="records.resolved",
        n=40,
        total="30",
        squares="30",
        computed_at=datetime(2021, 4, 1, tzinfo=UTC),
    )
    client.force_login(cast.zhou.user)
    page = client.get(url(cast.east))
    rows = {row.code: (row.score.value, row.url) for row in page.context["rows"]}
    assert rows["R1"][0] == 50
    assert rows["R1"][1] == reverse("records:record_list") + "?since=2021-01-01&until=2021-03-31&unit=BR-E"
    assert page.context["sources"][1].figure == "75.0%"


def workbook(response):
    return load_workbook(BytesIO(b"".join(response.streaming_content))).get_sheet_by_index(0).to_python()


def test_workbook_holds_what_the_page_shows(client, cast, cycle):
    client.force_login(cast.chen.user)
    shown = client.get(url(cast.east), headers=EN).context["rows"]
    rows = workbook(client.get(url(cast.east, name="unit_export"), headers=EN))
    assert rows[0][:6] == ["Level", "Code", "Name", "Weight, %", "Score", "95 % interval: lower end"]
    assert [(row[1], row[2], Decimal(str(row[4]))) for row in rows[1:]] == [
        (row.code, row.name, round(row.score.value, 1)) for row in shown
    ]
    event = AuditEvent.objects.get(action="analysis.unit.export")
    assert (event.target, event.details["cycle"]) == (str(cast.east.public_id), cycle.code)


def test_workbook_takes_no_name_for_a_formula(client, cast, cycle):
    Indicator.objects.filter(code="A1").update(name_en='=HYPERLINK("http://x")', name_zh="=1+1")
    from analysis import scheme

    scheme._kept.clear()
    client.force_login(cast.zhou.user)
    response = client.get(url(cast.east, name="unit_export"), headers=EN)
    content = b"".join(response.streaming_content)
    import zipfile

    sheet = zipfile.ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert '=HYPERLINK("http://x")' in {
        row[2] for row in load_workbook(BytesIO(content)).get_sheet_by_index(0).to_python()
    }


def test_name_is_shown_as_text(client, cast, cycle):
    Unit.objects.filter(pk=cast.east.pk).update(name_en="<b>East</b>")
    client.force_login(cast.zhou.user)
    page = client.get(url(cast.east), headers=EN).content.decode()
    assert "<b>East</b>" not in page


@pytest.mark.parametrize("cycles", [1, 4])
def test_page_needs_a_fixed_number_of_queries(client, cast, cycles):
    version = make_version()
    for number in range(cycles):
        last = make_cycle(version, f"2021Q{number + 1}", units=(cast.east, cast.west))
        make_totals(last, cast.east, sheet=["80", "90"], A=["80", "90"], A1=["80", "90"])
    client.force_login(cast.zhou.user)
    client.get(url(cast.east))
    with CaptureQueriesContext(connection) as queries:
        client.get(url(cast.east))
    own = [
        query["sql"]
        for query in queries
        if any(table in query["sql"] for table in ("scoretotal", "measurereading", "assessments_plan"))
    ]
    assert len(own) == 3  # rows of the result, rows of the trend, the unit


def estimate(value: str, half: str) -> ScoreEstimate:
    middle, by = float(value), float(half)
    told = Estimate(middle, middle - by, middle + by, by / 2, 20, 19)
    return ScoreEstimate(value=Decimal(value), n=20, target=Decimal(90), estimate=told)


def test_heading_calls_nothing_the_furthest_that_is_not(cast):
    result = results_of(make_scored_quarter(cast))
    [row] = [one for one in result.rows if one.unit == cast.east]
    row = replace(row, whole=estimate("82", "2"), dimensions={"A": estimate("70", "25"), "R": estimate("84", "1")})
    with override("en"):
        assert about_unit(result, row) == (
            "East Branch scores 82.0, below the target of 90 – below its target beyond chance: Resolution, 84.0 of 90"
        )
