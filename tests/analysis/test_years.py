"""The year from its quarters: their plain mean, honest about what is missing or not over (R29)."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import load_workbook

from analysis.years.yearly import year_of, years_there_are
from assessments.enums import CycleState, CycleType
from assessments.models import Cycle
from foundation.audit.models import AuditEvent
from standards.models import Standard
from tests.analysis.test_areas import level
from tests.factories import make_cycle, make_totals, make_version

EN = {"accept-language": "en"}
URL = "analysis:year_detail"
pytestmark = pytest.mark.django_db


@pytest.fixture
def quarters(cast):
    """2021: East 60, –, 80; West 90, 92, 94; the third is with the departments, the fourth is being scored."""
    version = make_version(author=cast.li, approved_by=cast.zhou)
    states = (CycleState.PUBLISHED, CycleState.PUBLISHED, CycleState.FEEDBACK, CycleState.COLLECTING)
    cycles = [
        make_cycle(version, f"2021Q{number}", state=state, units=(cast.east, cast.west))
        for number, state in enumerate(states, start=1)
    ]
    for cycle, east, west in zip(cycles, ("60", "", "80", "10"), ("90", "92", "94", "10"), strict=True):
        for unit, points in ((cast.east, east), (cast.west, west)):
            if points:
                make_totals(cycle, unit, sheet=level(points), A=level(points), R=level(points))
    return cycles


def line_of(result, unit):
    return next(line for line in result.lines if line.unit == unit)


def test_year_is_the_mean_of_the_quarters_that_count(cast, quarters):
    result = year_of(2021)
    assert [cycle.code for cycle in result.cycles] == ["2021Q1", "2021Q2", "2021Q3"]
    west = line_of(result, cast.west)
    assert ([score.value for score in west.quarters], west.year.value) == ([90, 92, 94], 92)
    assert west.year.n == 90


def test_quarter_without_a_figure_leaves_the_denominator_and_is_named(cast, quarters):
    east = line_of(year_of(2021), cast.east)
    assert (east.year.value, east.missing) == (70, (1,))


def test_interval_of_the_year_comes_from_those_of_the_quarters(cast, quarters):
    west = line_of(year_of(2021), cast.west)
    errors = [score.estimate.se for score in west.quarters]
    assert west.year.estimate.se == pytest.approx(sum(error**2 for error in errors) ** 0.5 / 3)


def test_units_are_ranked_by_their_year(cast, quarters):
    result = year_of(2021)
    assert [(line.unit, line.standing.label, line.peers) for line in result.lines] == [
        (cast.west, "1", 2), (cast.east, "2", 2),
    ]  # fmt: skip


def test_organization_is_the_mean_of_its_quarters(cast, quarters):
    """Q1 (60 + 90) / 2, Q2 92 of West alone, Q3 (80 + 94) / 2."""
    overall = year_of(2021).overall
    assert [score.value for score in overall.quarters] == [75, 92, 87]
    assert overall.year.value == Decimal("84.6667")


def test_year_is_compared_with_the_one_before(cast, quarters):
    old = make_cycle(quarters[0].standard_version, "2020Q4", state=CycleState.PUBLISHED, units=(cast.west,))
    make_totals(old, cast.west, sheet=level("82"))
    west = line_of(year_of(2021), cast.west)
    assert (west.year.change, west.year.significant) == (10, True)
    assert line_of(year_of(2021), cast.east).year.change is None
    assert years_there_are() == [2021, 2020]


def test_special_assessments_are_no_quarters(cast, quarters):
    Cycle.objects.create(
        code="2021S1", type=CycleType.SPECIAL, start=date(2021, 5, 1), end=date(2021, 5, 10), state=CycleState.PUBLISHED,
        standard_version=quarters[0].standard_version,
    )  # fmt: skip
    assert len(year_of(2021).cycles) == 3


def test_dimension_is_offered_where_every_quarter_has_it(cast, quarters):
    assert [one.code for one in year_of(2021).dimensions] == ["A", "R"]
    Standard.objects.update(code="OLD")
    other = make_version(author=cast.li, approved_by=cast.zhou)
    other.dimensions.filter(code="R").update(code="S")
    Cycle.objects.filter(code="2021Q3").update(standard_version=other)
    assert [one.code for one in year_of(2021).dimensions] == ["A"]
    assert year_of(2021, "R") is None
    assert line_of(year_of(2021, "A"), cast.west).year.value == 92


def test_page_says_that_the_year_is_not_over(client, cast, quarters):
    client.force_login(cast.zhou.user)
    page = client.get(reverse(URL), headers=EN)
    assert (
        page.context["heading"]
        == "The organization in 2021 so far (3 of 4 quarters) scores 84.7, below the target of 90"
    )


def test_each_quarter_opens_the_unit_s_result_in_it(client, cast, quarters):
    client.force_login(cast.zhou.user)
    (_line, cells, _group), *_rest = client.get(reverse(URL)).context["page"]
    unit = reverse("analysis:unit_detail", kwargs={"public_id": cast.west.public_id})
    assert [url for _cycle, _score, url in cells] == [f"{unit}?cycle=2021Q{number}" for number in (1, 2, 3)]


def test_head_sees_the_own_year_and_not_the_organization(client, cast, quarters):
    client.force_login(cast.sun.user)
    page = client.get(reverse(URL), headers=EN)
    assert [line.unit for line, _cells, _group in page.context["page"]] == [cast.west]
    assert page.context["heading"].startswith("West Branch in 2021 so far")
    assert page.context["overall"] is None
    assert "84.7" not in page.content.decode()


def test_workbook_holds_what_the_page_shows_and_is_noted(client, cast, quarters):
    client.force_login(cast.zhou.user)
    answer = client.get(reverse("analysis:year_export"), headers=EN)
    rows = load_workbook(BytesIO(b"".join(answer))).get_sheet_by_index(0).to_python()
    by_unit = {row[0]: row for row in rows[1:]}
    assert rows[0][4:8] == ["2021Q1", "2021Q2", "2021Q3", "2021"]
    assert by_unit[cast.east.code][4:8] == [60, "", 80, 70]
    assert by_unit[cast.east.code][-1] == "2021Q2"
    assert by_unit[""][7] == pytest.approx(84.7, abs=0.05)
    assert AuditEvent.objects.filter(action="analysis.year.export").count() == 1
    client.force_login(cast.sun.user)
    own = load_workbook(BytesIO(b"".join(client.get(reverse("analysis:year_export"), headers=EN)))).get_sheet_by_index(
        0
    )
    assert [row[0] for row in own.to_python()[1:]] == [cast.west.code]


def test_before_the_first_quarter_has_ended_there_is_nothing_yet(client, cast):
    client.force_login(cast.zhou.user)
    assert "No results yet" in client.get(reverse(URL), headers=EN).content.decode()
    assert client.get(reverse("analysis:year_export")).status_code == 404


@pytest.mark.parametrize(
    "query", ["year=1999", "year=x", "year=２０２１", "year=99999999999999999999", "year=" + "9" * 5000, "dimension=Z"]
)
def test_what_is_not_there_is_not_found(client, cast, quarters, query):
    client.force_login(cast.zhou.user)
    assert client.get(f"{reverse(URL)}?{query}").status_code == 404


def test_queries_do_not_grow_with_the_quarters(client, cast, quarters):
    client.force_login(cast.zhou.user)
    client.get(reverse(URL))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(URL))
    for number in range(1, 5):
        old = make_cycle(quarters[0].standard_version, f"2020Q{number}", state=CycleState.PUBLISHED, units=(cast.west,))
        make_totals(old, cast.west, sheet=level("82"))
    Cycle.objects.filter(code="2021Q4").update(state=CycleState.PUBLISHED)
    with CaptureQueriesContext(connection) as many:
        client.get(reverse(URL))
    assert len(many) <= len(few)
