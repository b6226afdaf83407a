"""One person among many: a list while they are few, else a search that takes a staff number or a name."""

import pytest
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import override

from organization import choosing
from organization.choosing_people import PersonField, said
from organization.enums import Role
from organization.selectors import people_in_force
from tests.cast import make_person

pytestmark = pytest.mark.django_db
EN = {"accept-language": "en"}
FIND = reverse("organization:person_find")
NEW = reverse("connections:connection_new")


@pytest.fixture
def admin(client, cast):
    client.force_login(cast.feng.user)
    return client


def cleaned(text: str):
    field = PersonField()
    field.queryset = people_in_force()
    return field.clean(text)


def test_few_people_are_a_list_and_many_are_a_search(admin, monkeypatch):
    assert '<select name="contact"' in admin.get(NEW).content.decode()
    monkeypatch.setattr(choosing, "MANY", 2)
    page = admin.get(NEW).content.decode()
    assert '<select name="contact"' not in page and f'hx-get="{FIND}"' in page


@pytest.mark.parametrize("text", ["00303", "吴迪", "Wu Di", "Wu Di · 00303", "whoever · 00303"])
def test_person_is_taken_by_number_name_or_suggestion(cast, text):
    cast.wu.refresh_from_db()
    text = text.replace("00303", cast.wu.staff_number).replace("吴迪", cast.wu.name).replace("Wu Di", cast.wu.name_en)
    assert cleaned(text) == cast.wu
    assert cleaned(said(cast.wu)) == cast.wu


def test_namesakes_and_strangers_are_told_of_beside_the_field_and_what_was_typed_stays(admin, cast, monkeypatch):
    monkeypatch.setattr(choosing, "MANY", 2)
    make_person("wudi2", "00390", cast.wu.name, "", cast.west, Role.STAFF)
    for typed, sentence in ((cast.wu.name, "Several people are called"), ("nobody <b>", "There is nobody")):
        page = admin.post(NEW, {"contact": typed, "name": "x"}, headers=EN)
        assert page.status_code == 422
        [told] = page.context["form"].errors["contact"]
        assert told.startswith(sentence)
        assert f'value="{escape(typed)}"' in page.content.decode()


def test_suggestions_have_the_unit_beside_the_name(admin, cast):
    found = admin.get(FIND, {"of": "contact", "contact": cast.wu.name}, headers=EN).content.decode()
    with override("en"):
        assert f'<option value="{said(cast.wu)}">{cast.wu.unit.name_en}</option>' in found
    assert admin.get(FIND, {"of": "contact", "contact": "支" * 5_000}).status_code == 200
