"""A plan from the last one: what is copied, what is not allowed any more, what differs, and many at once."""

import threading
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.enums import CycleType, PlanState, SizeWay
from assessments.models import Cycle, Plan, PlanDecision, SampleDesign
from assessments.plan_waiting import plans_waiting_for
from assessments.selectors.plan_differences import differences_of, with_contents
from assessments.services.plan_bulk import approve_plans, copy_plans, return_plans, submit_plans
from assessments.services.plan_copies import copy_plan
from assessments.services.plans import approve_plan, return_plan, submit_plan
from foundation.audit.models import AuditEvent
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from organization.enums import Role
from organization.models import Person, RoleAssignment
from tests.assessments.planning import ANSWER, NOON, completed, earlier_plan, open_quarter, plan_of, submitted
from tests.cast import EARLY, UnitKind, make_unit
from tests.factories import make_version

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def version(db):
    return make_version()


@pytest.fixture
def before(cast, plan, version):
    """East's plan of 2026Q3: Lin and Guo, six records, one visit."""
    return earlier_plan(cast, version, contents="老年客户")


@pytest.fixture
def as_person(client):
    def sign_in(person):
        client.force_login(person.user)
        return client

    return sign_in


def told(plan: Plan) -> list[tuple[str, str, str, str]] | None:
    [full] = with_contents([plan])
    found = differences_of([full])[plan.pk]
    return found and [(one.what, one.kind, one.before, one.now) for one in found]


def reloaded(plan: Plan) -> Plan:
    return plan_of(plan.cycle, plan.unit)


# copying


def test_quarter_goes_by_the_last_quarter_and_not_by_a_special_assessment_since(cast, plan, before, version):
    special = earlier_plan(cast, version, code="2026S1", contents="适老服务专项")
    Cycle.objects.filter(pk=special.cycle_id).update(
        type=CycleType.SPECIAL, start=before.cycle.start + timedelta(days=10)
    )
    copy_plan(plan=plan, actor=cast.li)
    assert reloaded(plan).contents == "老年客户"


def test_copy_takes_team_sizes_contents_and_the_place_of_the_days(cast, plan, before):
    copy_plan(plan=plan, actor=cast.li)
    kept = reloaded(plan)
    assert {member.person for member in kept.team.all()} == {cast.lin, cast.guo}
    assert (kept.records_wanted, kept.visits_wanted, kept.contents, kept.author) == (6, 1, "老年客户", cast.li)
    assert (kept.starts_on, kept.due_on, kept.state) == (date(2026, 10, 12), date(2027, 1, 15), PlanState.DRAFT)
    assert submit_plan(plan=kept, actor=cast.li).state == PlanState.SUBMITTED


def test_copy_gives_way_to_a_rest_day(cast, plan, before):
    Plan.objects.filter(pk=before.pk).update(due_on=date(2026, 10, 16))  # 2027-01-16 is a Saturday
    assert copy_plan(plan=plan, actor=cast.li).due_on == date(2027, 1, 15)


def test_copy_leaves_out_who_may_not_assess_any_more(cast, plan, before):
    Person.objects.filter(pk=cast.guo.pk).update(unit=cast.east)
    copy_plan(plan=plan, actor=cast.li)
    kept = reloaded(plan)
    assert {member.person for member in kept.team.all()} == {cast.lin}
    with pytest.raises(Invalid, match="at least two members"):
        submit_plan(plan=kept, actor=cast.li)


def test_copy_leaves_out_who_has_left_or_lost_the_role(cast, plan, before):
    Person.objects.filter(pk=cast.lin.pk).update(left_on=date(2026, 11, 1))
    RoleAssignment.objects.filter(person=cast.guo).update(valid_to=date(2026, 11, 1))
    copy_plan(plan=plan, actor=cast.li)
    assert not reloaded(plan).team.exists()


def test_copy_reckons_the_same_way_anew(cast, plan, before):
    SampleDesign.objects.create(plan=before, way=SizeWay.PRECISION, precision=Decimal(4), reason="试用")
    Plan.objects.filter(pk=before.pk).update(records_wanted=90)
    copy_plan(plan=plan, actor=cast.li)
    kept = reloaded(plan)
    assert (kept.design.way, kept.design.precision, kept.design.population, kept.design.reason) == (
        SizeWay.PRECISION,
        4,
        50,
        "",
    )
    assert 20 < kept.records_wanted < 50


