"""The plans of a large cycle: found by unit and next step, page by page, counted alike everywhere, and one row of work where they are many."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from assessments.models import Cycle, Plan
from assessments.plan_waiting import plans_waiting_for
from assessments.selectors.plan_steps import PlanStep, at_step, step_of, waiting_for
from assessments.services.plan_bulk import submit_plans
from assessments.services.plans import return_plan, submit_plan
from foundation.common import clock
from organization.enums import UnitKind
from organization.models import Unit
from tests.assessments.planning import DUE_ON, NOON, START, approved, completed, drawing, drawn, plan_of, submitted
from tests.cast import EARLY

MANY = 60


@pytest.fixture
def many(cast, quarter) -> Cycle:
    """The quarter with sixty more units and their drafted plans."""
    units = Unit.objects.bulk_create(
        Unit(code=f"BR-{n:03}", name_zh=f"第{n}支行", name_en=f"Branch {n}", kind=UnitKind.BRANCH, parent=cast.bank, valid_from=EARLY)
        for n in range(MANY)
    )  # fmt: skip
    Plan.objects.bulk_create(
        Plan(cycle=quarter, unit=unit, records_wanted=10, starts_on=START, due_on=DUE_ON) for unit in units
    )
    return quarter


@pytest.fixture
def open_as(client):
    def go(person, name: str, cycle: Cycle, **query):
        client.force_login(person.user)
        return client.get(reverse(f"assessments:{name}", args=[cycle.public_id]), query)

    return go


def listed(page) -> list[str]:
    rows = page.context["standings"] if "standings" in page.context else [row["plan"] for row in page.context["rows"]]
    return [getattr(row, "plan", row).unit.code for row in rows]


@pytest.mark.parametrize("name", ["cycle_detail", "cycle_plans"])
def test_plans_come_in_pages_and_are_found_by_unit(cast, many, open_as, name):
    first, second = open_as(cast.li, name, many), open_as(cast.li, name, many, page=2)
    assert (len(listed(first)), len(listed(second)), first.context["page"].paginator.count) == (50, 12, 62)
    assert set(listed(first)) & set(listed(second)) == set()
    assert listed(open_as(cast.li, name, many, search="第 7支行")) == [
        "BR-007",
        "BR-017",
        "BR-027",
        "BR-037",
        "BR-047",
        "BR-057",
    ]
    nothing = open_as(cast.li, name, many, search="No such branch")
    assert (listed(nothing), nothing.status_code) == ([], 200)


@pytest.mark.parametrize("name", ["cycle_detail", "cycle_plans"])
def test_page_of_many_takes_as_many_queries_as_of_few(cast, many, open_as, name):
    def queries(**query) -> int:
        open_as(cast.li, name, many, **query)
        with CaptureQueriesContext(connection) as taken:
            open_as(cast.li, name, many, **query)
        return len(taken)

    assert queries() == queries(search="Branch 7") <= 32


def test_heading_counts_all_plans_whatever_is_listed(cast, many, open_as):
    drawn(cast, plan_of(many, cast.east))
    page = open_as(cast.li, "cycle_detail", many, search="Branch 7")
    assert (page.context["plans"], page.context["drawn"], page.context["sheets"]) == (62, 1, 7)


def test_each_plan_is_at_one_step(cast, plan):
    found = []
    for make in (lambda *_args: plan, completed, submitted, approved, drawing):
        with_step = Plan.objects.filter(pk=make(cast, plan_of(plan.cycle, plan.unit)).pk)
        found.append([step for step in PlanStep if at_step(with_step, step).exists()])
        assert found[-1] == [step_of(with_step.get())]
        if make in (submitted, approved):
            return_plan(plan=with_step.get(), actor=cast.zhou, reason="请补充")
            assert step_of(with_step.get()) == PlanStep.REVISE
            assert at_step(with_step, PlanStep.REVISE).exists()
    steps = [PlanStep.COMPLETE, PlanStep.SEND, PlanStep.APPROVE, PlanStep.DRAW, PlanStep.DRAWING]
    assert found == [[step] for step in steps]


def test_draw_waits_for_those_whose_characters_are_missing(cast, plan):
    drawing(cast, plan)
    one = Plan.objects.filter(pk=plan.pk)
    assert [waiting_for(person, one).exists() for person in (cast.li, cast.qian, cast.zhou)] == [False, True, False]


def rows(person) -> list[tuple[str, str]]:
    return [(item.title, item.unit) for item in plans_waiting_for(person)]


def test_few_plans_stand_one_by_one_and_many_are_one_row(cast, many):
    assert rows(cast.li) == [("Complete 62 plans", "62 units")]
    Plan.objects.filter(unit__code__startswith="BR-0").exclude(unit__code="BR-007").delete()
    assert rows(cast.li) == [("Complete the plan", unit) for unit in ("Branch 7", "East Branch", "West Branch")]


def test_the_one_row_leads_to_just_those_plans(cast, many, client, open_as):
    of_many = [plan_of(many, unit) for unit in Unit.objects.filter(code__in=["BR-001", "BR-002", "BR-003", "BR-004"])]
    sent = [completed(cast, plan) for plan in of_many]
    assert rows(cast.li) == [("Complete 58 plans", "58 units"), ("Send 4 plans for approval", "4 units")]
    submit_plans(plans=[(plan, plan.version) for plan in sent], actor=cast.li)
    [item] = plans_waiting_for(cast.zhou)
    assert (item.title, item.since is not None) == ("Approve 4 plans", True)
    client.force_login(cast.zhou.user)
    page = client.get(item.url)
    assert listed(page) == ["BR-001", "BR-002", "BR-003", "BR-004"]
    assert [row["acts"] for row in page.context["rows"]] == [["approve", "return"]] * 4


def test_what_was_done_together_leads_back_to_the_filtered_list(cast, many, client):
    client.force_login(cast.li.user)
    address = reverse("assessments:cycle_plans_act", args=[many.public_id])
    answer = client.post(f"{address}?step=complete&mine=on&page=2", {"action": "copy"})
    assert answer.url.endswith(f"/{many.public_id}/plans/?step=complete&mine=on")


def test_every_plan_that_waits_says_since_when(cast, plan):
    def since() -> list:
        return [(item.title, item.since) for item in plans_waiting_for(cast.li) if item.unit == "East Branch"]

    today = clock.local(NOON).date()
    with override("en"):
        assert since() == [("Complete the plan", today)]
        with clock.travelling(NOON + timedelta(days=1)):
            completed(cast, plan)
        assert since() == [("Send the plan for approval", today + timedelta(days=1))]
        with clock.travelling(NOON + timedelta(days=2)):
            submit_plan(plan=plan, actor=cast.li)
        with clock.travelling(NOON + timedelta(days=3)):
            return_plan(plan=plan, actor=cast.zhou, reason="样本太小")
        assert since() == [("Revise the returned plan", today + timedelta(days=3))]
