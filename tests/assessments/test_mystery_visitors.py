"""Who makes the mystery visits: those whom the plan names, by chance and in balance, and nobody whom the unit knows (R13, R15)."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from assessments.enums import Method
from assessments.methods_planned import Further
from assessments.models import Assignment, Plan, PlannedMethod, PlannedPerson, ScoreSheet
from assessments.selectors.board import stuck_on
from assessments.selectors.plans import open_to
from assessments.selectors.sheets import visible_to
from assessments.selectors.teams import candidates_for, eligible_assessors
from assessments.selectors.visitors import visitor_candidates
from assessments.services.assignment_verification import verify_assignments
from assessments.services.outside_reminders import remind_of_expiring_accounts
from assessments.services.plan_seals import verify_plans
from assessments.services.plans import complete_plan
from assessments.services.reassignment import reassign_sheets
from foundation.common import clock
from foundation.common.errors import Invalid
from foundation.notifications.models import Notification
from organization.enums import Role
from organization.models import Person, RoleAssignment
from organization.services import deactivate_person
from tests.assessments.planning import approved, completed, drawn, earlier_plan, filled_in
from tests.assessments.sheet_world import make_sheet, make_version
from tests.organization.outsiders import engage, ready

GUIDE = "1. Ask for an account."
DUE = date(2027, 1, 15)


def visits(*people, wanted: int = 4) -> list[Further]:
    return [Further(Method.MYSTERY, wanted, GUIDE, tuple(people))]


@pytest.fixture
def shen(cast, in_quarter):
    return ready(engage(cast))


def refusal(cast, plan, *people, **more) -> list[str]:
    with pytest.raises(Invalid) as found:
        complete_plan(plan=plan, actor=cast.li, **(filled_in(cast) | {"further": visits(*people)} | more))
    return found.value.message_dict["mystery_people"]


def mystery_of(plan) -> list[ScoreSheet]:
    return list(ScoreSheet.objects.filter(plan=plan, method=Method.MYSTERY).select_related("assessor", "item", "cycle"))


# -- The plan


def test_plan_that_names_nobody_is_refused_beside_the_field(cast, plan):
    [sentence] = refusal(cast, plan)
    assert sentence.startswith("Name who makes the mystery visits")


def test_nobody_of_the_units_line_is_named(cast, plan):
    [sentence] = refusal(cast, plan, cast.chen)
    assert sentence.endswith("Own unit: works there, above or below it, or did so in this quarter.")


def test_nobody_is_named_who_visits_the_unit_openly_by_this_plan(cast, plan):
    [sentence] = refusal(cast, plan, cast.lin)
    assert sentence.endswith("Is on the team that visits the unit openly.")
    completed(cast, plan, visits_wanted=0, further=visits(cast.lin))


def test_nobody_is_named_who_was_there_openly_within_two_quarters(cast, plan):
    earlier = make_sheet(
        _past_plan(cast, plan, "2026Q2"), cast.sun, method=Method.ON_SITE, due_on=plan.cycle.start - timedelta(days=100)
    )
    [sentence] = refusal(cast, plan, cast.sun)
    assert "is known there" in sentence
    ScoreSheet.objects.filter(pk=earlier.pk).update(due_on=plan.cycle.start - timedelta(days=200))
    completed(cast, plan, further=visits(cast.sun))


def _past_plan(cast, plan, code):
    from tests.assessments.sheet_world import make_cycle, make_plan

    return make_plan(make_cycle(make_version(cast.li), code=code), cast.east, cast.li)


def test_account_lasts_until_the_sheets_are_due(cast, plan, shen):
    Person.objects.filter(pk=shen.pk).update(access_until=DUE - timedelta(days=1))
    shen.refresh_from_db()
    [sentence] = refusal(cast, plan, shen)
    assert "before the sheets are due" in sentence


def test_account_has_begun_by_the_day_on_which_the_sheets_are_due(cast, plan, shen):
    Person.objects.filter(pk=shen.pk).update(access_from=DUE + timedelta(days=1), access_until=DUE + timedelta(days=30))
    shen.refresh_from_db()
    [sentence] = refusal(cast, plan, shen)
    assert sentence.endswith("The account begins on 16 Jan 2027, after the sheets are due.")
    Person.objects.filter(pk=shen.pk).update(access_from=DUE)
    shen.refresh_from_db()
    completed(cast, plan, further=visits(shen))


def test_outside_assessors_are_on_no_team(cast, plan, shen):
    assert shen not in [one.person for one in candidates_for(plan)]
    assert shen not in eligible_assessors(cast.east, plan.cycle)
    with pytest.raises(Invalid) as found:
        completed(cast, plan, team=[cast.lin, shen])
    assert any("Outside assessors make mystery visits only." in one for one in found.value.message_dict["team"])


def test_page_offers_outside_assessors_first_and_says_who_may_not(client, cast, plan, shen):
    completed(cast, plan, further=visits(shen))
    rows = visitor_candidates(plan)
    assert [(one.person, bool(one.objection)) for one in rows][:1] == [(shen, False)]
    assert {one.person for one in rows if one.objection} >= {cast.lin, cast.guo}
    client.force_login(cast.li.user)
    page = client.get(reverse("assessments:plan_complete", args=[plan.public_id])).content.decode()
    assert "明察咨询" in page and f'value="{shen.public_id}" id="visitor-{shen.public_id}" checked' in page
    page = client.get(plan.get_absolute_url()).content.decode()
    assert "Mystery visitors" in page and "明察咨询" in page


def test_visitor_who_was_exchanged_after_the_approval_is_found(cast, plan, shen):
    approved(cast, plan, further=visits(shen))
    assert verify_plans() == []
    PlannedPerson.objects.update(person=cast.sun)
    [problem] = verify_plans()
    assert "is not the one that was approved" in problem


# -- Who must not read it


def made_liaison(cast) -> Person:
    """Li, whose desk is in the quality office, is a liaison of the east branch beside it."""
    RoleAssignment.objects.create(person=cast.li, role=Role.LIAISON, unit=cast.east)
    return Person.objects.get(pk=cast.li.pk)


def plan_pages(client, plan, person) -> str:
    client.force_login(person.user)
    addresses = plan.get_absolute_url(), reverse("assessments:cycle_plans", args=[plan.cycle.public_id])
    return "".join(client.get(address).content.decode() for address in addresses)


def test_who_answers_for_the_unit_reads_nothing_of_mystery_visits_in_its_plan(client, cast, plan, shen):
    before = earlier_plan(cast, plan.cycle.standard_version)
    PlannedMethod.objects.create(plan=before, method=Method.MYSTERY, wanted=1, guide="1. Ask for a card.")
    completed(cast, plan, further=visits(shen))
    for reader, told in ((cast.zhou, True), (made_liaison(cast), False)):
        page = plan_pages(client, plan, reader)
        for words in ("Ask for an account", "Mystery visit", "明察咨询", "Shen Zhiqiu"):
            assert (words in page) is told, words
        assert "Records to review" in page


def test_who_answers_for_the_unit_does_not_write_its_plan(client, cast, plan):
    reader = made_liaison(cast)
    client.force_login(reader.user)
    assert client.get(reverse("assessments:plan_complete", args=[plan.public_id])).status_code == 403
    assert plan not in open_to(reader, Plan.objects.all())


def test_sheets_of_a_plan_are_counted_without_open_mystery_visits(client, cast, plan, shen):
    plan = drawn(cast, plan, visits_wanted=0, further=visits(shen))
    known = ScoreSheet.objects.filter(plan=plan).exclude(method=Method.MYSTERY).count()
    reader = made_liaison(cast)
    client.force_login(reader.user)
    assert client.get(plan.get_absolute_url()).context["object"].sheet_count == known
    page = client.get(plan.cycle.get_absolute_url()).content.decode()
    assert f"0 / {known}<" in page and f"0 / {known + 4}<" not in page
    ScoreSheet.objects.filter(plan=plan, method=Method.MYSTERY).update(state="submitted")
    assert client.get(plan.get_absolute_url()).context["object"].sheet_count == known + 4
    assert "Ask for an account" in plan_pages(client, plan, reader)


# -- The draw


def test_visits_go_to_the_named_in_balance_and_the_rest_to_the_team(cast, plan, shen):
    plan = drawn(cast, plan, visits_wanted=0, further=visits(shen, cast.sun))
    counts = [sheet.assessor for sheet in mystery_of(plan)]
    assert (counts.count(shen), counts.count(cast.sun)) == (2, 2)
    others = ScoreSheet.objects.filter(plan=plan).exclude(method=Method.MYSTERY)
    assert {sheet.assessor for sheet in others} == {cast.lin, cast.guo}
    assert verify_assignments() == []
    frozen = Assignment.objects.get(draw=plan.draw)
    [key] = {sheet.item.key for sheet in mystery_of(plan)[:1]}
    assert frozen.inputs["excluded"][key][str(cast.lin.public_id)] == "not_named"


def test_named_who_left_before_the_draw_are_stood_in_for_by_somebody_whom_the_unit_does_not_know(cast, plan, shen):
    from sampling.services import add_nonce
    from tests.assessments.planning import drawing

    plan = drawing(cast, plan, visits_wanted=0, further=visits(shen, wanted=1))
    deactivate_person(person=shen, actor=cast.feng)
    add_nonce(draw=plan.draw, person=cast.qian, value="a red kite")
    [sheet] = mystery_of(plan)
    assert sheet.assessor in (cast.lin, cast.guo)


# -- After the last day


@pytest.fixture
def given(cast, plan, shen):
    """Two open mystery visits of Shen's."""
    return mystery_of(drawn(cast, plan, visits_wanted=0, further=visits(shen, wanted=2)))


