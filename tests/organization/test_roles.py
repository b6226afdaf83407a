"""Roles: given and ended by administrators, never one's own, privileged ones by two of them."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection

from foundation.audit.models import AuditEvent
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from organization import services
from organization.enums import Role, RoleRequestState
from organization.models import Person, RoleAssignment, RoleRequest
from organization.selectors import holders_of, open_role_requests
from tests.cast import make_person


@pytest.fixture
def deng(cast, settings) -> Person:
    """A second administrator, in an installation that asks for two."""
    settings.TWO_PERSON_ROLE_CHANGES = True
    return make_person("dengke", "00602", "邓科", "Deng Ke", cast.bank, Role.ADMINISTRATOR)


def again(person: Person) -> Person:
    return Person.objects.select_related("unit").get(pk=person.pk)


def test_assign_role_holds_at_once(cast):
    services.assign_role(person=cast.zhao, role=Role.LIAISON, unit=cast.east, actor=cast.feng)

    assert cast.zhao.roles == {Role.STAFF, Role.LIAISON}
    assert AuditEvent.objects.get().details == {"role": "liaison", "unit": str(cast.east.public_id)}


def test_assign_role_again_changes_nothing(cast):
    first = services.assign_role(person=cast.zhao, role=Role.LIAISON, unit=cast.east, actor=cast.feng)
    assert services.assign_role(person=cast.zhao, role=Role.LIAISON, unit=cast.east, actor=cast.feng) == first
    assert AuditEvent.objects.count() == 1


def test_role_for_a_time_ends_by_itself(cast):
    today = clock.today()
    services.assign_role(
        person=cast.zhao,
        role=Role.LIAISON,
        unit=cast.east,
        actor=cast.feng,
        since=today - timedelta(days=9),
        until=today,
    )
    assert again(cast.zhao).roles == {Role.STAFF}


def test_end_role_is_lost_at_the_next_request(cast, client):
    client.force_login(cast.feng.user)
    make_person("dengke", "00602", "邓科", "Deng Ke", cast.bank, Role.ADMINISTRATOR)
    url = f"/organization/person/{cast.li.public_id}/"
    assert client.get(url).status_code == 200

    services.end_role(assignment=cast.feng.role_assignments.get())

    assert client.get(url).status_code == 403
    assert again(cast.feng).roles == frozenset()


def test_nobody_gives_themselves_a_role(cast):
    with pytest.raises(NotAllowed):
        services.assign_role(person=cast.feng, role=Role.STAFF, unit=cast.bank, actor=cast.feng)


@pytest.mark.parametrize("who", ["lin", "li", "zhou", "qian", "he"])
def test_roles_are_given_by_administrators(cast, who):
    with pytest.raises(NotAllowed):
        services.assign_role(person=cast.zhao, role=Role.LIAISON, unit=cast.east, actor=getattr(cast, who))
    with pytest.raises(NotAllowed):
        services.end_role(assignment=cast.zhao.role_assignments.get(), actor=getattr(cast, who))


@pytest.mark.parametrize(
    ("who", "role"),
    [("qian", Role.ASSESSOR), ("lin", Role.SUPERVISOR), ("feng", Role.LEAD), ("zhou", Role.ADMINISTRATOR)],
)
def test_roles_that_exclude_each_other_are_refused(cast, who, role):
    with pytest.raises(Invalid):
        services.assign_role(person=getattr(cast, who), role=role, unit=cast.bank)
    assert RoleAssignment.objects.count() == 11


def test_future_role_clashes_too(cast):
    services.assign_role(person=cast.zhao, role=Role.ASSESSOR, unit=cast.east, since=clock.today() + timedelta(days=30))
    with pytest.raises(Invalid):
        services.assign_role(person=cast.zhao, role=Role.SUPERVISOR, unit=cast.audit_office)


def test_last_administrator_stays(cast):
    with pytest.raises(Invalid):
        services.end_role(assignment=cast.feng.role_assignments.get())


def test_privileged_role_waits_for_a_second_administrator(cast, deng):
    request = services.assign_role(person=cast.he, role=Role.MANAGER, unit=cast.bank, actor=cast.feng)

    assert isinstance(request, RoleRequest)
    assert again(cast.he).roles == {Role.HR}
    assert (list(open_role_requests(deng)), list(open_role_requests(cast.feng)), list(open_role_requests(cast.li))) == (
        [request],
        [],
        [],
    )

    services.decide_role_request(request=request, approve=True, actor=deng)
    assert again(cast.he).roles == {Role.HR, Role.MANAGER}
    assert [event.action for event in AuditEvent.objects.all()] == [
        "organization.person.ask_give_role",
        "organization.person.approve_role",
        "organization.person.give_role",
    ]


def test_who_asked_cannot_agree(cast, deng):
    request = services.assign_role(person=cast.he, role=Role.MANAGER, unit=cast.bank, actor=cast.feng)
    with pytest.raises(NotAllowed):
        services.decide_role_request(request=request, approve=True, actor=cast.feng)
    assert again(cast.he).roles == {Role.HR}


def test_refused_request_gives_nothing_and_is_decided_once(cast, deng):
    request = services.assign_role(person=cast.he, role=Role.MANAGER, unit=cast.bank, actor=cast.feng)
    stale = RoleRequest.objects.get(pk=request.pk)
    services.decide_role_request(request=request, approve=False, actor=deng)

    with pytest.raises(Conflict):
        services.decide_role_request(request=stale, approve=True, actor=deng)
    assert again(cast.he).roles == {Role.HR}
    assert RoleRequest.objects.get().state == RoleRequestState.REFUSED


def test_asking_twice_is_one_request(cast, deng):
    for _ in range(2):
        services.assign_role(person=cast.he, role=Role.MANAGER, unit=cast.bank, actor=cast.feng)
    assert RoleRequest.objects.count() == 1


def test_ending_a_privileged_role_takes_two_as_well(cast, deng):
    request = services.end_role(assignment=cast.li.role_assignments.get(), actor=cast.feng)
    assert again(cast.li).roles == {Role.LEAD}

    services.decide_role_request(request=request, approve=True, actor=deng)
    assert again(cast.li).roles == frozenset()


def test_request_that_clashes_by_now_is_refused_with_a_sentence(cast, deng):
    request = services.assign_role(person=cast.zhao, role=Role.SUPERVISOR, unit=cast.audit_office, actor=cast.feng)
    services.assign_role(person=cast.zhao, role=Role.ASSESSOR, unit=cast.east, actor=cast.feng)

    with pytest.raises(Invalid):
        services.decide_role_request(request=request, approve=True, actor=deng)
    assert RoleRequest.objects.get().state == RoleRequestState.OPEN


def test_ordinary_role_takes_one_administrator(cast, deng):
    services.assign_role(person=cast.zhao, role=Role.LIAISON, unit=cast.east, actor=cast.feng)
    assert again(cast.zhao).roles == {Role.STAFF, Role.LIAISON}


def test_first_administrator_appoints_the_second_alone(cast, settings):
    settings.TWO_PERSON_ROLE_CHANGES = True
    services.assign_role(person=cast.he, role=Role.MANAGER, unit=cast.bank, actor=cast.feng)
    assert again(cast.he).roles == {Role.HR, Role.MANAGER}


def test_holders_of_leaves_out_who_has_left(cast):
    services.deactivate_person(person=cast.lin, actor=cast.feng)
    assert [person.name for person in holders_of(Role.ASSESSOR)] == ["郭敏"]
    assert [person.name for person in holders_of(Role.HEAD, cast.west)] == ["孙燕"]


def test_role_is_held_from_its_first_day_to_the_day_before_its_last(cast):
    row = RoleAssignment(valid_from=date(2026, 1, 1), valid_to=date(2026, 2, 1))
    assert [
        row.holds_on(day) for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 1))
    ] == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.race
def test_two_administrators_cannot_give_clashing_roles_at_once(committed_cast):
    cast, outcomes = committed_cast, []

    def give(role):
        try:
            services.assign_role(person=again(cast.zhao), role=role, unit=cast.bank, actor=cast.feng)
            outcomes.append("given")
        except Invalid:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=give, args=[role]) for role in (Role.SUPERVISOR, Role.ASSESSOR)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["given", "refused"]
    assert len(again(cast.zhao).roles) == 2
