"""`manage.py create_unit` and `create_person`: setting up from a script."""

import io
import sys

import pytest
from django.core.management import CommandError, call_command

from organization.enums import Role
from organization.models import Person, Unit
from organization.selectors import administrators

SECRET = "copper-meadow-19"


def create(*args, **more):
    call_command("create_person", *args, **more)


def test_first_units_and_first_administrator_from_nothing(db):
    call_command("create_unit", "HO", "滨海银行", "--kind", "head_office")
    call_command("create_unit", "IT", "信息科技部", "--kind", "department", "--parent", "HO", "--not-assessed")
    create("00601", "冯博", "--unit", "it", "--role", "administrator", "--username", "fengbo", "--password", SECRET)

    feng = Person.objects.get()
    assert (str(feng.unit.parent.code), feng.roles, feng.user.must_change_password) == (
        "HO",
        {Role.ADMINISTRATOR},
        False,
    )
    assert list(administrators()) == [feng]
    assert not Unit.objects.get(code="IT").is_assessed


def test_create_person_with_role_for_another_unit_and_password_from_input(cast, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{SECRET}\nrest"))
    create(
        "00305",
        "曾静",
        "--unit",
        "BR-E",
        "--role",
        "staff",
        "--role",
        "liaison:BR-E-1",
        "--username",
        "zengjing",
        "--password-stdin",
    )

    person = Person.objects.get(staff_number="00305")
    assert [(row.role, row.unit.code) for row in person.role_assignments.all()] == [
        ("staff", "BR-E"),
        ("liaison", "BR-E-1"),
    ]
    assert person.user.check_password(SECRET)


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["00305", "曾静", "--unit", "MARS"], "There is no unit 'MARS'."),
        (["00305", "曾静", "--unit", "BR-E", "--role", "king"], "There is no role 'king'."),
        (["00301", "曾静", "--unit", "BR-E"], "There is a person with this staff number."),
        (["00305", "曾静", "--unit", "BR-E", "--password", SECRET], "A password needs a --username."),
        (
            ["00305", "曾静", "--unit", "BR-E", "--username", "zengjing", "--password", "123"],
            "This password is too common.",
        ),
    ],
)
def test_create_person_names_what_is_wrong(cast, args, sentence):
    with pytest.raises(CommandError) as refused:
        create(*args)
    assert str(refused.value).startswith(sentence)
    assert Person.objects.count() == 11


def test_create_unit_names_what_is_wrong(cast):
    with pytest.raises(CommandError) as refused:
        call_command("create_unit", "BR-E", "城东支行", "--kind", "branch", "--parent", "HO")
    assert str(refused.value) == "There is a unit with this code."
