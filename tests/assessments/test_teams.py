"""Who may be on a team, and why others may not."""

from datetime import date

import pytest

from assessments.rules.teams import problems_of_team
from assessments.selectors.teams import candidates_for, eligible_assessors
from organization.enums import Role, UnitKind
from organization.models import FormerUnit, RoleAssignment
from tests.cast import EARLY, make_person, make_unit

OWN = "Own unit: works there, above or below it, or did so in this quarter."


def test_team_of_two_departments_with_customer_service_is_fine(cast, plan):
    assert problems_of_team([cast.lin, cast.guo], plan.unit, plan.cycle) == []


def test_team_needs_two_members(cast, plan):
    assert problems_of_team([cast.lin], plan.unit, plan.cycle) == ["A team has at least two members."]
    assert problems_of_team([cast.lin, cast.lin], plan.unit, plan.cycle) == ["A team has at least two members."]
    assert problems_of_team([], plan.unit, plan.cycle) == ["A team has at least two members."]


def test_team_needs_two_departments(cast, plan):
    he = make_person("hejia", "00103", "何佳", "He Jia", cast.service_centre, Role.ASSESSOR)
    assert problems_of_team([cast.lin, he], plan.unit, plan.cycle) == [
        "The members come from at least two departments."
    ]


def test_team_needs_somebody_from_customer_service(cast, plan):
    assert problems_of_team([cast.guo, cast.li], plan.unit, plan.cycle) == [
        "At least one member comes from customer service."
    ]


def test_member_below_customer_service_counts(cast, plan):
    desk = make_unit("CSC-1", "在线组", "Online desk", UnitKind.DEPARTMENT, cast.service_centre)
    he = make_person("hejia", "00103", "何佳", "He Jia", desk, Role.ASSESSOR)
    assert problems_of_team([cast.guo, he], plan.unit, plan.cycle) == []


def test_only_customer_service_cannot_be_asked_to_assess_itself(cast, plan):
    plan.unit = cast.service_centre
    assert problems_of_team([cast.guo, cast.li], plan.unit, plan.cycle) == []


def test_member_of_the_assessed_unit_is_refused(cast, plan):
    assert problems_of_team([cast.lin, cast.guo, cast.chen], plan.unit, plan.cycle) == [f"陈洁: {OWN}"]


def test_member_from_below_the_assessed_unit_is_refused(cast, plan):
    teller = make_person("teller", "00310", "柜员", "Teller", cast.east_outlet, Role.ASSESSOR)
    assert problems_of_team([cast.lin, cast.guo, teller], plan.unit, plan.cycle) == [f"柜员: {OWN}"]


def test_member_from_above_the_assessed_unit_is_refused(cast, plan):
    boss = make_person("boss", "00311", "上级", "Above", cast.east, Role.ASSESSOR)
    plan.unit = cast.east_outlet
    assert problems_of_team([cast.lin, cast.guo, boss], plan.unit, plan.cycle) == [f"上级: {OWN}"]


def test_member_who_worked_there_in_the_quarter_is_refused(cast, plan):
    FormerUnit.objects.create(person=cast.guo, unit=cast.east, since=EARLY, until=date(2026, 10, 15))
    assert problems_of_team([cast.lin, cast.guo], plan.unit, plan.cycle) == [f"郭敏: {OWN}"]


def test_member_who_worked_there_before_the_quarter_is_fine(cast, plan):
    FormerUnit.objects.create(person=cast.guo, unit=cast.east, since=EARLY, until=date(2026, 10, 1))
    assert problems_of_team([cast.lin, cast.guo], plan.unit, plan.cycle) == []


def test_supervisor_is_refused_whatever_else_they_are(cast, plan):
    RoleAssignment.objects.create(person=cast.qian, role=Role.HEAD, unit=cast.audit_office, valid_from=EARLY)
    refusal = "钱莉: Supervisors watch the assessment and take no part in it."
    assert problems_of_team([cast.lin, cast.guo, cast.qian], plan.unit, plan.cycle) == [refusal]


def test_who_does_not_assess_is_refused(cast, plan):
    refusal = "何婷: Is neither assessor nor lead nor department head."
    assert problems_of_team([cast.lin, cast.guo, cast.he], plan.unit, plan.cycle) == [refusal]


def test_head_of_another_department_may(cast, plan):
    assert problems_of_team([cast.lin, cast.sun], plan.unit, plan.cycle) == []


def test_candidates_come_with_the_reason_why_not(cast, plan):
    found = [(str(one.person), one.objection) for one in candidates_for(plan)]
    assert found == [
        ("林晓", ""),
        ("郭敏", ""),
        ("李文", ""),
        ("孙燕", ""),
        ("陈洁", OWN),
        ("钱莉", "Supervisors watch the assessment and take no part in it."),
    ]


def test_candidates_need_the_same_queries_for_more_people(cast, plan, django_assert_max_num_queries):
    for number in range(5):
        make_person(f"more{number}", f"009{number}", "某人", f"Some {number}", cast.retail, Role.ASSESSOR)
    with django_assert_max_num_queries(9):
        candidates_for(plan)


def test_spot_checks_go_to_assessors_and_else_to_leads(cast, plan):
    assert {str(person) for person in eligible_assessors(cast.east, plan.cycle)} == {"林晓", "郭敏"}
    RoleAssignment.objects.filter(role=Role.ASSESSOR).delete()
    assert [str(person) for person in eligible_assessors(cast.east, plan.cycle)] == ["李文"]
    assert [str(person) for person in eligible_assessors(cast.quality_office, plan.cycle)] == []


@pytest.mark.parametrize("left", [True, False])
def test_who_has_left_or_has_no_account_is_no_member(cast, plan, left):
    if left:
        cast.guo.left_on = date(2026, 11, 1)
    else:
        cast.guo.user_id = None
    assert problems_of_team([cast.lin, cast.guo], plan.unit, plan.cycle) == ["郭敏: Has no account to score with."]
