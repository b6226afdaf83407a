"""The manager's page: figures with what belongs to them, findings by rule, the same address for page and export."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import load_workbook

from assessments.enums import CycleState
from assessments.models import Cycle, ScoreTotal
from organization.enums import UnitKind
from organization.models import Unit
from tests.cast import make_unit
from tests.factories import make_cycle, make_scored_quarter, make_totals, make_version

URL = "/quarter/"
EN = {"accept-language": "en"}
STEADY = (0, 1, 2, -1, -2)


def around(value: int, times: int = 5) -> list[str]:
    """25 scores around a value: enough to be certain to about ±0.6."""
    return [str(value + step) for step in STEADY] * times


def score(cycle, unit, whole: int, attitude: int, resolution: int) -> None:
    make_totals(
        cycle,
        unit,
        sheet=around(whole),
        A=around(attitude),
        R=around(resolution),
        A1=around(attitude),
        R1=around(resolution),
    )


@pytest.fixture
def see(client, cast):
    """The page as the manager reads it in English: `see("?cycle=…")` gives its context."""

    def load(query="", person=None):
        client.force_login((person or cast.zhou).user)
        return client.get(URL + query, headers=EN)

    return load


@pytest.fixture
def quarter(cast):
    """2021Q2 after 2021Q1: three branches and the service centre; resolution is weak in two branches, attitude fine everywhere."""
    version = make_version()
    before = make_cycle(version, "2021Q1", CycleState.PUBLISHED, (cast.east, cast.west))
    score(before, cast.east, 85, 94, 78)
    score(before, cast.west, 95, 94, 95)
    north = make_unit(
        "BR-N", "城北支行", "North Branch", UnitKind.BRANCH, cast.bank, is_assessed=True, peer_group="branch"
    )
    now = make_cycle(version, "2021Q2", CycleState.COLLECTING, (cast.east, cast.west, north, cast.service_centre))
    Unit.objects.filter(pk=cast.service_centre.pk).update(peer_group="centre")
    score(now, cast.east, 80, 94, 70)
    score(now, cast.west, 94, 95, 94)
    score(now, north, 85, 95, 75)
    score(now, cast.service_centre, 94, 94, 93)
    return now


# --- What it says


def test_headline_says_what_is_missed_and_where(see, quarter):
    assert see().context["page"].heading == "Resolution is below its target in East Branch and North Branch"


def test_headline_is_honest_when_nothing_can_be_told(see, cast):
    cycle = make_cycle(make_version(), units=(cast.east, cast.west))
    for unit in (cast.east, cast.west):
        make_totals(cycle, unit, sheet=["80", "96"], A=["80", "96"], R=["95", "99"])
    assert see().context["page"].heading == "No dimension misses its target beyond chance; Attitude cannot be told yet"


def test_headline_says_when_all_is_well(see, cast):
    cycle = make_cycle(make_version(), units=(cast.east, cast.west))
    for unit in (cast.east, cast.west):
        score(cycle, unit, 95, 95, 95)
    assert see().context["page"].heading == "All dimensions reach their targets"


def test_headline_names_the_unit_that_is_below_while_the_whole_is_not(see, cast):
    cycle = make_cycle(make_version(), units=(cast.east, cast.west))
    score(cycle, cast.east, 85, 96, 96)
    score(cycle, cast.west, 99, 96, 96)
    assert see().context["page"].heading == "On the whole on target, but East Branch is below"


def test_headline_before_the_first_figure(see, cast):
    make_cycle(make_version(), units=(cast.east,))
    page = see()
    assert page.context["page"].heading == "No figures yet for Q1 2021"
    assert "No figures yet" in page.content.decode()


def test_cards_hold_mean_interval_n_target_and_change(see, quarter):
    cards = {card.label: card.score for card in see().context["cards"]}
    assert list(cards) == ["Whole score", "Attitude", "Resolution"]
    whole = cards["Whole score"]
    assert (whole.value, whole.n, whole.target) == (Decimal("88.25"), 100, 90)
    assert (whole.change, whole.significant) == (Decimal("88.25") - 90, True)
    assert cards["Attitude"].change == Decimal("0.5")
    assert 0 < whole.half < 1


def test_ranking_is_among_comparable_units_only(see, quarter):
    rankings = see().context["rankings"]
    assert [(ranking.title, [(row["label"], row["rank"]) for row in ranking.rows]) for ranking in rankings] == [
        ("Branch ranking: West Branch leads", [("West Branch", 1), ("North Branch", 2), ("East Branch", 3)]),
        ("Department ranking: one unit, nothing to compare", [("Customer Service Centre", 1)]),
    ]


def test_ranking_by_a_dimension_can_end_in_ties(see, quarter):
    ranking = see("?dimension=A").context["rankings"][0]
    assert ranking.title == "Attitude, Branch: no two units can be told apart"
    assert [(row["rank"], row["tied"]) for row in ranking.rows] == [(1, True)] * 3


def test_ties_are_written_as_ties(see, quarter):
    assert see("?dimension=A").content.decode().count('rank__no">1=<') == 3


def test_heat_map_names_the_weak_spot(see, quarter):
    heat = see().context["heat"]
    assert heat["title"] == "Weak spot: Resolution in East Branch and North Branch"
    assert heat["columns"] == ["Attitude", "Resolution"]
    assert [[cell["value"] for cell in row["cells"]] for row in heat["rows"]] == [
        [95, 94],
        [95, 75],
        [94, 70],
        [94, 93],
    ]


def test_points_lost_add_up_to_what_is_missing(see, quarter):
    lost = see().context["lost"]
    # 40 % of the weight at 83 points, 60 % at 94.5
    assert [(row["label"], row["value"]) for row in lost["rows"]] == [
        ("Resolution one", Decimal("6.8")),
        ("Attitude one", Decimal("3.3")),
    ]
    assert lost["total"] == Decimal("10.1")
    assert lost["title"] == "Points lost: one indicator makes up 67 %"


def test_trend_says_what_moved(see, quarter):
    trend = see("?group=branch&dimension=R").context["trend"]
    assert trend["title"] == "Resolution: down by 6.8 points since Q1 2021"
    assert (trend["categories"], trend["series"][0]["values"]) == (
        ["2021Q1", "2021Q2"],
        [Decimal("86.5"), Decimal("79.7")],
    )
    assert all(low < high for low, high in zip(trend["series"][0]["low"], trend["series"][0]["high"], strict=True))


def test_small_samples_are_marked(see, cast):
    make_scored_quarter(cast)
    page = see()
    assert [row["small"] for row in page.context["rankings"][0].rows] == [True, True]
    assert "small sample" in page.content.decode()


def test_unit_without_figures_is_named(see, cast):
    cycle = make_scored_quarter(cast)
    from assessments.models import Plan

    Plan.objects.create(cycle=cycle, unit=cast.retail, records_wanted=5)
    assert see().context["without_data"] == "Retail Banking"


def test_every_figure_opens_what_it_is_made_of(see, cast, quarter):
    page = see()
    assert [card.url for card in page.context["cards"]] == [
        "?cycle=2021Q2#ranking",
        "?cycle=2021Q2&dimension=A#ranking",
        "?cycle=2021Q2&dimension=R#ranking",
    ]
    unit = reverse("analysis:unit_detail", args=[cast.west.public_id]) + "?cycle=2021Q2"
    assert page.context["rankings"][0].rows[0]["url"] == unit
    assert page.context["heat"]["rows"][0]["cells"][1]["url"] == unit + "#row-R"
    assert (
        page.context["lost"]["rows"][0]["url"]
        == reverse("assessments:sheet_list") + "?view=all&cycle=2021Q2&state=submitted&indicator=R1"
    )


def test_sheets_that_are_done_and_planned_are_counted(see, quarter):
    page = see()
    assert page.context["page"].lead == "Q2 2021 · 4 units · 100 of 40 sheets scored"


# --- What is chosen


def test_latest_begun_quarter_is_shown_first(see, cast, quarter):
    make_cycle(quarter.standard_version, "2090Q1", units=(cast.east,))
    assert see().context["cycle"].code == "2021Q2"
    assert see("?cycle=2021Q1").context["cycle"].code == "2021Q1"


def test_quarter_that_is_not_there_is_not_found(see, quarter):
    assert see("?cycle=1999Q9").status_code == 404


def test_old_quarter_is_found_by_its_code(see, cast, quarter, monkeypatch):
    monkeypatch.setattr("dashboard.quarter.choice.CYCLES_READ", 1)
    assert see("?cycle=2021Q1").context["cycle"].code == "2021Q1"


def test_group_limits_the_whole_page(see, quarter):
    page = see("?group=centre")
    assert [row["label"] for ranking in page.context["rankings"] for row in ranking.rows] == ["Customer Service Centre"]
    assert page.context["cards"][0].score.value == 94
    assert page.context["page"].lead == "Q2 2021 · 1 unit · 25 of 10 sheets scored"
    assert len(page.context["heat"]["rows"]) == 1


@pytest.mark.parametrize(
    "query", ["?group=nothing", "?dimension=ZZZ", "?group=%FF&dimension=<script>", "?group=&dimension="]
)
def test_what_the_cycle_does_not_have_means_all(see, quarter, query):
    page = see(query)
    assert (page.status_code, len(page.context["choice"].rows), page.context["choice"].dimension) == (200, 4, None)


def test_before_the_first_cycle_the_page_says_what_comes(see):
    page = see()
    assert (page.status_code, page.templates[0].name) == (200, "dashboard/quarter_empty.html")


@pytest.mark.parametrize("who", ["lin", "chen", "wu", "zhao", "sun", "feng", "he"])
def test_everybody_else_is_refused(see, cast, quarter, client, who):
    person = getattr(cast, who)
    assert see(person=person).status_code == 403
    assert client.get(URL + "export/").status_code == 403


@pytest.mark.parametrize("who", ["zhou", "li", "qian"])
def test_those_who_see_the_whole_see_it(see, cast, quarter, client, who):
    assert see(person=getattr(cast, who)).status_code == 200
    assert client.get(URL + "export/").status_code == 200


def test_loss_of_the_role_works_at_the_next_request(see, cast, quarter):
    from datetime import timedelta

    from foundation.common import clock
    from organization.models import RoleAssignment

    assert see().status_code == 200
    RoleAssignment.objects.filter(person=cast.zhou).update(valid_to=clock.today() - timedelta(days=1))
    assert see().status_code == 403


# --- Tasks


def test_tasks_are_counted_by_state(see, cast):
    from uuid import uuid4

    from rectification.services import find_weak_indicators, give_task, start_task

    cycle = make_scored_quarter(cast)
    finding = find_weak_indicators(cycle=cycle, actor=cast.li)[0]
    for number, days in enumerate((9, 3)):
        task = give_task(
            finding=finding,
            owner=cast.zhao,
            title=f"任务{number}",
            measure="",
            working_days=days,
            actor=cast.li,
            key=uuid4(),
        )
    start_task(task=task, actor=cast.zhao)
    shown = see().context["rectification"]
    assert shown.title == "Rectification: 2 tasks open"
    assert {one.state.value: one.count for one in shown.states} == {
        "assigned": 1,
        "in_progress": 1,
        "reported": 0,
        "closed": 0,
    }
    assert [task.title for task in shown.urgent] == ["任务1", "任务0"]


# --- Export


def rows_of(response) -> list[list]:
    return load_workbook(BytesIO(b"".join(response.streaming_content))).get_sheet_by_index(0).to_python()


def test_export_holds_what_is_chosen(client, cast, quarter):
    client.force_login(cast.zhou.user)
    rows = rows_of(client.get(URL + "export/?cycle=2021Q2&group=branch", headers=EN))
    assert rows[0][:6] == ["Comparable units", "Rank", "Code", "Unit", "Whole score", "Whole score: lower end"]
    assert [(row[1], row[3], row[4]) for row in rows[1:]] == [
        ("1", "West Branch", 94),
        ("2", "North Branch", 85),
        ("3", "East Branch", 80),
        ("", "Mean of the units", 86.3),
    ]


def test_export_follows_the_ranking_of_the_page(client, cast, quarter):
    client.force_login(cast.zhou.user)
    page = client.get(URL + "?dimension=R", headers=EN)
    rows = rows_of(client.get(URL + "export/" + page.context["choice"].url(), headers=EN))
    shown = [row["label"] for ranking in page.context["rankings"] for row in ranking.rows]
    assert [row[3] for row in rows[1:-1]] == shown


def test_export_takes_no_name_for_a_formula(client, cast, quarter):
    import zipfile

    Unit.objects.filter(pk=cast.east.pk).update(name_en="=cmd|' /C calc'!A0")
    client.force_login(cast.zhou.user)
    content = b"".join(client.get(URL + "export/", headers=EN).streaming_content)
    assert b"<f>" not in zipfile.ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml")


def test_names_are_shown_as_text(see, cast, quarter):
    Unit.objects.filter(pk=cast.east.pk).update(name_en="<img src=x>")
    assert "<img src=x>" not in see().content.decode()


# --- Cost


def queries_of(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return len(queries)


def test_page_needs_the_same_queries_for_one_and_three_units(client, cast):
    cycle = make_cycle(make_version(), units=(cast.east,))
    score(cycle, cast.east, 80, 80, 80)
    client.force_login(cast.zhou.user)
    one = queries_of(client, URL)
    from assessments.models import Plan

    for unit in (cast.west, cast.retail):
        Plan.objects.create(cycle=cycle, unit=unit)
        score(cycle, unit, 80, 80, 80)
    assert queries_of(client, URL) == one


def test_page_needs_the_same_queries_for_one_and_four_cycles(client, cast):
    version = make_version()
    score(make_cycle(version, "2021Q1", CycleState.PUBLISHED, (cast.east,)), cast.east, 80, 80, 80)
    client.force_login(cast.zhou.user)
    one = queries_of(client, URL)
    for number in (2, 3, 4):
        score(make_cycle(version, f"2021Q{number}", CycleState.PUBLISHED, (cast.east,)), cast.east, 80, 80, 80)
    assert Cycle.objects.count() == 4
    assert queries_of(client, URL) == one


def test_page_reads_no_single_score(client, cast, quarter):
    client.force_login(cast.zhou.user)
    with CaptureQueriesContext(connection) as queries:
        client.get(URL)
    assert [query["sql"] for query in queries if "itemscore" in query["sql"] or "scoresheet" in query["sql"]] == []


def test_changed_totals_are_seen_at_once(see, cast, quarter):
    """What was computed is kept by content: a total that changes is another content."""
    before = see().context["cards"][0].score.value
    ScoreTotal.objects.filter(cycle=quarter, unit=cast.east, level="sheet").delete()
    make_totals(quarter, cast.east, sheet=around(90))
    assert see().context["cards"][0].score.value == before + Decimal("2.5")


# --- targets (R3)


@pytest.fixture
def aimed(cast):
    from tests.analysis.target_world import make_target_world

    return make_target_world(cast)


def test_figures_of_the_standard_stand_beside_the_actual_ones(see, aimed):
    page = see("?cycle=2021Q2").context["page"]
    assert "1 of 6 targets are reached, 2 not judged; missed: " in page.targets
    assert "First response" in page.targets
    assert "/analysis/targets/?cycle=2021Q2" in page.targets


def test_without_figures_in_the_standard_there_is_no_such_card(see, quarter):
    assert see("?cycle=2021Q2").context["page"].targets == ""


def test_card_of_targets_follows_the_measures(see, aimed):
    from assessments.models import MeasureReading

    first = see("?cycle=2021Q2").context["page"].targets
    MeasureReading.objects.filter(cycle=aimed.cycle, unit=aimed.cast.west, measure="records.answer_seconds").update(
        n=1, total="100", squares="10000"
    )
    assert see("?cycle=2021Q2").context["page"].targets != first