def test_copy_falls_back_to_the_old_number_where_the_way_is_closed(cast, plan, before):
    SampleDesign.objects.create(plan=before, way=SizeWay.PRECISION, precision=Decimal("0.1"))
    Plan.objects.filter(pk=before.pk).update(records_wanted=44)
    copy_plan(plan=plan, actor=cast.li)
    kept = reloaded(plan)
    assert (kept.design.way, kept.records_wanted) == (SizeWay.HAND, 44)


def test_copy_does_not_take_reduced_inspection_for_granted(cast, plan, before):
    SampleDesign.objects.create(
        plan=before,
        way=SizeWay.ACCEPTANCE,
        level="II",
        aql="6.5",
        severity="reduced",
        letter="D",
        acceptance=0,
        rejection=2,
    )
    copy_plan(plan=plan, actor=cast.li)
    assert reloaded(plan).design.severity == "normal"


def test_copy_of_a_draft_that_was_never_approved_is_not_offered(cast, plan, before):
    Plan.objects.filter(pk=before.pk).update(state=PlanState.SUBMITTED)
    with pytest.raises(Invalid, match="no earlier plan"):
        copy_plan(plan=plan, actor=cast.li)


def test_copy_is_for_leads_and_drafts_and_the_page_that_was_seen(cast, plan, before):
    for person in (cast.zhou, cast.qian, cast.lin, cast.chen):
        with pytest.raises(NotAllowed):
            copy_plan(plan=plan, actor=person)
    with pytest.raises(Conflict):
        copy_plan(plan=plan, actor=cast.li, version=plan.version + 1)
    with pytest.raises(Conflict):
        copy_plan(plan=submitted(cast, plan), actor=cast.li)


def test_who_copied_a_plan_wrote_it(cast, plan, before):
    for role in (Role.LEAD, Role.MANAGER):
        RoleAssignment.objects.create(person=cast.he, role=role, unit=cast.bank, valid_from=EARLY)
    copy_plan(plan=plan, actor=cast.he)
    submitted(cast, plan)
    with pytest.raises(NotAllowed):
        approve_plan(plan=reloaded(plan), actor=cast.he)
    assert [item.title for item in plans_waiting_for(cast.he) if item.title == "Approve the plan"] == []


def test_copy_is_in_the_trail_with_its_source(cast, plan, before):
    copy_plan(plan=plan, actor=cast.li)
    details = AuditEvent.objects.get(action="assessments.plan.copy").details
    assert (details["copied"], details["records"], "老年客户" in str(details)) == (str(before.public_id), 6, False)


# differences


def test_differences_name_what_is_new_changed_and_gone(cast, plan, before):
    completed(
        cast, plan, team=[cast.lin, cast.sun], records_wanted=9, visits_wanted=0, contents="", due_on=date(2027, 1, 29)
    )
    assert told(plan) == [
        ("Standard", "changed", "Small standard, version 1", "Customer service quality in four dimensions, version 1"),
        ("Records to review", "changed", "6", "9"),
        ("On-site visits", "changed", "1", "0"),
        ("Sheets due by", "changed", "Thu 15 Oct", "Fri 29 Jan 2027"),
        ("Contents", "gone", "老年客户", ""),
        ("Team", "gone", "Guo Min (Retail Banking)", ""),
        ("Team", "new", "", "Sun Yan (West Branch)"),
    ]


def test_differences_say_why_somebody_is_gone(cast, plan, before):
    Person.objects.filter(pk=cast.guo.pk).update(unit=cast.east)
    copy_plan(plan=plan, actor=cast.li)
    [full] = with_contents([reloaded(plan)])
    [gone] = [one for one in differences_of([full])[plan.pk] if one.kind == "gone"]
    assert gone.why == "Own unit: works there, above or below it, or did so in this quarter."


def test_differences_of_a_first_plan_are_none(cast, plan):
    assert told(completed(cast, plan)) is None


def test_the_approver_sees_differences_rules_and_reasons_on_one_page(cast, plan, before, as_person):
    submitted(cast, plan, records_wanted=9, contents="老年客户")
    page = as_person(cast.zhou).get(plan.get_absolute_url(), headers=ENGLISH)
    assert [one.what for one in page.context["differences"]] == ["Standard", "Records to review"]
    assert [(check.rule, check.holds) for check in page.context["team_checks"]] == [
        ("Every member may assess this unit", True),
        ("Two members or more", True),
        ("From two departments or more", True),
        ("One from customer service", True),
    ]
    assert page.context["reasons"] == ["9 records are looked at.", "The number was chosen by hand."]


