"""From no count, notice, act in the trail or proof does anybody of a unit's line read that a mystery visit to it is open (R15, decision 063)."""

from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from assessments import gates
from assessments.enums import AssignmentCause, CycleState, HandoverAct, PlanState, SheetState
from assessments.models import Assignment, Cycle, Handover, Plan, Recusal, ScoreSheet
from assessments.services.due_dates import recount_due_dates
from assessments.services.outside_reminders import remind_of_expiring_accounts
from assessments.services.passing import pass_gate
from assessments.services.recusals import tell_leads_of_blocked
from calibration.selectors.items import find_item
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Invalid
from foundation.notifications.models import Notification
from organization.enums import Role
from organization.models import Person, RoleAssignment
from sampling.models import Draw
from tests.assessments.planning import NOON
from tests.assessments.sheet_world import make_mystery
from tests.assessments.test_sheet_pages import again
from tests.cast import make_person

DAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def at_noon():
    with clock.travelling(NOON):
        yield


@pytest.fixture
def world(sheets):
    """A record of East Branch that Lin scores, and Guo’s mystery visit there; both open. Tang, of the branch, leads as Li does; Ma of it watches."""
    sheets.visit = make_mystery(sheets.plan, sheets.cast.guo, DAY)
    sheets.insider = make_person("lead2", "00311", "唐宁", "Tang Ning", sheets.cast.east, Role.LEAD)
    sheets.watcher = make_person("watcher2", "00312", "马骏", "Ma Jun", sheets.cast.east, Role.SUPERVISOR)
    Draw.objects.filter(pk=sheets.plan.draw_id).update(
        frame_counts={"phone": 40, "mystery": 10}, sizes={"phone": 1, "mystery": 1}, drawn_at=NOON, seed="00" * 32
    )
    sheets.plan.draw.refresh_from_db()
    Plan.objects.filter(pk=sheets.plan.pk).update(state=PlanState.SCORING)
    return sheets


def opened(client, person, address: str):
    client.force_login(Person.objects.get(pk=person.pk).user)
    return client.get(address)


def test_counts_of_cycles_are_without_it(client, world):
    for person, sheets in ((world.insider, 1), (world.cast.li, 2)):
        [row] = opened(client, person, reverse("assessments:cycle_list")).context["page"].object_list
        assert (row.sheet_count, row.sealed_count) == (sheets, 0)
        board = opened(client, person, world.cycle.get_absolute_url()).context
        assert board["sheets"] == sheets
    assert [load.person for load in opened(client, world.insider, world.cycle.get_absolute_url()).context["loads"]] == [
        world.cast.lin
    ]


def test_what_blocks_the_gate_names_it_to_nobody_of_the_line(client, world):
    Cycle.objects.filter(pk=world.cycle.pk).update(state=CycleState.INITIAL)
    cycle = Cycle.objects.get(pk=world.cycle.pk)
    for person, sentence in (
        (world.insider, "1 sheet is not sealed: East Branch 1."),
        (world.cast.li, "2 sheets are not sealed: East Branch 2."),
    ):
        assert sentence in [str(one) for one in gates.what_blocks(cycle, person)]
    ScoreSheet.objects.filter(pk=world.sheet.pk).update(state=SheetState.SUBMITTED)
    assert "Not all sheets are sealed yet." in [str(one) for one in gates.what_blocks(cycle, world.insider)]
    assert "East Branch" not in opened(client, world.insider, cycle.get_absolute_url()).context["blockers"][0].text
    with pytest.raises(Invalid) as refusal:
        pass_gate(cycle=cycle, gate=CycleState.INITIAL, actor=world.insider, key=uuid4())
    assert "East Branch" not in " ".join(refusal.value.messages)


@pytest.fixture
def assigned(world):
    Assignment.objects.create(
        draw=world.plan.draw, number=0, cause=AssignmentCause.DRAW, digest="0" * 64,
        inputs={"items": [world.visit.item.key], "team": [], "stand_ins": []}, result={},
    )  # fmt: skip
    return reverse("assessments:assignment_proof", args=[world.plan.draw.public_id])


def test_proof_of_the_assessors_is_refused_to_the_line(client, world, assigned):
    for person in (world.insider, world.watcher):
        assert opened(client, person, assigned).status_code == 403
        page = opened(client, person, world.plan.get_absolute_url()).content.decode()
        assert assigned not in page
        assert (
            assigned
            not in opened(
                client, person, reverse("assessments:sheet_detail", args=[world.sheet.public_id])
            ).content.decode()
        )
    assert world.visit.item.key in opened(client, world.cast.qian, assigned).content.decode()
    Plan.objects.filter(pk=world.plan.pk).update(state=PlanState.DONE)
    assert opened(client, world.insider, assigned).status_code == 200


@pytest.mark.parametrize("has_visit", [True, False])
def test_absence_of_a_proof_tells_nothing(client, world, assigned, has_visit):
    if not has_visit:
        ScoreSheet.objects.filter(pk=world.visit.pk).delete()
        Draw.objects.filter(pk=world.plan.draw_id).update(frame_counts={"phone": 40}, sizes={"phone": 1})
    assert opened(client, world.insider, assigned).status_code == 403
    page = opened(client, world.insider, world.plan.draw.get_absolute_url()).content.decode()
    # With the seed anybody could draw the half-days of visits again.
    assert "Seed</dt>" not in page and "Secret</dt>" not in page


