"""Units, people and roles: read by those who plan, watch, manage or administer; changed by administrators."""

from datetime import timedelta

from foundation.common import clock
from organization import services
from organization.enums import Role
from organization.models import Person, RoleRequest
from tests.architecture.row import Row
from tests.cast import make_person

READ = {"fengbo": 200, "liwen": 200, "zhouhang": 200, "qianli": 200, "heting": 200, "*": 403}
CHANGE = {"fengbo": 200, "*": 403}
ACT = {"fengbo": 302, "*": 403}
BAD = {"fengbo": 422, "*": 403}


def east(world) -> dict:
    return {"public_id": world.cast.east.public_id}


def outlet(world) -> dict:
    """A unit without people."""
    return {"public_id": world.cast.east_outlet.public_id}


def retired(world) -> dict:
    services.retire_unit(unit=world.cast.east_outlet, actor=None)
    return outlet(world)


def wu(world) -> dict:
    return {"public_id": world.cast.wu.public_id}


def gone(world) -> dict:
    services.deactivate_person(person=world.cast.wu, actor=None)
    return wu(world)


def nobody(world) -> dict:
    return {"public_id": "01900000-0000-7000-8000-000000000000"}


def role_of_wu(world) -> dict:
    return {**wu(world), "role_id": world.cast.wu.role_assignments.get().public_id}


def role_of_another(world) -> dict:
    return {**wu(world), "role_id": world.cast.chen.role_assignments.get().public_id}


def own(world) -> dict:
    return {"public_id": world.cast.feng.public_id}


def asked(world) -> dict:
    """Asked for by another administrator."""
    second = make_person("dengke", "00602", "邓科", "Deng Ke", world.cast.bank, Role.ADMINISTRATOR)
    return {
        "public_id": RoleRequest.objects.create(
            person=world.cast.he, role=Role.MANAGER, unit=world.cast.bank, act="give", asked_by=second
        ).public_id
    }


def unit_data(world) -> dict:
    key = "01900000-0000-4000-8000-000000000001"
    parent = world.cast.bank.public_id
    return {"code": "BR-S", "name_zh": "城南支行", "kind": "branch", "parent": parent, "client_key": key}


def changed_unit(world) -> dict:
    return {"name_zh": "城东分行", "kind": "branch", "parent": world.cast.bank.public_id, "version": 1}


def person_data(world) -> dict:
    key = "01900000-0000-4000-8000-000000000002"
    return {"staff_number": "00999", "name": "曾静", "unit": world.cast.east.public_id, "client_key": key}


def outside_data(world) -> dict:
    key = "01900000-0000-4000-8000-000000000003"
    account = {"username": "shenzhiqiu", "password": "copper-meadow-19"}
    return {
        **days(world),
        **account,
        "name": "沈知秋",
        "firm": "明察",
        "unit": world.cast.he.unit.public_id,
        "client_key": key,
    }


def days(world) -> dict:
    today = clock.today()
    engaged = Person.objects.exclude(firm="").first()
    return {"first_day": today, "last_day": today + timedelta(days=30), "version": engaged.version if engaged else 1}


def outside(world) -> dict:
    """Engaged already."""
    made = {**outside_data(world), "unit": world.cast.he.unit, "actor": None}
    return {"public_id": services.create_outside_assessor(**{name: made[name] for name in NAMES}).public_id}


NAMES = ("name", "firm", "unit", "first_day", "last_day", "username", "password", "actor")

