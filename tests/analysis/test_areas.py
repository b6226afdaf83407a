"""Results along the tree of units: an area is the unit and all below it, each assessed unit counting the same (R29)."""

from decimal import Decimal
from io import BytesIO
from statistics import fmean

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import load_workbook

from analysis.areas.rollup import area_of, areas_of
from analysis.results import results_of
from assessments.enums import CycleState
from assessments.models import Plan
from foundation.audit.models import AuditEvent
from organization.enums import UnitKind
from organization.models import Unit
from organization.tree import Tree
from tests.cast import make_unit
from tests.factories import make_cycle, make_scored_quarter, make_totals, make_version

EN = {"accept-language": "en"}
pytestmark = pytest.mark.django_db


def level(points: str, of: int = 30) -> list[str]:
    """So many sheets of about so many points."""
    return [str(Decimal(points) + Decimal(place % 5 - 2) / 2) for place in range(of)]


@pytest.fixture
def quarter(cast):
    """East Branch itself 80, its outlet 60, West Branch 96."""
    cycle = make_scored_quarter(cast, state=CycleState.PUBLISHED)
    Plan.objects.create(cycle=cycle, unit=cast.east_outlet, records_wanted=10)
    make_totals(cycle, cast.east_outlet, sheet=level("60"), A=level("60"), R=level("60"))
    return cycle


def area(cycle, unit):
    return area_of(results_of(cycle), Tree.read(), unit)


def url(unit, cycle="2021Q1", name="area_detail") -> str:
    return f"{reverse(f'analysis:{name}', kwargs={'public_id': unit.public_id})}?cycle={cycle}"


def test_area_is_the_mean_of_the_assessed_units_in_it(cast, quarter):
    east = area(quarter, cast.east)
    assert (east.scores.whole.value, east.scores.dimensions["A"].value) == (70, Decimal("77.5"))
    assert east.assessed == {cast.east.pk, cast.east_outlet.pk}
    assert (east.own.whole.value, east.sheets, east.is_single) == (80, 34, False)


def test_topmost_area_says_what_the_page_of_the_quarter_says(cast, quarter):
    result = results_of(quarter)
    assert area_of(result, Tree.read(), cast.bank).scores.whole == result.overall.whole


def test_unit_with_nothing_assessed_below_is_its_own_area(cast, quarter):
    west = area(quarter, cast.west)
    assert west.is_single
    assert west.scores.whole.value == west.own.whole.value == 96


def test_interval_of_an_area_comes_from_those_of_its_units(cast, quarter):
    """Independent means: the variance of their mean is the sum of variances by the square of their number."""
    result = results_of(quarter)
    errors = [result.row_of(unit).whole.estimate.se for unit in (cast.east, cast.east_outlet)]
    assert area(quarter, cast.east).scores.whole.estimate.se == pytest.approx(sum(e**2 for e in errors) ** 0.5 / 2)


def test_change_is_against_the_same_area_a_quarter_before(cast):
    version = make_version(author=cast.li)
    for code, points in (("2021Q1", "70"), ("2021Q2", "90")):
        cycle = make_cycle(version, code, state=CycleState.PUBLISHED, units=(cast.east, cast.east_outlet))
        make_totals(cycle, cast.east, sheet=level(points))
        make_totals(cycle, cast.east_outlet, sheet=level("80"))
    whole = area(cycle, cast.east).scores.whole
    assert (whole.value, whole.change, whole.significant) == (85, 10, True)


