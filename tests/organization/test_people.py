"""People: made with account and roles, moved, gone."""

from datetime import date, timedelta

import pytest

from foundation.accounts.models import User
from foundation.audit.models import AuditEvent
from foundation.audit.verifiers import verify_chain
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from organization import services
from organization.enums import Role
from organization.models import Person
from organization.pinyin import sort_key

SECRET = "copper-meadow-19"


def make(cast, **more):
    return services.create_person(
        **{"staff_number": "00305", "name": "曾静", "unit": cast.east, "actor": cast.feng, **more}
    )


def again(person: Person) -> Person:
    return Person.objects.select_related("unit").get(pk=person.pk)


def test_create_person_with_account_and_roles(cast):
    person = make(
        cast,
        roles=[Role.STAFF, (Role.LIAISON, cast.east_outlet)],
        username="ZengJing",
        password=SECRET,
        email="z@bank.example",
    )

    assert [(row.role, row.unit.code) for row in person.role_assignments.all()] == [
        ("staff", "BR-E"),
        ("liaison", "BR-E-1"),
    ]
    assert (person.user.username, person.user.check_password(SECRET), person.user.must_change_password) == (
        "zengjing",
        True,
        True,
    )
    assert person.sort_key == "zeng jing"
    assert [event.action for event in AuditEvent.objects.all()] == [
        "organization.person.give_access",
        "organization.person.give_role",
        "organization.person.give_role",
        "organization.person.create",
    ]
    assert verify_chain() == []


def test_create_person_by_the_system_keeps_the_password(cast):
    person = make(cast, username="zengjing", password=SECRET, actor=None)
    assert not person.user.must_change_password


def test_account_without_a_password_is_made_at_the_machine_only(cast):
    assert not make(cast, username="zengjing", actor=None).user.has_usable_password()
    with pytest.raises(Invalid) as refused:
        make(cast, staff_number="00998", username="zengjing2")
    assert refused.value.message_dict == {"password": ["Without a first password nobody can sign in to the account."]}


@pytest.mark.parametrize("more", [{"password": SECRET}, {"email": "zeng@example.com"}])
def test_what_belongs_to_an_account_is_not_dropped_without_one(cast, more):
    with pytest.raises(Invalid) as refused:
        make(cast, **more)
    assert list(refused.value.message_dict) == ["username"]


@pytest.mark.parametrize("who", ["lin", "li", "zhou", "chen", "qian", "he"])
def test_create_person_is_for_administrators(cast, who):
    with pytest.raises(NotAllowed):
        make(cast, actor=getattr(cast, who))
    assert not Person.objects.filter(staff_number="00305").exists()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"staff_number": "00301"}, "staff_number"),
        ({"staff_number": "3 5"}, "staff_number"),
        ({"name": ""}, "name"),
        ({"username": "ChenJie"}, "username"),
        ({"username": "曾静"}, "username"),
        ({"username": "zengjing", "password": "12345"}, "password"),
        ({"username": "zengjing", "email": "nobody"}, "email"),
        ({"roles": ["king"]}, "role"),
        ({"roles": [Role.SUPERVISOR, Role.ASSESSOR]}, "role"),
    ],
)
def test_create_person_refuses_whole_with_a_sentence_at_the_field(cast, more, field):
    with pytest.raises(Invalid) as refused:
        make(cast, **more)

    assert list(refused.value.message_dict) == [field]
    assert (Person.objects.count(), User.objects.count(), AuditEvent.objects.count()) == (11, 11, 0)


def test_change_person_of_a_stale_page_is_a_conflict(cast):
    services.change_person(
        person=cast.wu, version=1, name="武迪", name_en="Wu Di", email="wudi@bank.example", actor=cast.feng
    )
    with pytest.raises(Conflict):
        services.change_person(person=again(cast.wu), version=1, name="吴笛", name_en="", email="", actor=cast.feng)

    assert (again(cast.wu).name, again(cast.wu).sort_key) == ("武迪", "wu di")


