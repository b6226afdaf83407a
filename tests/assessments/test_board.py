"""The board: loads, what is stuck on top, filters, and that it stays cheap with many sheets."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import ScoreSheet
from assessments.selectors.board import loads_of, on_board, stuck_on
from assessments.services.recusals import recuse_from_sheet
from organization.models import Person
from organization.services import end_role, enter_absence, move_person
from organization.worklist import work_waiting_for
from sampling.models import DrawnItem
from tests.assessments.crew import again, give

BOARD = "assessments:board"


def load_of(person, sheets=None):
    return next(one for one in loads_of(ScoreSheet.objects.all() if sheets is None else sheets) if one.person == person)


def many(crew, count: int, *, first: int = 0) -> None:
    """So many further sheets of the plan, from three assessors."""
    like = crew.sheets[0]
    items = DrawnItem.objects.bulk_create(
        DrawnItem(draw=like.item.draw, stratum="x", position=number, key=f"x:{number}")
        for number in range(first, first + count)
    )
    people = [crew.cast.lin, crew.cast.guo, crew.tang]
    ScoreSheet.objects.bulk_create(
        ScoreSheet(
            cycle=like.cycle, plan=like.plan, item=item, number=f"X-{number:04}", unit=like.unit, method="record_review",
            standard_version=like.standard_version, assessor=people[number % 3], due_on=date(2026, 12, 1),
        )
        for number, item in enumerate(items, start=first)
    )  # fmt: skip


def test_loads_count_open_soon_late_and_sealed_sheets_a_visit_for_both(crew):
    lin = crew.cast.lin
    mine = [one for one in crew.sheets if lin.pk in (one.assessor_id, one.co_assessor_id)]
    records = [one for one in mine if one.method == "record_review"]
    ScoreSheet.objects.update(due_on=date(2027, 1, 15))
    ScoreSheet.objects.filter(pk=records[0].pk).update(due_on=date(2026, 11, 20))
    ScoreSheet.objects.filter(pk=records[1].pk).update(due_on=date(2026, 11, 26))
    ScoreSheet.objects.filter(pk=records[2].pk).update(state="submitted")
    load = load_of(lin)
    assert (load.open, load.soon, load.late, load.sealed) == (len(mine) - 1, 1, 1, 1)
    assert load_of(crew.shen).open == 0


def test_load_tells_how_much_somebody_is_here(crew):
    enter_absence(person=crew.cast.lin, first_day=date(2026, 11, 24), last_day=date(2026, 11, 26), actor=crew.cast.lin)
    load = load_of(crew.cast.lin)
    # Ten working days from today on are twenty half-days; Tuesday to Thursday are six.
    assert (load.here, load.ahead, load.away.first_day) == (14, 20, date(2026, 11, 24))


def test_what_cannot_go_on_is_named_with_its_reason(crew):
    lin, guo = crew.cast.lin, crew.cast.guo
    assert stuck_on(on_board(ScoreSheet.objects.all())) == []
    move_person(person=lin, unit=crew.cast.east, actor=crew.cast.feng)
    enter_absence(person=guo, first_day=date(2026, 11, 24), last_day=date(2027, 1, 31), actor=guo)
    found = {sheet.number: why for sheet, why in stuck_on(on_board(ScoreSheet.objects.all()))}
    expected = {one.number: "own unit" for one in crew.sheets if one.assessor_id == lin.pk}
    visit = crew.visit.number
    assert {number: why for number, why in found.items() if number != visit} == {
        number: why for number, why in expected.items() if number != visit
    }
    assert found[visit] in ("own unit", "away")


def test_assessor_who_has_left_is_named(crew):
    Person.objects.filter(pk=crew.cast.lin.pk).update(left_on=date(2026, 11, 20))
    reasons = {
        why for sheet, why in stuck_on(on_board(ScoreSheet.objects.all())) if sheet.assessor_id == crew.cast.lin.pk
    }
    assert reasons == {"its assessor has left"}
    assert load_of(crew.cast.lin).here == 0


def test_assessor_who_has_lost_the_role_is_named(crew):
    end_role(assignment=crew.cast.lin.role_assignments.get(), actor=crew.cast.feng)
    reasons = {
        why
        for sheet, why in stuck_on(on_board(ScoreSheet.objects.all()))
        if crew.cast.lin.pk in (sheet.assessor_id, sheet.co_assessor_id)
    }
    assert reasons == {"its assessor assesses no more"}


def blocked(crew) -> ScoreSheet:
    left = (crew.cast.guo, crew.tang, crew.shen, crew.xu, crew.cast.li)
    Person.objects.filter(pk__in=[one.pk for one in left]).update(left_on=date(2026, 11, 1))
    sheet = crew.sheet_of(crew.cast.lin)
    recuse_from_sheet(sheet=sheet, actor=crew.cast.lin, kind="relative", text="家人", key=uuid4())
    Person.objects.filter(pk__in=[one.pk for one in left]).update(left_on=None)
    return again(sheet)


def test_blocked_sheet_stands_on_top_and_on_the_leads_work_list(crew, client):
    sheet = blocked(crew)
    client.force_login(crew.cast.li.user)
    page = client.get(reverse(BOARD))
    assert [one.number for one, _why in page.context["stuck"]] == [sheet.number]
    assert page.context["page"].object_list[0] == sheet
    assert page.content.decode().index("nobody is left who may score it") < page.content.decode().index('id="loads"')
    titles = [item.title for item in work_waiting_for(crew.cast.li)]
    assert f"Nobody may score sheet {sheet.number}" in titles
    assert not [item for item in work_waiting_for(crew.cast.lin) if sheet.number in item.title]


@pytest.mark.parametrize(
    ("who", "status", "offers"), [("li", 200, True), ("qian", 200, False), ("zhou", 403, None), ("lin", 403, None)]
)
def test_leads_act_supervisors_read(crew, client, who, status, offers):
    client.force_login(getattr(crew.cast, who).user)
    page = client.get(reverse(BOARD))
    assert page.status_code == status
    if status == 200:
        assert ("Reassign…" in page.content.decode()) == offers


def test_filters_narrow_loads_and_sheets_and_the_assessor_only_the_sheets(crew, client):
    client.force_login(crew.cast.li.user)
    page = client.get(reverse(BOARD), {"method": "on_site"})
    assert [one.method for one in page.context["page"]] == ["on_site"]
    assert {one.person.name: one.open for one in page.context["loads"] if one.open} == {"林晓": 1, "郭敏": 1}
    page = client.get(reverse(BOARD), {"assessor": "00101"})
    mine = [one for one in crew.sheets if crew.cast.lin.pk in (one.assessor_id, one.co_assessor_id)]
    assert len(page.context["page"].object_list) == len(mine)
    assert {one.person.name for one in page.context["loads"] if one.open} == {"林晓", "郭敏"}
    ScoreSheet.objects.filter(pk=mine[0].pk).update(unit=crew.cast.west)
    assert client.get(reverse(BOARD), {"unit": "BR-W"}).context["page"].object_list[0] == mine[0]


def test_narrowed_loads_say_by_what_and_how_many_somebody_has_in_all(crew, client):
    client.force_login(crew.cast.li.user)
    lin = crew.cast.lin
    many(crew, 66)

    page = client.get(reverse(BOARD), {"method": "on_site", "cycle": crew.plan.cycle.code})
    row = next(one for one in page.context["loads"] if one.person == lin)
    assert page.context["narrowed_by"] == [crew.plan.cycle.code, "On-site observation"]
    assert (row.open, row.all_open) == (1, load_of(lin).open)
    # More sheets in all than half-days until the horizon: the one that is looked at does not make somebody free.
    assert row.is_tight

    whole = client.get(reverse(BOARD))
    assert whole.context["narrowed_by"] == []
    assert "all cycles, units and methods" in whole.content.decode()


def test_loads_count_what_the_board_counts(crew, client):
    """A sheet that stayed open in a cycle past its scoring is on nobody's load."""
    type(crew.plan.cycle).objects.update(state="feedback")
    assert {one.open for one in loads_of(ScoreSheet.objects.all())} == {0}