def test_approval_keeps_its_note_and_refuses_a_page_that_is_stale(cast, plan, as_person):
    submitted(cast, plan)
    address = reverse("assessments:plan_approve", kwargs={"public_id": plan.public_id})
    stale = plan.version
    return_plan(plan=reloaded(plan), actor=cast.zhou, reason="请补充")
    submitted(cast, reloaded(plan), records_wanted=30)
    manager = as_person(cast.zhou)
    assert manager.post(address, {"version": stale}).status_code == 409
    long = manager.post(address, {"version": reloaded(plan).version, "note": "x" * 301}, headers=ENGLISH)
    assert (long.status_code, list(long.context["approve_form"].errors)) == (422, ["note"])
    assert manager.post(address, {"version": reloaded(plan).version, "note": "同意"}).status_code == 302
    assert [(one.outcome, one.note) for one in PlanDecision.objects.order_by("pk")] == [
        ("returned", "请补充"),
        ("answered", ANSWER),
        ("approved", "同意"),
    ]


# many at once


@pytest.fixture
def west(cast, plan, version, before):
    earlier_plan(cast, version, unit=cast.west)
    return plan_of(plan.cycle, cast.west)


def seen(*plans: Plan) -> list[tuple[Plan, int]]:
    return [(plan_of(plan.cycle, plan.unit), plan_of(plan.cycle, plan.unit).version) for plan in plans]


def test_all_drafts_are_copied_sent_and_approved_together(cast, plan, west):
    assert copy_plans(plans=seen(plan, west), actor=cast.li) == 2
    assert submit_plans(plans=seen(plan, west), actor=cast.li) == 2
    assert approve_plans(plans=seen(plan, west), actor=cast.zhou, note="同意") == 2
    assert {one.state for one in Plan.objects.filter(cycle=plan.cycle)} == {PlanState.APPROVED}
    assert [one.note for one in PlanDecision.objects.all()] == ["同意", "同意"]


def test_several_plans_are_returned_with_one_reason(cast, plan, west, as_person):
    copy_plans(plans=seen(plan, west), actor=cast.li)
    submit_plans(plans=seen(plan, west), actor=cast.li)
    manager, key = as_person(cast.zhou), uuid4()
    plan, west = reloaded(plan), reloaded(west)
    asked = act(manager, plan.cycle, "return", plan, west, key=key)
    assert (asked.status_code, asked.context["consequences"]) == (200, ["East Branch", "West Branch"])
    empty = act(manager, plan.cycle, "return", plan, west, key=key, reason=" ")
    assert (empty.status_code, list(empty.context["form"].errors)) == (422, ["reason"])
    assert {one.state for one in Plan.objects.filter(cycle=plan.cycle)} == {PlanState.SUBMITTED}

    done = [
        act(manager, plan.cycle, "return", plan, west, key=key, reason="样本太小").status_code for _twice in range(2)
    ]
    assert done == [302, 302]
    assert {one.state for one in Plan.objects.filter(cycle=plan.cycle)} == {PlanState.DRAFT}
    assert [(one.plan.unit, one.outcome, one.note) for one in PlanDecision.objects.order_by("pk")] == [
        (cast.east, "returned", "样本太小"),
        (cast.west, "returned", "样本太小"),
    ]


def test_return_of_several_is_refused_whole(cast, plan, west, as_person):
    copy_plans(plans=seen(plan, west), actor=cast.li)
    submit_plans(plans=seen(plan, west), actor=cast.li)
    stale = seen(plan, west)
    return_plan(plan=reloaded(west), actor=cast.zhou, reason="先改")
    with pytest.raises(Conflict):
        return_plans(plans=stale, actor=cast.zhou, reason="样本太小")
    with pytest.raises(NotAllowed):
        return_plans(plans=seen(plan), actor=cast.li, reason="样本太小")
    with pytest.raises(Invalid):
        return_plans(plans=seen(plan), actor=cast.zhou, reason=" ")
    assert reloaded(plan).state == PlanState.SUBMITTED
    assert act(as_person(cast.li), plan.cycle, "return", reloaded(plan), reason="样本太小").status_code == 403


