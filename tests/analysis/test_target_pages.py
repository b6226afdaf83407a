"""The pages on which targets stand beside the actual figures: who sees what, the same address for list and workbook (R3)."""

from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import load_workbook

from analysis.rules import can_see_organization
from assessments.enums import CycleState
from assessments.models import Cycle
from foundation.audit.models import AuditEvent
from standards.models import StandardVersion, Target
from tests.analysis.target_world import make_target_world
from tests.factories import make_cycle, make_version

EN = {"accept-language": "en"}
URL = reverse("analysis:targets")


@pytest.fixture
def world(cast):
    return make_target_world(cast)


@pytest.fixture
def see(client):
    """The page in English: `see(person, "?…")`."""

    def load(person, query="", url=URL):
        client.force_login(person.user)
        return client.get(url + query, headers=EN)

    return load


def listed(page) -> list[tuple]:
    return [(line.unit.code if line.unit else "", line.aim.key) for line in page.context["page"].object_list]


def test_lead_reads_the_organization_first(see, cast, world):
    page = see(cast.li)
    assert {unit for unit, _aim in listed(page)} == {""}
    assert [aim for _unit, aim in listed(page)] == [
        *(f"figure.{code}" for code in ("first", "solved", "waiting", "seconds", "reply", "rank")),
        "whole", "dimension.A", "dimension.R", "indicator.A1", "indicator.R1",
    ]  # fmt: skip
    # The first response takes 65 seconds of 72; the scores have 87.5 of 90; reply and rank have no figure.
    assert len(listed(page)) == 11
    assert (
        page.context["heading"]
        == "1 of 11 targets are reached, 2 not judged; missed: Time to answer, Whole score and 4 more"
    )


def test_state_has_a_word_and_a_mark(see, cast, world):
    text = see(cast.li, "?target=figure.first").content.decode()
    assert "Reached" in text
    assert '<i class="bi' in text


@pytest.mark.parametrize("state", CycleState)
def test_head_sees_the_own_unit_from_feedback_on_and_the_whole_when_published(see, cast, world, state):
    Cycle.objects.filter(pk=world.cycle.pk).update(state=state)
    cycle = Cycle.objects.get(pk=world.cycle.pk)
    status = see(cast.chen, "?cycle=2021Q2").status_code
    assert status == (200 if state in (CycleState.FEEDBACK, CycleState.PUBLISHED) else 404)
    assert see(cast.chen, "?cycle=2021Q2&subject=organization").status_code == (
        200 if state == CycleState.PUBLISHED else 404
    )
    assert can_see_organization(cast.chen, cycle) == (state == CycleState.PUBLISHED)
    assert see(cast.li, "?cycle=2021Q2&subject=organization").status_code == 200


def test_head_never_sees_another_unit(see, cast, world):
    for cycle in ("2021Q1", "2021Q2"):
        assert see(cast.chen, f"?cycle={cycle}&subject=BR-W").status_code == 404
        page = see(cast.chen, f"?cycle={cycle}&subject=units")
        assert {unit for unit, _aim in listed(page)} == {"BR-E", "BR-E-1"}
        assert "West Branch" not in page.content.decode()


def test_unit_is_chosen_by_its_code_or_name_and_stands_in_the_filter(see, cast, world):
    by_subject = listed(see(cast.li, "?subject=BR-E"))
    page = see(cast.li, "?unit=BR-E")
    assert (listed(page), page.context["filter"].form.single) == (by_subject, cast.east)
    assert listed(see(cast.li, f"?unit={cast.east.name_zh}&subject=organization")) == by_subject
    wrong = see(cast.li, "?unit=nowhere")
    assert list(wrong.context["filter"].form.errors) == ["unit"]
    assert {unit for unit, _aim in listed(wrong)} >= {"BR-E", "BR-W"}


def test_head_chooses_none_but_their_own(see, cast, world):
    page = see(cast.chen, "?cycle=2021Q2&unit=BR-W")
    assert list(page.context["filter"].form.errors) == ["unit"]
    assert "West Branch" not in page.content.decode()


def test_many_units_are_searched_for_and_not_listed(see, cast, world, monkeypatch):
    monkeypatch.setattr("organization.choosing.MANY", 1)
    page = see(cast.li, "?unit=BR-E").content.decode()
    assert reverse("organization:unit_find") in page
    assert '<option value="BR-W"' not in page