def after_the_last_day():
    return clock.travelling(clock.at_local(date(2027, 1, 30), 9))


def test_open_visits_of_an_ended_account_are_stuck_and_can_be_given_on(client, cast, plan, shen, given):
    sheets = ScoreSheet.objects.filter(pk__in=[one.pk for one in given])
    assert stuck_on(sheets) == []
    with after_the_last_day():
        assert [why for _sheet, why in stuck_on(sheets)] == ["the account of its assessor has ended"] * 2
        client.force_login(cast.li.user)
        page = client.get("/").content.decode()
        assert "has ended" in page and "2 open mystery visits" in page
        reassign_sheets(
            sheets=given, turns={one.pk: one.turn for one in given}, actor=cast.li, reason="账号到期", key=uuid4()
        )
    for sheet in sheets:
        assert sheet.assessor not in (shen, cast.chen)


def test_leads_hear_three_working_days_before_the_end_once(cast, shen, given):
    with clock.travelling(clock.at_local(date(2027, 1, 25), 9)):
        assert remind_of_expiring_accounts() == 0
    with clock.travelling(clock.at_local(date(2027, 1, 26), 9)):
        assert remind_of_expiring_accounts() == 1
        remind_of_expiring_accounts()
    notices = Notification.objects.filter(kind="assessments.outsider.expiring")
    assert [(one.user, one.params["count"]) for one in notices] == [(cast.li.user, 2)]


def test_nobody_is_told_where_nothing_is_open(cast, shen):
    with clock.travelling(clock.at_local(date(2027, 1, 28), 9)):
        assert remind_of_expiring_accounts() == 0


# -- What they see


def test_outside_assessor_sees_their_own_visits_alone(client, cast, plan, shen, given):
    assert set(visible_to(shen)) == set(given)
    client.force_login(shen.user)
    page = client.get(reverse("assessments:sheet_list")).content.decode()
    assert all(sheet.number in page for sheet in given)
    page = client.get(reverse("assessments:sheet_detail", args=[given[0].public_id])).content.decode()
    assert "Li Wen" not in page and "Qian Li" not in page and "History" not in page
    other = ScoreSheet.objects.filter(plan=plan).exclude(method=Method.MYSTERY).first()
    assert client.get(reverse("assessments:sheet_detail", args=[other.public_id])).status_code == 404
    assert client.get(plan.draw.get_absolute_url() if plan.draw else "/search/").status_code == 404
    assert client.get(reverse("assessments:board")).status_code == 404
