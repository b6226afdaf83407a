"""The page of whoever answers for a unit: its results as soon as the scoring has ended, and nobody else's."""

import pytest
from django.urls import reverse

from assessments.enums import CycleState
from tests.analysis.target_world import make_target_world
from tests.factories import make_scored_quarter

EN = {"accept-language": "en"}
URL = reverse("analysis:own_results")


def rows(client, person) -> list[tuple[str, str]]:
    client.force_login(person.user)
    return [(row.unit.code, cycle.code) for cycle, row, _url in client.get(URL, headers=EN).context["rows"]]


@pytest.mark.parametrize(("who", "unit"), [("chen", "BR-E"), ("wu", "BR-E"), ("sun", "BR-W")])
@pytest.mark.parametrize("state", [CycleState.FEEDBACK, CycleState.PUBLISHED])
def test_head_and_liaison_read_their_own_unit(cast, client, who, unit, state):
    make_scored_quarter(cast, state)
    assert rows(client, getattr(cast, who)) == [(unit, "2021Q1")]


def test_nothing_is_shown_while_the_cycle_is_being_scored(cast, client):
    make_scored_quarter(cast, CycleState.COLLECTING)
    client.force_login(cast.chen.user)
    page = client.get(URL, headers=EN)
    assert page.context["rows"] == []
    assert "No results yet" in page.content.decode()


@pytest.mark.parametrize("who", ["lin", "zhao", "li", "zhou", "feng"])
def test_nobody_else_has_this_page(cast, client, who):
    client.force_login(getattr(cast, who).user)
    assert client.get(URL).status_code == 403


def test_row_opens_the_units_page_and_the_heading_is_the_finding(cast, client):
    cycle = make_scored_quarter(cast)
    client.force_login(cast.wu.user)
    page = client.get(URL, headers=EN)
    (_cycle, _row, url) = page.context["rows"][0]
    assert url == f"{reverse('analysis:unit_detail', args=[cast.east.public_id])}?cycle={cycle.code}"
    assert (
        page.context["heading"]
        == "East Branch scores 80.0, below the target of 90 – furthest from its target: Resolution, 62.5 of 90"
    )
    assert client.get(url).status_code == 200


def test_own_figures_stand_beside_the_targets_of_the_standard(cast, client):
    world = make_target_world(cast)
    client.force_login(cast.sun.user)
    page = client.get(URL, headers=EN)

    lines = page.context["targets"]
    assert {line.unit for line in lines} == {cast.west}
    assert [line.aim.code for line in lines] == ["first", "solved", "waiting", "seconds"]
    assert page.context["targets_url"].endswith(f"cycle={world.cycle.code}&subject={cast.west.code}")
    assert client.get(page.context["targets_url"]).status_code == 200
    assert "Targets of the standard, Q2 2021" in page.content.decode()


def test_own_figures_of_several_units_say_whose_they_are(cast, client):
    make_target_world(cast)
    client.force_login(cast.chen.user)
    page = client.get(URL, headers=EN)
    assert {line.unit for line in page.context["targets"]} == {cast.east, cast.east_outlet}
    assert client.get(page.context["targets_url"]).status_code == 200
