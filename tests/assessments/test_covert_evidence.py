"""What a mystery visitor recorded, and that there is a visit at all, stays from the unit until the seal and beyond (R15, R17)."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from assessments.enums import CycleState, PlanState
from assessments.models import Cycle, Plan, ScoreSheet
from assessments.rules.sheets import watches_covertly
from assessments.selectors.evidence import evidence_visible_to
from assessments.selectors.sheets import visible_to
from assessments.services.evidence import add_evidence
from assessments.services.sheets import submit_sheet
from assessments.services.visits import Visit
from foundation.common import clock
from organization.enums import Role, UnitKind
from organization.models import Person, RoleAssignment, Unit
from organization.searching import search
from organization.worklist import work_waiting_for
from sampling.models import Draw
from sampling.purposes import concealed_strata
from tests.assessments.files import png
from tests.assessments.planning import NOON
from tests.assessments.sheet_world import full_marks, make_mystery
from tests.assessments.test_sheet_pages import again, sign_in, url
from tests.cast import make_unit

DRAWN = NOON - timedelta(days=3)
STATED = Visit(NOON.replace(hour=9), "滨江网点大堂", left_at=NOON.replace(hour=10), met="三号柜台，女")


@pytest.fixture(autouse=True)
def at_noon():
    with clock.travelling(NOON):
        yield


@pytest.fixture
def visit(sheets):
    """Lin's, of this morning, with a photo."""
    sheet = make_mystery(sheets.plan, sheets.cast.lin, date(2026, 11, 23))
    add_evidence(sheet=sheet, actor=sheets.cast.lin, source=png(), name="柜台.png", key=uuid4())
    return sheet


def seal(sheet: ScoreSheet, state: str = CycleState.FEEDBACK) -> None:
    submit_sheet(
        sheet=again(sheet), actor=sheet.assessor, marks=full_marks(), version=again(sheet).version, key=uuid4(),
        visit=STATED,
    )  # fmt: skip
    Cycle.objects.filter(pk=sheet.cycle_id).update(state=state)


def move_to(person, unit) -> None:
    person.unit = unit
    person.save(update_fields=["unit"])


@pytest.mark.parametrize(
    ("who", "opens"),
    [("lin", True), ("li", True), ("qian", True), ("zhou", False), ("chen", False), ("wu", False), ("guo", False)],
)
def test_who_opens_the_photo_once_the_results_are_approved(client, sheets, visit, who, opens):
    seal(visit)
    person = getattr(sheets.cast, who)
    evidence = visit.evidence.get()
    assert evidence_visible_to(person).filter(pk=evidence.pk).exists() is opens
    sign_in(client, person)
    for name in ("evidence_file", "evidence_thumbnail"):
        answer = client.get(reverse(f"assessments:{name}", args=[evidence.public_id]))
        assert answer.status_code == (200 if opens else 404)


def test_head_reads_the_scores_and_is_told_where_the_evidence_is(client, sheets, visit):
    seal(visit)
    page = sign_in(client, sheets.cast.chen).get(url("sheet_detail", visit)).content.decode()
    assert "100.0" in page and str(visit.evidence.get().public_id) not in page
    assert "The unit sees it only through its appeal." in page


def test_lead_of_the_units_own_line_does_not_see_it(sheets, visit):
    seal(visit)
    move_to(sheets.cast.li, sheets.cast.east_outlet)
    assert not evidence_visible_to(sheets.cast.li).exists()


def test_visitor_is_told_at_the_upload_what_may_be_recorded(client, sheets, visit, settings):
    page = sign_in(client, sheets.cast.lin).get(url("sheet_score", visit)).content.decode()
    assert "no faces of other customers" in page and 'capture="environment"' in page
    settings.COVERT_NOTICE = {"zh": "", "en": "By rule 7 of the bank: sound only."}
    page = client.get(url("sheet_score", visit)).content.decode()
    assert "By rule 7 of the bank: sound only." in page and "no faces of other customers" not in page


# Three ways to belong to the unit that the desk alone does not tell.
def answers_for_east(cast) -> None:
    RoleAssignment.objects.create(person=cast.li, role=Role.LIAISON, unit=cast.east)


def works_below_east(cast) -> None:
    move_to(cast.li, make_unit("BR-E-D", "城东支行营销部", "East Marketing", UnitKind.DEPARTMENT, cast.east))


def works_above_east(cast) -> None:
    region = make_unit("REG", "城区管理部", "City Region", UnitKind.DEPARTMENT, cast.bank)
    Unit.objects.filter(pk=cast.east.pk).update(parent=region)
    move_to(cast.li, region)


