"""The pages of planning: acts by POST, what is offered and what is refused, and how many queries they need."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.enums import CycleState, PlanState
from assessments.models import Cycle, Plan, ScoreSheet
from assessments.selectors.hints import size_hint
from assessments.selectors.measures import measures_of
from organization.searching import search
from tests.assessments.planning import (
    ANSWER,
    approved,
    completed,
    drawn,
    filled_in,
    open_quarter,
    plan_of,
    records_for,
    standard_in_force,
    submitted,
)
from tests.cast import UnitKind, make_unit

LIST = reverse("assessments:cycle_list")
ENGLISH = {"accept-language": "en"}


def url(name: str, thing) -> str:
    return reverse(f"assessments:{name}", kwargs={"public_id": thing.public_id})


@pytest.fixture
def as_person(client):
    def sign_in(person):
        client.force_login(person.user)
        return client

    return sign_in


def form_data(cast, plan, **more) -> dict:
    data = filled_in(cast, **more)
    return {**data, "team": [str(person.public_id) for person in data["team"]], "version": plan.version}


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


# cycles


def test_lead_opens_the_quarter_by_the_page_once(cast, in_quarter, as_person):
    standard_in_force(cast)
    lead, data = as_person(cast.li), {"start": "2026-10-01"}
    answers = [lead.post(reverse("assessments:cycle_open"), data) for _twice in range(2)]
    cycle = Cycle.objects.get()
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, cycle.get_absolute_url())] * 2


@pytest.mark.parametrize("start", ["2026-04-01", "2027-04-01", "2026-10-02", "soon", ""])
def test_other_quarters_are_not_opened_by_the_page(cast, in_quarter, as_person, start):
    standard_in_force(cast)
    assert as_person(cast.li).post(reverse("assessments:cycle_open"), {"start": start}).status_code == 400
    assert Cycle.objects.count() == 0


def test_cycles_are_for_those_who_plan_and_watch(cast, quarter, as_person):
    for person in (cast.li, cast.zhou, cast.qian):
        assert as_person(person).get(url("cycle_detail", quarter)).status_code == 200
    for person in (cast.lin, cast.chen, cast.wu, cast.zhao, cast.feng, cast.he):
        assert as_person(person).get(url("cycle_detail", quarter)).status_code == 403
        assert as_person(person).get(LIST).status_code == 403


def test_cycle_page_tells_what_blocks_and_the_act_is_refused(cast, quarter, as_person):
    lead = as_person(cast.li)
    page = lead.get(url("cycle_detail", quarter), headers=ENGLISH)
    assert [blocker.text for blocker in page.context["blockers"]] == [
        "2 plans are not sent for approval: East Branch, West Branch."
    ]
    data = {"gate": "collecting", "client_key": uuid4()}
    answer = lead.post(url("cycle_pass_gate", quarter), data, follow=True, headers=ENGLISH)
    assert [str(message) for message in answer.context["messages"]] == [
        "2 plans are not sent for approval: East Branch, West Branch."
    ]
    assert Cycle.objects.get().state == CycleState.COLLECTING


def test_measures_are_refreshed_by_the_page(cast, quarter, as_person):
    assert as_person(cast.li).post(url("cycle_refresh_measures", quarter)).status_code == 302
    # Whatever its indicators and targets ask for, of two units.
    assert quarter.readings.count() == 2 * len(measures_of(quarter)) == 10
    assert as_person(cast.zhou).post(url("cycle_refresh_measures", quarter)).status_code == 403
    Cycle.objects.update(state=CycleState.FEEDBACK)
    assert as_person(cast.li).post(url("cycle_refresh_measures", quarter)).status_code == 409


# plans


def test_plan_is_completed_by_the_form(cast, plan, as_person):
    answer = as_person(cast.li).post(url("plan_complete", plan), form_data(cast, plan))
    assert (answer.status_code, answer.url) == (302, plan.get_absolute_url())
    assert Plan.objects.get(pk=plan.pk).team.count() == 2


def test_form_keeps_what_was_typed_and_says_what_is_wrong(cast, plan, as_person):
    data = form_data(cast, plan, team=[cast.lin, cast.chen], due_on=date(2026, 11, 21), records_wanted=17)
    answer = as_person(cast.li).post(url("plan_complete", plan), data, headers=ENGLISH)
    assert (answer.status_code, answer.context["form"]["records_wanted"].value()) == (422, "17")
    assert dict(answer.context["form"].errors) == {
        "team": ["陈洁: Own unit: works there, above or below it, or did so in this quarter."],
        "due_on": ["This is not a working day."],
    }


def test_form_of_a_stale_page_is_refused(cast, plan, as_person):
    data = form_data(cast, plan)
    lead = as_person(cast.li)
    assert lead.post(url("plan_complete", plan), data).status_code == 302
    assert lead.post(url("plan_complete", plan), data).status_code == 409


def test_extra_fields_change_nothing(cast, plan, as_person):
    as_person(cast.li).post(
        url("plan_complete", plan),
        {**form_data(cast, plan), "state": "approved", "approved_by": cast.li.pk, "unit": cast.west.pk},
    )
    kept = Plan.objects.get(pk=plan.pk)
    assert (kept.state, kept.approved_by, kept.unit) == (PlanState.DRAFT, None, cast.east)


def test_whole_way_by_the_pages(cast, plan, as_person):
    assert as_person(cast.li).post(url("plan_complete", plan), form_data(cast, plan)).status_code == 302
    assert as_person(cast.li).post(url("plan_submit", plan)).status_code == 302
    assert as_person(cast.zhou).post(url("plan_approve", plan)).status_code == 302
    answer = as_person(cast.li).post(url("plan_draw", plan), {"value": "dice 4 4 2 6"})
    draw = plan_of(plan.cycle, plan.unit).draw
    assert (answer.status_code, answer.url) == (302, draw.get_absolute_url())
    nonce = reverse("sampling:nonce_add", kwargs={"public_id": draw.public_id})
    assert as_person(cast.qian).post(nonce, {"value": "coins h t t h"}).status_code == 302
    page = as_person(cast.li).get(plan.get_absolute_url(), headers=ENGLISH)
    assert [sheet.number for sheet in page.context["sheets"]] == [f"QA-2026Q4-{number:04d}" for number in range(1, 8)]


def test_acts_are_refused_by_role_and_offered_by_role(cast, plan, as_person):
    submitted(cast, plan)
    for person in (cast.li, cast.qian):
        client = as_person(person)
        assert url("plan_approve", plan) not in client.get(plan.get_absolute_url()).content.decode()
        assert client.post(url("plan_approve", plan)).status_code == 403
        assert client.get(url("plan_return", plan)).status_code == 403
    assert url("plan_approve", plan) in as_person(cast.zhou).get(plan.get_absolute_url()).content.decode()


@pytest.mark.parametrize("act", ["plan_submit", "plan_approve", "plan_draw"])
def test_acts_are_by_post(cast, plan, as_person, act):
    assert as_person(cast.li).get(url(act, plan)).status_code == 405


def test_acts_in_another_state_are_refused(cast, plan, as_person):
    completed(cast, plan)
    assert as_person(cast.zhou).post(url("plan_approve", plan)).status_code == 409
    assert as_person(cast.zhou).post(url("plan_return", plan), {"reason": "x"}).status_code == 409
    assert as_person(cast.li).post(url("plan_draw", plan), {"value": "dice 4 4 2 6"}).status_code == 409
    submitted_plan = submitted(cast, plan)
    assert as_person(cast.li).get(url("plan_complete", submitted_plan)).status_code == 409


def test_draw_that_cannot_begin_says_why_and_keeps_what_was_typed(cast, plan, as_person):
    approved(cast, plan, due_on=date(2026, 11, 23))
    answer = as_person(cast.li).post(url("plan_draw", plan), {"value": "dice 4 4 2 6"}, headers=ENGLISH)
    assert (answer.status_code, answer.context["draw_form"]["value"].value()) == (422, "dice 4 4 2 6")
    assert answer.context["draw_form"].non_field_errors()[0].startswith("Too few working half-days")


def test_team_reads_its_plan_from_the_approval_on_and_the_unit_does_not(cast, plan, as_person):
    submitted(cast, plan)
    assert as_person(cast.lin).get(plan.get_absolute_url()).status_code == 404
    drawn_plan = drawn(cast, plan_of(plan.cycle, cast.west))
    assert as_person(cast.lin).get(drawn_plan.get_absolute_url()).status_code == 200
    for person in (cast.sun, cast.chen, cast.wu, cast.zhao, cast.feng):
        assert as_person(person).get(drawn_plan.get_absolute_url()).status_code == 404


def test_member_of_the_team_sees_only_their_own_sheets_on_the_plan(cast, plan, as_person):
    plan = drawn(cast, plan, records_wanted=10, visits_wanted=0)
    page = as_person(cast.lin).get(plan.get_absolute_url())
    assert {sheet.assessor for sheet in page.context["sheets"]} == {cast.lin}


def test_plan_that_begins_later_says_one_day_everywhere(cast, plan, as_person):
    approved(cast, plan, starts_on=date(2026, 12, 5))  # a Saturday
    client = as_person(cast.li)
    page = client.get(plan.get_absolute_url(), headers=ENGLISH).content.decode()
    assert "the work starts on Mon 7 Dec" in page
    assert "The sample can be drawn from Mon 7 Dec on" in page
    assert "; the sample can be drawn" not in page
    board = client.get(plan.cycle.get_absolute_url(), headers=ENGLISH).content.decode()
    assert "from Mon 7 Dec on" in board


def test_plan_with_late_sheets_says_so_first(cast, plan, as_person):
    plan = drawn(cast, plan, records_wanted=10, visits_wanted=0)
    ScoreSheet.objects.filter(pk=plan.sheets.first().pk).update(due_on=date(2026, 11, 20))
    page = as_person(cast.li).get(plan.get_absolute_url(), headers=ENGLISH).content.decode()
    assert "one late</span> 0 of 10 sheets are sealed" in " ".join(page.split())


def test_approval_of_many_asks_with_their_number(cast, plan, as_person):
    submitted(cast, plan)
    page = as_person(cast.zhou).get(url("cycle_plans", plan.cycle), headers=ENGLISH).content.decode()
    assert 'data-confirm="Approve the ticked plans ({n})?"' in page


def test_size_hint_reckons_with_the_records_there_are(cast, plan):
    hint = size_hint(plan)
    assert (hint.population, hint.is_known, hint.sizes) == (50, False, ((5, 18), (3, 29), (2, 38)))


def test_search_finds_cycles_and_plans_within_ones_rights(cast, plan):
    assert [hit.title for hit in search(cast.li, "2026Q4")][:2] == ["2026Q4", "2026Q4 · East Branch"]
    assert [hit.title for hit in search(cast.li, "East 2026Q4") if hit.kind == "Plan"] == ["2026Q4 · East Branch"]
    assert [hit for hit in search(cast.chen, "2026Q4") if hit.kind in ("Plan", "Cycle")] == []


# queries


def test_cycle_pages_need_the_same_queries_for_one_and_three_plans(cast, in_quarter, as_person):
    records_for(cast.east, 20)
    cast.west.is_assessed = False
    cast.west.save()
    one = open_quarter(cast)
    drawn(cast, plan_of(one, cast.east), visits_wanted=0)
    lead = as_person(cast.li)
    addresses = (one.get_absolute_url(), LIST)
    for address in addresses:
        lead.get(address)
    before = [queries_of(lead, address) for address in addresses]
    for code in ("BR-N", "BR-S"):
        unit = make_unit(code, "支行", f"Branch {code}", UnitKind.BRANCH, cast.bank, is_assessed=True)
        records_for(unit, 20)
        drawn(cast, plan_of(Plan.objects.create(cycle=one, unit=unit).cycle, unit), visits_wanted=0)
    assert [queries_of(lead, address) for address in addresses] == before


def test_plan_page_needs_the_same_queries_for_one_and_six_sheets(cast, plan, as_person):
    west = drawn(cast, plan_of(plan.cycle, cast.west), records_wanted=1, visits_wanted=0)
    east = drawn(cast, plan, records_wanted=6, visits_wanted=0)
    lead = as_person(cast.li)
    lead.get(east.get_absolute_url())
    assert queries_of(lead, east.get_absolute_url()) == queries_of(lead, west.get_absolute_url())


def test_old_page_neither_sends_nor_returns_what_was_not_read(cast, plan, as_person):
    submitted(cast, plan)
    stale = {"version": plan.version, "reason": "样本太小", "answer": ANSWER}
    assert as_person(cast.zhou).post(url("plan_return", plan), stale).status_code == 302
    assert as_person(cast.li).post(url("plan_submit", plan), stale).status_code == 409

    page = as_person(cast.li).get(plan.get_absolute_url())
    fresh = {"version": page.context["object"].version, "answer": ANSWER}
    assert as_person(cast.li).post(url("plan_submit", plan), fresh).status_code == 302
    assert as_person(cast.zhou).post(url("plan_return", plan), stale).status_code == 409
    assert Plan.objects.get(pk=plan.pk).state == PlanState.SUBMITTED


@pytest.mark.parametrize("version", ["²", "", "1" * 40])
def test_copy_from_a_page_whose_version_is_no_number_is_refused(cast, plan, as_person, version):
    assert as_person(cast.li).post(url("plan_copy", plan), {"version": version}).status_code == 409