def test_only_comparable_areas_are_ranked_among_each_other(cast):
    """Two branches of one group and a centre that stands alone."""
    centre = make_unit(
        "CC-2", "远程中心", "Remote Centre", UnitKind.DEPARTMENT, cast.bank, is_assessed=True, peer_group="centre"
    )
    Unit.objects.filter(pk__in=(cast.east.pk, cast.west.pk)).update(peer_group="branch")
    cycle = make_cycle(
        make_version(author=cast.li), state=CycleState.PUBLISHED, units=(cast.east_outlet, cast.west, centre)
    )
    for unit, points in ((cast.east_outlet, "60"), (cast.west, "96"), (centre, "80")):
        make_totals(cycle, unit, sheet=level(points))
    units = Unit.objects.filter(pk__in=(cast.east.pk, cast.west.pk, centre.pk, cast.audit_office.pk))
    found = areas_of(results_of(cycle), Tree.read(), units)
    assert [(one.unit.code, one.standing.label, one.peers) for one in found] == [
        (cast.west.code, "1", 2), (cast.east.code, "2", 2), ("CC-2", "1", 1),
    ]  # fmt: skip


def test_page_opens_areas_and_units_that_are_alone(client, cast, quarter):
    client.force_login(cast.zhou.user)
    page = client.get(url(cast.bank), headers=EN)
    opened = {one.unit.code: address for one, address, _group in page.context["page"]}
    assert opened[cast.east.code] == url(cast.east)
    assert opened[cast.west.code] == url(cast.west, name="unit_detail")
    below = client.get(opened[cast.east.code], headers=EN)
    assert below.context["own_url"] == url(cast.east, name="unit_detail")
    assert below.context["above"][-1] == (cast.bank, url(cast.bank))
    assert below.context["heading"] == "East Branch with all below it scores 70.0, below the target of 90"


def test_heading_names_what_falls_short(client, cast, quarter):
    client.force_login(cast.zhou.user)
    heading = client.get(url(cast.bank), headers=EN).context["heading"]
    assert heading.endswith("of the 2 directly below, East Branch falls short")


def test_head_sees_the_area_of_the_own_unit_and_nothing_above(client, cast, quarter):
    client.force_login(cast.chen.user)
    top = client.get(f"{reverse('analysis:area_top')}?cycle=2021Q1", headers=EN)
    assert (top.context["area"].unit, top.context["above"]) == (cast.east, [])
    assert client.get(url(cast.bank)).status_code == 404
    assert client.get(url(cast.west)).status_code == 404


def test_area_without_assessed_units_says_so(client, cast, quarter):
    client.force_login(cast.zhou.user)
    page = client.get(url(cast.audit_office), headers=EN)
    assert page.context["heading"] == "No figures yet for Supervision and Audit"
    assert "Nothing is assessed here" in page.content.decode()


def test_before_the_first_cycle_there_is_nothing_yet(client, cast):
    client.force_login(cast.zhou.user)
    page = client.get(reverse("analysis:area_top"), headers=EN)
    assert (page.status_code, "No results yet" in page.content.decode()) == (200, True)


def test_workbook_holds_what_the_page_shows_and_is_noted(client, cast, quarter):
    client.force_login(cast.zhou.user)
    answer = client.get(url(cast.bank, name="area_export"), headers=EN)
    rows = load_workbook(BytesIO(b"".join(answer))).get_sheet_by_index(0).to_python()
    assert rows[0][:6] == ["Unit code", "Unit", "Assessed units", "Sheets", "Rank", "Whole score"]
    figures = {row[0]: (row[2], row[5]) for row in rows[1:]}
    assert figures[cast.bank.code] == (3, pytest.approx(fmean([80, 60, 96]), abs=0.05))
    assert figures[cast.east.code] == (2, 70)
    assert AuditEvent.objects.get(action="analysis.area.export").details["cycle"] == "2021Q1"


def test_queries_do_not_grow_with_the_units(client, cast, quarter):
    client.force_login(cast.zhou.user)
    client.get(url(cast.bank))
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(url(cast.bank))
    for number in range(30):
        unit = make_unit(f"X-{number}", f"网点{number}", "", UnitKind.OUTLET, cast.bank, is_assessed=True)
        Plan.objects.create(cycle=quarter, unit=unit, records_wanted=5)
        make_totals(quarter, unit, sheet=level("70", 6))
    with CaptureQueriesContext(connection) as many:
        client.get(url(cast.bank))
    assert len(many) <= len(few)