def test_approval_is_refused_whole_if_one_is_the_approvers_own(cast, plan, west):
    RoleAssignment.objects.create(person=cast.li, role=Role.MANAGER, unit=cast.bank, valid_from=EARLY)
    RoleAssignment.objects.create(person=cast.he, role=Role.LEAD, unit=cast.bank, valid_from=EARLY)
    copy_plan(plan=west, actor=cast.li)
    copy_plan(plan=plan, actor=cast.he)
    submit_plans(plans=seen(plan, west), actor=cast.he)
    li = Person.objects.get(pk=cast.li.pk)
    with pytest.raises(NotAllowed):
        approve_plans(plans=seen(plan, west), actor=li)
    assert {one.state for one in Plan.objects.filter(cycle=plan.cycle)} == {PlanState.SUBMITTED}
    assert approve_plans(plans=seen(plan), actor=li) == 1


def test_sending_is_refused_whole_and_names_what_is_wrong(cast, plan, west):
    Person.objects.filter(pk=cast.guo.pk).update(unit=cast.west)
    copy_plans(plans=seen(plan, west), actor=cast.li)
    with pytest.raises(Invalid) as refusal:
        submit_plans(plans=seen(plan, west), actor=cast.li)
    assert refusal.value.messages[0] == "West Branch: A team has at least two members."
    assert {one.state for one in Plan.objects.filter(cycle=plan.cycle)} == {PlanState.DRAFT}


def test_copying_is_refused_whole_if_one_was_changed_meanwhile(cast, plan, west):
    shown = seen(plan, west)
    completed(cast, plan_of(plan.cycle, cast.west))
    with pytest.raises(Conflict, match="West Branch"):
        copy_plans(plans=shown, actor=cast.li)
    assert reloaded(plan).author is None


def act(client, cycle, action: str, *plans: Plan, key=None, **more):
    address = reverse("assessments:cycle_plans_act", kwargs={"public_id": cycle.public_id})
    ids = [f"{plan.public_id}:{plan.version}" for plan in plans]
    return client.post(
        address, {"action": action, "ids": ids, "client_key": str(key or uuid4()), **more}, headers=ENGLISH
    )


def test_the_page_offers_what_each_may_do_with_which(cast, plan, west, as_person):
    address = reverse("assessments:cycle_plans", kwargs={"public_id": plan.cycle.public_id})

    def offered(person) -> list[list[str]]:
        return [row["acts"] for row in as_person(person).get(address).context["rows"]]

    assert (offered(cast.li), offered(cast.zhou)) == ([["copy"], ["copy"]], [[], []])
    submitted(cast, plan)
    completed(cast, west)
    assert (offered(cast.li), offered(cast.zhou), offered(cast.qian)) == (
        [[], ["copy", "submit"]],
        [["approve", "return"], []],
        [[], []],
    )


def test_plans_of_a_quarter_that_is_opened_ahead_are_approved_together(cast, plan, as_person):
    submitted(cast, plan)
    Cycle.objects.update(state="preparing")
    address = reverse("assessments:cycle_plans", kwargs={"public_id": plan.cycle.public_id})
    rows = as_person(cast.zhou).get(address).context["rows"]
    assert [row["acts"] for row in rows] == [["approve", "return"], []]


def test_the_page_acts_once_for_one_key(cast, plan, west, as_person):
    plans, key = [plan, west], uuid4()
    lead = as_person(cast.li)
    assert [act(lead, plan.cycle, "copy", *plans, key=key).status_code for _twice in range(2)] == [302, 302]
    assert AuditEvent.objects.filter(action="assessments.plan.copy").count() == 2
    assert act(lead, plan.cycle, "copy", plan, key=key).status_code == 409


def test_the_page_refuses_whole_and_says_why(cast, plan, west, as_person):
    answer = act(as_person(cast.li), plan.cycle, "submit", plan, west)
    page = as_person(cast.li).get(answer.url, headers=ENGLISH)
    assert [str(message) for message in page.context["messages"]] == [
        "None of them was changed:",
        "East Branch: The plan is as it was drafted. Complete it first: team, sizes and dates.",
        "West Branch: The plan is as it was drafted. Complete it first: team, sizes and dates.",
    ]


