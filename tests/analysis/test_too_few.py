"""Under a set number of sheets no figure is shown, nor anything from which it could be told (R29)."""

import pytest
from django.urls import reverse

from analysis.areas.rollup import area_of
from analysis.results import results_of
from assessments.enums import CycleState
from organization.tree import Tree
from tests.analysis.test_areas import level
from tests.factories import make_cycle, make_totals, make_version

EN = {"accept-language": "en"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def quarter(cast, settings):
    """Five sheets at least: East Branch has four, all of 61.37; West Branch has thirty."""
    settings.FEWEST_SHEETS = 5
    cycle = make_cycle(
        make_version(author=cast.li, approved_by=cast.zhou), state=CycleState.PUBLISHED, units=(cast.east, cast.west)
    )
    few = ["61.37"] * 4
    make_totals(cycle, cast.east, sheet=few, A=few, A1=few, R=few, R1=few)
    make_totals(cycle, cast.west, sheet=level("90"), A=level("90"), R=level("90"))
    return cycle


def test_unit_with_too_few_sheets_has_no_figure_and_no_rank(cast, quarter):
    row = results_of(quarter).row_of(cast.east)
    scores = (row.whole, *row.dimensions.values(), row.indicators["A1"])
    assert {(score.value, score.few, score.low, score.estimate) for score in scores} == {(None, True, None, None)}
    assert (row.whole.n, row.rank, row.sheets) == (4, None, 4)
    assert [source.points for source in row.whole.sources] == [None]


def test_means_of_several_units_leave_it_out(cast, quarter):
    result = results_of(quarter)
    assert result.overall.whole.value == 90
    assert area_of(result, Tree.read(), cast.bank).scores.whole.value == 90


def test_with_the_fewest_it_counts(cast, quarter):
    make = ["61.37"] * 5
    quarter.totals.filter(unit=cast.east).delete()
    make_totals(quarter, cast.east, sheet=make)
    assert not results_of(quarter).row_of(cast.east).whole.few


def test_indicator_that_was_seldom_applicable_is_told_apart(cast, quarter):
    """The whole has sheets enough, one of its indicators has not."""
    make_totals(quarter, cast.west, A1=["50"] * 3)
    row = results_of(quarter).row_of(cast.west)
    assert (row.whole.value, row.indicators["A1"].value, row.indicators["A1"].few) == (90, None, True)


@pytest.mark.parametrize("who", ["zhou", "chen"])
def test_pages_and_workbooks_say_how_few_and_nothing_else(client, cast, quarter, who):
    client.force_login(getattr(cast, who).user)
    unit = reverse("analysis:unit_detail", kwargs={"public_id": cast.east.public_id})
    for url in (
        unit,
        reverse("analysis:own_results") if who == "chen" else reverse("analysis:area_top"),
        reverse("analysis:year_detail"),
    ):
        page = client.get(url, headers=EN).content.decode()
        assert "61.4" not in page and "61.37" not in page
        assert "too few" in page
    assert (
        client.get(unit, headers=EN).context["heading"] == "East Branch: 4 scored sheets are too few to show a figure"
    )
    export = reverse("analysis:unit_export", kwargs={"public_id": cast.east.public_id})
    assert b"61.3" not in b"".join(client.get(export))


def test_page_of_the_quarter_names_the_units(client, cast, quarter):
    client.force_login(cast.zhou.user)
    page = client.get(f"{reverse('dashboard:quarter')}?cycle=2021Q1", headers=EN).content.decode()
    assert "Too few sheets to show a figure: East Branch." in page
    assert "61.4" not in page