@pytest.mark.parametrize("belongs", [answers_for_east, works_below_east, works_above_east])
def test_lead_who_belongs_to_the_unit_in_whatever_way_learns_nothing_of_the_open_visit(client, sheets, visit, belongs):
    belongs(sheets.cast)
    li = Person.objects.get(pk=sheets.cast.li.pk)
    draw = sheets.plan.draw
    Draw.objects.filter(pk=draw.pk).update(frame_counts={"phone": 40, "mystery": 10}, drawn_at=DRAWN, seed="00" * 32)
    assert visit not in visible_to(li) and sheets.sheet in visible_to(li)
    assert not evidence_visible_to(li).exists() and not watches_covertly(li, visit)
    assert concealed_strata(Draw.objects.get(pk=draw.pk), li) == {"mystery"}
    seal(visit)
    assert visit in visible_to(li) and not evidence_visible_to(li).exists()
    page = sign_in(client, li).get(url("sheet_detail", visit)).content.decode()
    assert "询问理财产品" not in page and STATED.met not in page


def test_board_and_first_screen_of_such_a_lead_know_nothing_of_the_open_visit(client, sheets, visit):
    answers_for_east(sheets.cast)
    ScoreSheet.objects.filter(pk=visit.pk).update(is_blocked=True, due_on=date(2026, 11, 20))
    Person.objects.filter(pk=sheets.cast.lin.pk).update(
        firm="明察咨询", access_from=date(2026, 11, 2), access_until=date(2026, 11, 20)
    )
    li = Person.objects.get(pk=sheets.cast.li.pk)
    titles = [item.title for item in work_waiting_for(li)]
    assert not [one for one in titles if visit.number in one]
    # The other sheet of the same assessor waits as before.
    [ended] = [item for item in work_waiting_for(li) if "has ended" in item.title]
    assert ended.detail == "1 open mystery visit"
    board = sign_in(client, li).get(reverse("assessments:board"))
    assert visit.number not in board.content.decode() and sheets.sheet.number in board.content.decode()
    assert [board.context[name] for name in ("open_count", "late_count", "stuck_count")] == [1, 0, 1]
    assert {one.person: (one.open, one.all_open) for one in board.context["loads"]}[sheets.cast.lin] == (1, 1)
    assert client.get(sheets.plan.get_absolute_url()).context["late"] == 0


# -- That there is a visit at all


@pytest.mark.parametrize("who", ["chen", "wu", "zhao"])
def test_unit_does_not_find_the_open_sheet(client, sheets, visit, who):
    person = getattr(sheets.cast, who)
    assert not visible_to(person).exists()
    sign_in(client, person)
    assert client.get(url("sheet_detail", visit)).status_code == 404
    for address in (
        "/",
        reverse("assessments:sheet_list") + "?view=all",
        reverse("assessments:calendar"),
    ):
        page = client.get(address).content.decode()
        # The list's filter names every method there is.
        assert visit.number not in page and "Mystery visit" not in page.replace(">Mystery visit</option>", "")
    assert search(person, visit.number) == []


def test_lead_who_belongs_to_the_unit_learns_of_it_with_the_seal(sheets, visit):
    move_to(sheets.cast.li, sheets.cast.east)
    assert visit not in visible_to(sheets.cast.li) and sheets.sheet in visible_to(sheets.cast.li)
    seal(visit, CycleState.COLLECTING)
    assert visit in visible_to(sheets.cast.li)


@pytest.fixture
def proof(client, sheets, visit):
    """The address of the draw's page, for a lead who belongs to the unit."""
    draw = sheets.plan.draw
    Draw.objects.filter(pk=draw.pk).update(
        frame_counts={"phone": 40, "mystery": 10}, sizes={"phone": 6, "mystery": 1}, drawn_at=DRAWN, seed="00" * 32
    )
    move_to(sheets.cast.li, sheets.cast.east)
    RoleAssignment.objects.filter(person=sheets.cast.li).update(unit=sheets.cast.quality_office, role=Role.LEAD)
    sign_in(client, sheets.cast.li)
    return reverse("sampling:draw_detail", args=[draw.public_id])


def test_proof_of_the_draw_is_held_back_until_all_of_the_plan_is_sealed(client, sheets, visit, proof):
    page = client.get(proof).content.decode()
    assert "Mystery visit" not in page and visit.item.key not in page and "Phone" in page
    assert "once everything that was drawn has been done" in page
    download = reverse("sampling:draw_proof", args=[sheets.plan.draw.public_id])
    assert client.get(download).status_code == 403
    assert "Secret</dt>" not in page and "Seed</dt>" not in page
    seal(visit, CycleState.COLLECTING)
    Plan.objects.filter(pk=sheets.plan.pk).update(state=PlanState.DONE)
    page = client.get(proof).content.decode()
    assert "Mystery visit" in page and visit.item.key in page and "Download the proof" in page


def test_proof_conceals_nothing_from_those_who_watch_from_outside(client, sheets, visit, proof):
    Plan.objects.filter(pk=sheets.plan.pk).update(state=PlanState.SCORING)
    page = sign_in(client, sheets.cast.qian).get(proof).content.decode()
    assert "Mystery visit" in page and visit.item.key in page and "Download the proof" in page