def test_the_page_refuses_what_is_not_offered(cast, plan, west, before, as_person):
    submitted(cast, plan)
    assert act(as_person(cast.li), plan.cycle, "approve", reloaded(plan)).status_code == 403
    assert act(as_person(cast.zhou), plan.cycle, "approve", reloaded(plan), before).status_code == 404
    assert act(as_person(cast.zhou), plan.cycle, "destroy", reloaded(plan)).status_code == 404
    assert act(as_person(cast.zhou), plan.cycle, "approve").status_code == 302
    assert reloaded(plan).state == PlanState.SUBMITTED
    assert act(as_person(cast.zhou), plan.cycle, "approve", reloaded(plan), note="好").status_code == 302
    assert reloaded(plan).state == PlanState.APPROVED


def test_the_page_takes_the_same_queries_for_two_and_five_plans(cast, plan, west, as_person, version):
    copy_plans(plans=seen(plan, west), actor=cast.li)
    submit_plans(plans=seen(plan, west), actor=cast.li)
    address = reverse("assessments:cycle_plans", kwargs={"public_id": plan.cycle.public_id})
    manager = as_person(cast.zhou)
    manager.get(address)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert manager.get(address).status_code == 200
        return len(captured)

    two = queries()
    for code in ("BR-1", "BR-2", "BR-3"):
        unit = make_unit(code, "支行", f"Branch {code}", UnitKind.BRANCH, cast.bank, is_assessed=True)
        earlier_plan(cast, version, unit=unit)
        more = Plan.objects.create(cycle=plan.cycle, unit=unit)
        copy_plans(plans=[(plan_of(plan.cycle, unit), more.version)], actor=cast.li)
        submit_plans(plans=seen(more), actor=cast.li)
    assert queries() == two


@pytest.mark.race
def test_two_managers_who_approve_the_same_plans_at_once_approve_them_once(committed_cast):
    cast = committed_cast
    with clock.travelling(NOON):
        cycle = open_quarter(cast)
        plans = [submitted(cast, plan_of(cycle, unit)) for unit in (cast.east, cast.west)]
    RoleAssignment.objects.create(person=cast.he, role=Role.MANAGER, unit=cast.bank, valid_from=EARLY)
    managers = [Person.objects.get(pk=person.pk) for person in (cast.zhou, cast.he)]
    barrier, done = threading.Barrier(2), []

    def work(person: Person, chosen: list[tuple[Plan, int]]) -> None:
        with clock.travelling(NOON):
            barrier.wait()
            try:
                approve_plans(plans=chosen, actor=person, note=person.name)
                done.append("approved")
            except Conflict as problem:
                done.append(type(problem).__name__)
            finally:
                connection.close()

    # The other way round for the second one: each might hold what the other waits for.
    orders = [seen(*plans), seen(*reversed(plans))]
    threads = [threading.Thread(target=work, args=pair) for pair in zip(managers, orders, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == ["Conflict", "approved"]
    assert {plan.state for plan in Plan.objects.filter(cycle=cycle)} == {PlanState.APPROVED}
    assert PlanDecision.objects.count() == 2
    assert len(set(PlanDecision.objects.values_list("note", flat=True))) == 1


@pytest.mark.race
def test_one_by_one_and_all_together_do_not_wait_for_each_other_for_ever(committed_cast):
    cast = committed_cast
    with clock.travelling(NOON):
        cycle = open_quarter(cast)
        plans = [submitted(cast, plan_of(cycle, unit)) for unit in (cast.east, cast.west)]
    RoleAssignment.objects.create(person=cast.he, role=Role.MANAGER, unit=cast.bank, valid_from=EARLY)
    zhou, he = Person.objects.get(pk=cast.zhou.pk), Person.objects.get(pk=cast.he.pk)
    both, west = seen(*plans), plan_of(cycle, cast.west)
    barrier, done = threading.Barrier(2), []

    def work(act) -> None:
        with clock.travelling(NOON):
            barrier.wait()
            try:
                act()
                done.append("done")
            except Conflict:
                done.append("conflict")
            finally:
                connection.close()

    acts = [
        lambda: approve_plans(plans=both, actor=zhou),
        lambda: return_plan(plan=west, actor=he, reason="请补充"),
    ]
    threads = [threading.Thread(target=work, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    states = {plan.unit: plan.state for plan in Plan.objects.filter(cycle=cycle).select_related("unit")}
    # Either the return came first and nothing was approved, or both were approved and the stale return was refused.
    assert (sorted(done), states[cast.east], states[cast.west]) in [
        (["conflict", "done"], PlanState.SUBMITTED, PlanState.DRAFT),
        (["conflict", "done"], PlanState.APPROVED, PlanState.APPROVED),
    ]