def test_trail_keeps_the_plans_of_the_own_line_back_until_they_are_done(client, world):
    acts = [
        ("assessments.sheet.start", world.visit, {}),
        ("assessments.sheet.start", world.sheet, {}),
        ("assessments.plan.complete", world.plan, {"mystery": 1}),
        ("sampling.draw.freeze", world.plan.draw, {"counts": {"mystery": 10}}),
    ]
    for action, target, details in acts:
        record_event(actor=world.cast.guo, action=action, target=target, **details)
    record_event(actor=world.cast.guo, action="assessments.cycle.open", target=world.cycle)
    trail, export = reverse("audit:event_list"), reverse("audit:event_export")

    def read(person) -> set[str]:
        rows = load_workbook(BytesIO(opened(client, person, export).getvalue())).active
        shown = {row.action for row in opened(client, person, trail).context["page"].object_list}
        assert shown & EVERY == {row[5].value for row in rows} & EVERY
        return shown & EVERY

    every = {action for action, _target, _details in acts} | {"assessments.cycle.open"}
    EVERY.update(every)
    assert read(world.watcher) == {"assessments.cycle.open"}
    assert "plans of your own line" in opened(client, world.watcher, trail).content.decode()
    asked = opened(client, world.watcher, f"{trail}?target={world.visit.public_id}")
    assert list(asked.context["page"].object_list) == []
    assert read(world.cast.qian) == every
    assert "plans of your own line" not in opened(client, world.cast.qian, trail).content.decode()
    Plan.objects.filter(pk=world.plan.pk).update(state=PlanState.DONE)
    assert read(world.watcher) == every


EVERY: set[str] = set()


def told(kind: str) -> set[int]:
    return set(Notification.objects.filter(kind=kind).values_list("user", flat=True))


def test_no_notice_tells_a_lead_of_the_line(world):
    lead = world.cast.li.user_id
    tell_leads_of_blocked(again(world.visit))
    assert told("assessments.sheet.blocked") == {lead}
    ScoreSheet.objects.filter(pk=world.visit.pk).update(due_on=date(2026, 11, 28))  # a Saturday
    recount_due_dates()
    assert told("assessments.visit.rest_day") == {lead, world.cast.guo.user_id}
    Person.objects.filter(pk=world.cast.guo.pk).update(
        firm="明察咨询", access_from=date(2026, 11, 2), access_until=NOON.date() + timedelta(days=1)
    )
    assert remind_of_expiring_accounts() == 1
    assert told("assessments.outsider.expiring") == {lead}


def test_visit_of_a_leads_own_is_told_to_them(world):
    RoleAssignment.objects.create(person=world.cast.guo, role=Role.LEAD, unit=world.cast.retail)
    world.cast.guo.unit = world.cast.east
    world.cast.guo.save(update_fields=["unit"])
    tell_leads_of_blocked(again(world.visit))
    assert told("assessments.sheet.blocked") == {world.cast.li.user_id, world.cast.guo.user_id}


def test_number_of_the_sheet_is_none_that_a_calibration_knows(world):
    for person, sentence in (
        (world.insider, "There is no service record or score sheet with this number."),
        (world.cast.li, "is about a visit"),
    ):
        with pytest.raises(Invalid) as refusal:
            find_item(world.visit.number, person)
        assert sentence in refusal.value.messages[0]


def choices(filters, name: str) -> set[str]:
    return {str(one) for one in filters.filters[name].queryset}


def test_filters_offer_no_name_that_the_rows_do_not_have(client, world):
    for address in (reverse("assessments:sheet_list") + "?view=all", reverse("assessments:board")):
        for person, names in ((world.insider, {"林晓"}), (world.cast.li, {"林晓", "郭敏"})):
            assert choices(opened(client, person, address).context["filter"], "assessor") == names
    ScoreSheet.objects.filter(pk=world.sheet.pk).update(unit=world.cast.west)
    for person, units in ((world.insider, {"West Branch"}), (world.cast.li, {"West Branch", "East Branch"})):
        assert choices(opened(client, person, reverse("assessments:sheet_list")).context["filter"], "unit") == units


def test_whoever_scores_is_offered_the_units_of_their_own_sheets(client, world):
    ScoreSheet.objects.filter(pk=world.sheet.pk).update(unit=world.cast.west)
    assert choices(opened(client, world.cast.guo, reverse("assessments:sheet_list")).context["filter"], "unit") == {
        "East Branch"
    }


def test_recusals_and_replacements_are_without_it(client, world):
    Recusal.objects.create(person=world.cast.guo, sheet=world.visit, kind="conflict", text="旧识", since=NOON.date())
    sheet = world.visit
    Handover.objects.create(
        sheet=sheet, turn=1, act=HandoverAct.REPLACED, kind="impossible", assessor_before=sheet.assessor,
        assessor_after=sheet.assessor, item_before=sheet.item, item_after=sheet.item,
    )  # fmt: skip
    for person, count in ((world.insider, 0), (world.watcher, 0), (world.cast.li, 1)):
        page = opened(client, person, reverse("assessments:recusal_list"))
        assert len(page.context["page"].object_list) == count
        assert opened(client, person, reverse("assessments:replacement_list")).context["replaced"] == count