ROWS = [
    Row("organization:unit_list", READ),
    Row("organization:unit_detail", READ, east),
    Row(
        "organization:unit_detail",
        {**READ, **dict.fromkeys(("fengbo", "liwen", "zhouhang", "qianli", "heting"), 404)},
        nobody,
        variant="nobody’s",
    ),
    Row("organization:unit_find", {"*": 200}),
    Row("organization:person_find", READ),
    Row("organization:unit_create", CHANGE),
    Row("organization:unit_create", ACT, method="post", data=unit_data),
    Row(
        "organization:unit_create",
        BAD,
        method="post",
        data=lambda w: {**unit_data(w), "code": "BR-E"},
        variant="code is taken",
    ),
    Row("organization:unit_change", CHANGE, east),
    Row("organization:unit_change", ACT, east, "post", changed_unit),
    Row(
        "organization:unit_change",
        {"fengbo": 409, "*": 403},
        east,
        "post",
        lambda w: {**changed_unit(w), "version": 7},
        variant="stale",
    ),
    Row("organization:unit_retire", CHANGE, east),
    Row("organization:unit_retire", {"fengbo": 400, "*": 403}, east, "post", variant="with people"),
    Row("organization:unit_retire", ACT, outlet, "post"),
    Row("organization:unit_restore", ACT, retired, "post"),
    Row("organization:unit_restore", {"*": 405}, east, variant="read"),
    Row("organization:person_list", READ),
    Row("organization:person_export", READ),
    Row("organization:person_detail", READ, wu),
    Row("organization:person_create", CHANGE),
    Row("organization:person_create", ACT, method="post", data=person_data),
    Row(
        "organization:person_create",
        BAD,
        method="post",
        data=lambda w: {**person_data(w), "staff_number": "00301"},
        variant="number is taken",
    ),
    Row("organization:outside_create", CHANGE),
    Row("organization:outside_create", ACT, method="post", data=outside_data),
    Row("organization:outside_period", CHANGE, outside),
    Row("organization:outside_period", ACT, outside, "post", days),
    Row("organization:outside_period", {"fengbo": 404, "*": 403}, wu, variant="of the staff"),
    Row("organization:person_change", CHANGE, wu),
    Row("organization:person_change", ACT, wu, "post", lambda w: {"name": "武迪", "version": 1}),
    Row("organization:person_move", CHANGE, wu),
    Row("organization:person_move", ACT, wu, "post", lambda w: {"unit": w.cast.west.public_id, "on": "2021-01-04"}),
    Row("organization:person_access", CHANGE, wu),
    Row("organization:person_access", ACT, wu, "post", lambda w: {"password": "copper-meadow-19"}),
    Row(
        "organization:person_access", {"*": 403}, own, "post", lambda w: {"password": "copper-meadow-19"}, variant="own"
    ),
    Row("organization:person_deactivate", CHANGE, wu),
    Row("organization:person_deactivate", ACT, wu, "post"),
    Row("organization:person_deactivate", {"*": 403}, own, "post", variant="own"),
    Row("organization:person_reactivate", {"fengbo": 302, "wudi": 302, "*": 403}, gone, "post"),
    Row("organization:person_reactivate", {"*": 405}, wu, variant="read"),
    Row("organization:role_give", ACT, wu, "post", lambda w: {"role": "staff", "unit": w.cast.east.public_id}),
    Row(
        "organization:role_give",
        BAD,
        wu,
        "post",
        lambda w: {"role": "king", "unit": w.cast.east.public_id},
        variant="no such role",
    ),
    Row(
        "organization:role_give",
        {"*": 403},
        own,
        "post",
        lambda w: {"role": "staff", "unit": w.cast.east.public_id},
        variant="own",
    ),
    Row("organization:role_give", {"*": 405}, wu, variant="read"),
    Row("organization:role_end", ACT, role_of_wu, "post"),
    Row("organization:role_end", {"fengbo": 404, "*": 403}, role_of_another, "post", variant="of somebody else"),
    Row("organization:role_end", {"*": 405}, role_of_wu, variant="read"),
    Row("organization:role_request_detail", CHANGE, asked),
    Row("organization:role_request_decide", ACT, asked, "post", lambda w: {"decision": "approve"}),
    Row(
        "organization:role_request_decide",
        {"fengbo": 400, "*": 403},
        asked,
        "post",
        lambda w: {"decision": "maybe"},
        variant="neither",
    ),
    Row("organization:role_request_decide", {"*": 405}, asked, variant="read"),
]