def test_a_units_lines_have_no_rank_of_the_industry(see, cast, world):
    assert ("BR-E", "figure.rank") not in listed(see(cast.li, "?subject=BR-E"))


def test_filters_narrow_the_list_and_the_workbook_alike(see, cast, world):
    query = "?subject=units&level=figure&state=missed"
    page = see(cast.li, query)
    lines = page.context["page"].object_list
    assert {line.state for line in lines} == {"missed"}
    assert {line.aim.level for line in lines} == {"figure"}
    answer = see(cast.li, query, url=reverse("analysis:targets_export"))
    head, *rows = load_workbook(BytesIO(b"".join(answer))).get_sheet_by_index(0).to_python()
    assert [(row[0], row[2]) for row in rows] == [(line.unit.name_en, line.aim.code) for line in lines]
    assert AuditEvent.objects.get(action="analysis.targets.export").details["count"] == len(lines)
    waiting = next(row for row in rows if row[2] == "waiting" and row[0] == "West Branch")
    told = dict(zip(head, waiting, strict=True))
    assert (told["Internal target"], told["In"], told["Actual figure"], told["n"]) == (-30, "seconds", 87, 25)
    assert told["Baseline"] == 112
    assert told["Change against the baseline, %"] == pytest.approx(-22.3214)


def test_workbook_writes_texts_as_texts(see, cast, world):
    Target.objects.filter(code="reply").update(name_en="=1+1")
    answer = see(cast.li, "", url=reverse("analysis:targets_export"))
    rows = load_workbook(BytesIO(b"".join(answer))).get_sheet_by_index(0).to_python()
    assert "=1+1" in [row[3] for row in rows]


def test_name_is_shown_as_text(see, cast, world):
    Target.objects.filter(code="reply").update(name_en="<b>x</b>")
    assert "<b>x</b>" not in see(cast.li).content.decode()


def test_choices_that_do_not_exist_mean_all(see, cast, world):
    assert listed(see(cast.li, "?target=nothing&level=x&state=y")) == listed(see(cast.li))


def test_list_of_every_unit_comes_in_pages(see, cast, world, monkeypatch):
    monkeypatch.setattr("analysis.targets_views.PAGE_SIZE", 5)
    first, last = see(cast.li, "?subject=units"), see(cast.li, "?subject=units&page=99")
    assert len(listed(first)) == 5
    assert not set(listed(first)) & set(listed(last))


def test_before_the_first_cycle_the_page_says_what_will_stand_here(see, cast):
    page = see(cast.li)
    assert (page.status_code, "No cycle yet" in page.content.decode()) == (200, True)
    assert see(cast.li, url=reverse("analysis:targets_export")).status_code == 404


def test_standard_without_targets_says_so(see, cast):
    version = make_version()
    StandardVersion.objects.update(target=None)
    for rows in (version.dimensions, version.indicators):
        rows.update(target=None)
    make_cycle(version, units=(cast.east,))
    page = see(cast.li)
    assert page.context["heading"] == "The standard of this cycle names no targets"
    assert listed(page) == []


def test_units_page_shows_the_figures_of_the_standard(see, cast, world):
    url = reverse("analysis:unit_detail", args=[cast.east.public_id])
    page = see(cast.chen, "?cycle=2021Q2", url=url)
    assert [line.aim.code for line in page.context["targets"]] == ["first", "solved", "waiting", "seconds"]
    assert f"{URL}?cycle=2021Q2&amp;subject=BR-E" in page.content.decode()


def test_standards_page_leads_to_the_actual_figures_that_the_reader_may_open(see, cast, world):
    def offered(person):
        return [page.url for page in see(person, url=world.version.get_absolute_url()).context["actual_pages"]]

    assert offered(cast.li) == [f"{URL}?cycle=2021Q2", f"{URL}?cycle=2021Q1"]
    assert offered(cast.lin) == []
    Cycle.objects.filter(pk=world.cycle.pk).update(state=CycleState.COLLECTING)
    assert offered(cast.chen) == [f"{URL}?cycle=2021Q1"]


def test_page_reads_no_records_and_no_sheets(see, cast, world, django_assert_max_num_queries):
    see(cast.li)
    with django_assert_max_num_queries(30) as queries:
        see(cast.li)
    read = [
        query["sql"]
        for query in queries.captured_queries
        if "servicerecord" in query["sql"] or "itemscore" in query["sql"]
    ]
    assert read == []