def test_move_person_ends_the_roles_for_the_old_unit(cast):
    services.assign_role(person=cast.wu, role=Role.LIAISON, unit=cast.east_outlet)
    services.move_person(person=cast.wu, unit=cast.west, actor=cast.feng)

    wu = again(cast.wu)
    assert wu.unit == cast.west
    assert wu.units_as(Role.LIAISON) == {cast.east_outlet.pk}
    assert [(row.unit, row.since, row.until) for row in wu.former_units.all()] == [(cast.east, None, clock.today())]


def test_move_person_cannot_lie_in_the_future_or_before_the_last_move(cast):
    services.move_person(person=cast.wu, unit=cast.west, actor=cast.feng, on=date(2026, 5, 1))
    for day in (clock.today() + timedelta(days=1), date(2026, 4, 1)):
        with pytest.raises(Invalid):
            services.move_person(person=again(cast.wu), unit=cast.retail, actor=cast.feng, on=day)


def test_move_person_to_the_same_unit_changes_nothing(cast):
    services.move_person(person=cast.wu, unit=cast.east, actor=cast.feng)
    assert AuditEvent.objects.count() == 0


def test_deactivate_person_takes_rights_and_sign_in(cast, client):
    client.force_login(cast.li.user)
    services.deactivate_person(person=cast.li, actor=cast.feng)

    assert again(cast.li).roles == frozenset()
    assert again(cast.li).left_on == clock.today()
    assert client.get("/notifications/").status_code == 302
    services.deactivate_person(person=again(cast.li), actor=cast.feng)
    assert AuditEvent.objects.count() == 1


def test_nobody_deactivates_themselves_or_the_last_administrator(cast):
    with pytest.raises(NotAllowed):
        services.deactivate_person(person=cast.feng, actor=cast.feng)
    with pytest.raises(Invalid):
        services.deactivate_person(person=cast.feng, actor=None)


def test_reactivate_person_gives_no_roles_back(cast):
    services.deactivate_person(person=cast.li, actor=cast.feng)
    services.reactivate_person(person=again(cast.li), actor=cast.feng)

    li = again(cast.li)
    assert (li.left_on, li.user.is_active, li.roles) == (None, True, frozenset())


def test_set_password_ends_the_sessions_and_must_be_changed(cast, client):
    client.force_login(cast.li.user)
    services.set_password(person=cast.li, password=SECRET, actor=cast.feng)

    assert client.get("/notifications/").status_code == 302
    assert User.objects.get(pk=cast.li.user.pk).must_change_password


def test_set_password_not_for_oneself_and_not_weak(cast):
    with pytest.raises(NotAllowed):
        services.set_password(person=cast.feng, password=SECRET, actor=cast.feng)
    with pytest.raises(Invalid):
        services.set_password(person=cast.li, password="liwen", actor=cast.feng)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("林晓", "lin xiao"),
        ("曾静", "zeng jing"),
        ("单田芳", "shan tian fang"),
        ("尉迟恭", "yu chi gong"),
        ("Anna Lee", "anna lee"),
    ],
)
def test_sort_key_reads_surnames_as_surnames(name, key):
    assert sort_key(name) == key


def test_whoever_asks_is_known_by_one_query(cast, django_assert_num_queries):
    from organization.backends import PersonBackend

    with django_assert_num_queries(1):
        person = PersonBackend().get_user(cast.chen.user.pk).person
        assert (person.name, person.unit.code, person.roles) == ("陈洁", "BR-E", {Role.HEAD})


def test_person_without_roles_is_known_too(cast, client):
    services.move_person(person=cast.zhao, unit=cast.west, actor=cast.feng)
    client.force_login(cast.zhao.user)
    assert client.get("/notifications/").wsgi_request.person == cast.zhao


def test_user_without_a_person_is_nobody(db, client):
    client.force_login(User.objects.create_user("ghost"))
    assert client.get("/notifications/").wsgi_request.person is None


def test_ended_and_future_roles_do_not_count_for_whoever_asks(cast, client):
    today = clock.today()
    services.assign_role(
        person=cast.zhao, role=Role.LIAISON, unit=cast.east, since=today - timedelta(days=5), until=today
    )
    services.assign_role(person=cast.zhao, role=Role.HEAD, unit=cast.east, since=today + timedelta(days=5))
    client.force_login(cast.zhao.user)
    assert client.get("/notifications/").wsgi_request.person.roles == {Role.STAFF}