def test_filter_draws_the_loads_anew_with_the_list(crew, client):
    """Without that they would go on telling what was looked at before."""
    client.force_login(crew.cast.li.user)
    page = client.get(reverse(BOARD)).content.decode()
    assert 'hx-select-oob="#board-heading,#board-follows"' in page
    follows = page[page.index('id="board-follows"') : page.index('id="list"')]
    assert 'id="loads"' in follows
    assert page.count('id="board-heading"') == 1


def test_sheets_of_the_initial_assessment_are_on_the_board(crew, client):
    type(crew.plan.cycle).objects.update(state="initial")
    client.force_login(crew.cast.li.user)
    assert set(client.get(reverse(BOARD)).context["page"]) == set(crew.sheets)


def test_cycle_past_scoring_is_not_on_the_board(crew, client):
    type(crew.plan.cycle).objects.update(state="feedback")
    client.force_login(crew.cast.li.user)
    assert list(client.get(reverse(BOARD)).context["page"]) == []


def test_two_thousand_sheets_are_paged_in_as_many_queries_as_twenty(crew, client):
    client.force_login(crew.cast.li.user)

    def queries() -> int:
        with CaptureQueriesContext(connection) as taken:
            answer = client.get(reverse(BOARD))
        assert answer.status_code == 200
        return len(taken)

    many(crew, 20)
    queries()
    few = queries()
    many(crew, 2000, first=20)
    assert queries() == few
    page = client.get(reverse(BOARD))
    assert (len(page.context["page"].object_list), page.context["page"].paginator.count) == (100, 2027)


def test_sheet_tells_through_whose_hands_it_went(crew, client):
    sheet = crew.sheet_of(crew.cast.lin)
    give(crew, [sheet], to=crew.tang)
    client.force_login(crew.cast.qian.user)
    page = client.get(reverse("assessments:sheet_detail", args=[sheet.public_id])).content.decode()
    assert "Lin Xiao → Tang Li" in page
    assert "Reassign…" not in page


def test_export_of_the_list_names_the_new_assessor(crew, client):
    sheet = crew.sheet_of(crew.cast.lin)
    give(crew, [sheet], to=crew.tang)
    client.force_login(crew.tang.user)
    page = client.get(reverse("assessments:sheet_list"))
    assert [row.number for row in page.context["page"]] == [sheet.number]
