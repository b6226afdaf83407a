"""How lenient a quarter's assessors were, and each unit's score beside the one adjusted for it (R29)."""

from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import load_workbook

from analysis.lenient.lines import cells_of, leniencies_of
from analysis.results import results_of
from assessments.models import ScoreTotal
from assessments.services.sheets import submit_sheet
from foundation.audit.models import AuditEvent
from foundation.common.numbers import UNITS
from tests.assessments.sheet_world import full_marks, make_cycle, make_plan, make_sheet, make_version

EN = {"accept-language": "en"}
URL = "analysis:leniency"
pytestmark = pytest.mark.django_db


def seal(plan, assessor, level: int) -> None:
    sheet = make_sheet(plan, assessor)
    marks = full_marks() | {"2.1": {"level": level, "reason": "" if level == 5 else "有疏漏"}}
    submit_sheet(sheet=sheet, actor=assessor, marks=marks, version=sheet.version, key=uuid4())


@pytest.fixture
def quarter(cast):
    """Two branches that serve alike. Guo gives less in attitude than Lin, and scored most of West Branch."""
    cycle = make_cycle(make_version(cast.li))
    for unit, lins, guos in ((cast.east, 8, 4), (cast.west, 4, 8)):
        plan = make_plan(cycle, unit, cast.li)
        for number in range(lins):
            seal(plan, cast.lin, 5 - number % 2)
        for number in range(guos):
            seal(plan, cast.guo, 2 - number % 2)
    return cycle


def test_sheets_of_units_and_assessors_add_up_to_the_kept_totals(cast, quarter):
    sheets = cells_of(quarter)
    for unit in (cast.east, cast.west):
        kept = ScoreTotal.objects.get(cycle=quarter, unit=unit, level="sheet")
        own = [totals for (key, _assessor), totals in sheets.items() if key == unit.pk]
        assert (sum(one.n for one in own), sum(one.total for one in own), sum(one.squares for one in own)) == (
            kept.n, kept.total, kept.squares,
        )  # fmt: skip
    assert {place: totals.n for place, totals in sheets.items()} == {
        (cast.east.pk, cast.lin.pk): 8, (cast.east.pk, cast.guo.pk): 4, (cast.west.pk, cast.lin.pk): 4,
        (cast.west.pk, cast.guo.pk): 8,
    }  # fmt: skip


def test_units_that_serve_alike_are_alike_once_the_assessors_are_taken_out(cast, quarter):
    found = leniencies_of(results_of(quarter))
    east, west = (next(line for line in found.units if line.row.unit == unit) for unit in (cast.east, cast.west))
    assert east.row.whole.value > west.row.whole.value
    assert float(east.adjusted) == pytest.approx(float(west.adjusted), abs=1e-3)
    assert (east.lift.value > 0 > west.lift.value, east.lift.is_sure, west.lift.is_sure) == (True, True, True)
    assert {line.assessor: line.effect.value > 0 for line in found.sure} == {cast.lin: True, cast.guo: False}


def test_lift_of_the_whole_is_that_of_the_sheets_by_their_weight(cast, quarter):
    """The means of the sheets of both units differ by what their assessors make of it, and the sheets weigh what they weigh in the whole."""
    result = results_of(quarter)
    found = leniencies_of(result)
    rows = {line.row.unit: line for line in found.units}
    sheets = {unit: next(source for source in rows[unit].row.whole.sources if source.kind == "sheets") for unit in rows}
    present = {unit: sum(one.weight for one in rows[unit].row.whole.sources if not one.is_missing) for unit in rows}
    gap = float(sheets[cast.east].points - sheets[cast.west].points) * sheets[cast.east].weight / present[cast.east]
    assert rows[cast.east].lift.value - rows[cast.west].lift.value == pytest.approx(gap, abs=2 / UNITS)


def test_page_names_who_is_lenient_and_shows_both_scores(client, cast, quarter):
    client.force_login(cast.zhou.user)
    page = client.get(reverse(URL), headers=EN)
    assert page.context["heading"].startswith("Lin Xiao scores more leniently than the others (+")
    assert "; Guo Min scores more strictly than the others (−" in page.context["heading"]
    assert [(person, told["word"], told["n"]) for person, told in page.context["assessors"]] == [
        (cast.lin, "lenient", 12), (cast.guo, "strict", 12),
    ]  # fmt: skip


def test_grades_stand_as_they_were_given(cast, quarter):
    before = results_of(quarter)
    leniencies_of(before)
    assert [row.whole.value for row in results_of(quarter).rows] == [row.whole.value for row in before.rows]


def test_assessors_who_share_no_unit_cannot_be_compared(client, cast):
    cycle = make_cycle(make_version(cast.li))
    for unit, assessor in ((cast.east, cast.lin), (cast.west, cast.guo)):
        plan = make_plan(cycle, unit, cast.li)
        for level in (5, 4, 5):
            seal(plan, assessor, level)
    client.force_login(cast.zhou.user)
    page = client.get(reverse(URL), headers=EN)
    assert page.context["heading"] == "Whether assessors differ cannot be told: they share no unit"
    assert "2 groups that share no unit" in page.content.decode()
    assert {told["word"] for _line, told, _url in page.context["page"]} == {"cannot be told"}
    assert {line.adjusted for line, _told, _url in page.context["page"]} == {None}


def test_before_anything_is_scored_there_is_nothing_yet(client, cast):
    client.force_login(cast.zhou.user)
    assert "No sheets have been scored yet" in client.get(reverse(URL), headers=EN).content.decode()
    assert client.get(reverse("analysis:leniency_export")).status_code == 404


def test_workbook_holds_what_the_page_shows_and_is_noted(client, cast, quarter):
    client.force_login(cast.zhou.user)
    answer = client.get(reverse("analysis:leniency_export"), headers=EN)
    rows = load_workbook(BytesIO(b"".join(answer))).get_sheet_by_index(0).to_python()
    assert [row[:4] for row in rows[1:]] == [
        ["Assessor", "00101", "Lin Xiao", 12], ["Assessor", "00102", "Guo Min", 12],
        ["Unit", cast.east.code, "East Branch", 12], ["Unit", cast.west.code, "West Branch", 12],
    ]  # fmt: skip
    assert Decimal(str(rows[3][8])) > Decimal(str(rows[3][9]))
    assert AuditEvent.objects.filter(action="analysis.leniency.export").count() == 1


def test_queries_do_not_grow_with_the_sheets(client, cast, quarter):
    client.force_login(cast.zhou.user)
    client.get(reverse(URL))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(URL))
    plan = make_plan(quarter, cast.east_outlet, cast.li)
    for level in (5, 4, 3):
        seal(plan, cast.lin, level)
    with CaptureQueriesContext(connection) as many:
        client.get(reverse(URL))
    assert len(many) <= len(few)
