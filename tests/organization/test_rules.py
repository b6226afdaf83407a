"""Separation of duties: who is too close to judge, which roles exclude each other, who answers for what."""

from datetime import date

import pytest

from organization import rules, services
from organization.enums import Role, UnitKind
from organization.models import Person, Unit
from tests.cast import make_person, make_unit

FIRST_QUARTER = (date(2026, 1, 1), date(2026, 4, 1))


def again(person: Person) -> Person:
    return Person.objects.select_related("unit").get(pk=person.pk)


def test_own_unit_is_the_one_above_and_below_too(cast):
    teller = make_person("teller", "00310", "方圆", "Fang Yuan", cast.east_outlet, Role.ASSESSOR)

    close = {unit.code for unit in Unit.objects.all() if rules.is_own_unit(teller, unit)}
    assert close == {"BR-E", "BR-E-1"}
    assert {unit.code for unit in Unit.objects.all() if rules.is_own_unit(cast.chen, unit)} == {"BR-E", "BR-E-1"}


def test_head_office_is_close_only_to_itself(cast):
    clerk = make_person("clerk", "00002", "韩雪", "Han Xue", cast.bank, Role.ASSESSOR)

    assert {unit.code for unit in Unit.objects.all() if rules.is_own_unit(clerk, unit)} == {"HO"}
    assert rules.can_assess_unit(clerk, cast.east)


@pytest.mark.parametrize(
    ("who", "unit", "may"),
    [
        ("lin", "east", True),
        ("lin", "service_centre", False),
        ("li", "east", True),
        ("chen", "west", True),
        ("chen", "east", False),
        ("chen", "east_outlet", False),
        ("wu", "west", False),
        ("zhao", "west", False),
        ("zhou", "east", False),
        ("qian", "east", False),
        ("feng", "east", False),
        ("he", "east", False),
    ],
)
def test_who_may_assess_whom(cast, who, unit, may):
    assert rules.can_assess_unit(getattr(cast, who), getattr(cast, unit)) == may


def test_supervisor_who_heads_an_office_assesses_nobody(cast):
    services.assign_role(person=cast.qian, role=Role.HEAD, unit=cast.audit_office)
    assert not rules.can_assess_unit(again(cast.qian), cast.east)


def test_nobody_assesses_the_unit_they_were_in_at_the_time_of_service(cast):
    services.move_person(person=cast.guo, unit=cast.west, actor=cast.feng, on=date(2026, 1, 5))
    services.move_person(person=cast.guo, unit=cast.service_centre, actor=cast.feng, on=date(2026, 3, 2))
    services.assign_role(person=cast.guo, role=Role.ASSESSOR, unit=cast.service_centre)
    guo = again(cast.guo)

    assert not rules.can_assess_unit(guo, cast.west, during=FIRST_QUARTER)
    assert not rules.can_assess_unit(guo, cast.retail, during=FIRST_QUARTER)
    assert rules.can_assess_unit(guo, cast.west, during=(date(2026, 4, 1), date(2026, 7, 1)))
    assert rules.can_assess_unit(guo, cast.west, during=(date(2025, 10, 1), date(2026, 1, 1)))
    assert rules.can_assess_unit(guo, cast.east, during=FIRST_QUARTER)


def test_close_units_take_two_queries_for_any_number_of_people(cast, django_assert_num_queries):
    for people in ([cast.lin], cast.everybody):
        with django_assert_num_queries(2):
            rules.close_units(people, FIRST_QUARTER)


def test_head_answers_for_what_is_below(cast):
    assert rules.answers_for_unit(cast.chen, cast.east_outlet)
    assert rules.answers_for_unit(cast.wu, cast.east)
    assert not rules.answers_for_unit(cast.chen, cast.west)
    assert not rules.answers_for_unit(cast.zhao, cast.east)


def test_head_of_the_head_office_answers_for_the_head_office_alone(cast):
    president = make_person("president", "00003", "秦岭", "Qin Ling", cast.bank, Role.HEAD)
    assert rules.units_answered_for(president) == {cast.bank.pk}


@pytest.mark.parametrize(
    ("role", "held", "clash"),
    [
        (Role.ASSESSOR, [Role.SUPERVISOR], [Role.SUPERVISOR]),
        (Role.SUPERVISOR, [Role.LEAD, Role.ASSESSOR], [Role.ASSESSOR, Role.LEAD]),
        (Role.SUPERVISOR, [Role.HEAD], []),
        (Role.ADMINISTRATOR, [Role.STAFF], []),
        (Role.MANAGER, [Role.ADMINISTRATOR], [Role.ADMINISTRATOR]),
        (Role.HEAD, [Role.ADMINISTRATOR], [Role.ADMINISTRATOR]),
        (Role.ASSESSOR, [Role.HEAD, Role.LEAD], []),
    ],
)
def test_roles_that_exclude_each_other(role, held, clash):
    assert rules.excluded_roles(role, held) == clash


def test_nobody_decides_a_request_about_themselves_or_of_their_own(cast, settings):
    settings.TWO_PERSON_ROLE_CHANGES = True
    second = make_person("dengke", "00602", "邓科", "Deng Ke", cast.bank, Role.ADMINISTRATOR)
    third = make_person("xuyi", "00603", "许怡", "Xu Yi", cast.bank, Role.ADMINISTRATOR)
    request = services.assign_role(person=cast.he, role=Role.MANAGER, unit=cast.bank, actor=cast.feng)

    assert [rules.can_decide_role_request(person, request) for person in (cast.feng, second, third, cast.li)] == [
        False,
        True,
        True,
        False,
    ]
    request.person = second
    assert not rules.can_decide_role_request(second, request)


@pytest.mark.parametrize("who", ["li", "zhou", "qian", "feng", "he"])
def test_people_are_seen_by_those_who_plan_watch_manage_or_administer(cast, who):
    assert rules.can_see_people(getattr(cast, who))


@pytest.mark.parametrize("who", ["lin", "chen", "wu", "zhao"])
def test_people_are_not_seen_by_others(cast, who):
    assert not rules.can_see_people(getattr(cast, who))


def test_depth_of_the_tree_does_not_matter(cast):
    corner = make_unit("BR-E-1-1", "自助网点", "Self-service Corner", UnitKind.OUTLET, cast.east_outlet)
    assert rules.is_own_unit(cast.chen, corner)
    assert not rules.is_own_unit(cast.sun, corner)
