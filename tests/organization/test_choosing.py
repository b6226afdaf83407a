"""Choosing units among many: a search that asks the server, ticks that stay, and pages that do not grow with the organization."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from assessments.models import Recusal
from organization import choosing
from organization.models import Person, Unit
from standards.reading import content_of
from standards.services import create_standard_from_preset

EN = {"accept-language": "en"}
FIND = reverse("organization:unit_find")
PERSON = reverse("organization:person_create")


@pytest.fixture
def many(monkeypatch):
    """As if the cast's few units were too many for a list."""
    monkeypatch.setattr(choosing, "MANY", 2)


def outlets(cast, count: int) -> list[Unit]:
    return Unit.objects.bulk_create(
        Unit(code=f"OUT-{n:03}", name_zh=f"网点{n:03}", name_en=f"Outlet {n:03}", kind="branch", parent=cast.west, is_assessed=True)
        for n in range(count)
    )  # fmt: skip


@pytest.fixture
def admin(client, cast):
    client.force_login(cast.feng.user)
    return client


def test_few_units_are_a_list_and_many_are_a_search(admin, cast, monkeypatch):
    assert '<select name="unit"' in admin.get(PERSON).content.decode()
    monkeypatch.setattr(choosing, "MANY", 2)
    page = admin.get(PERSON).content.decode()
    assert '<select name="unit"' not in page
    assert f'hx-get="{FIND}"' in page


def test_search_of_thousands_of_words_is_one_of_a_few(admin, cast, many, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        answer = admin.get(FIND, {"of": "q", "q": "支 " * 5_000})
    assert (answer.status_code, "BR-W" in answer.content.decode()) == (200, True)


@pytest.mark.parametrize(
    "text", ["BR-W", "br-w", "城西支行", "West Branch", "West Branch · BR-W", "{id}"], ids=["code", "small", "zh", "en", "both", "id"]
)  # fmt: skip
def test_a_unit_is_taken_by_code_name_or_suggestion(admin, cast, many, text):
    form = {"staff_number": "00990", "name": "韩梅", "unit": text.format(id=cast.west.public_id), "client_key": uuid4()}
    assert admin.post(PERSON, form).status_code == 302
    assert Person.objects.get(staff_number="00990").unit == cast.west


def test_what_is_no_unit_or_several_is_said_beside_the_field_and_kept(admin, cast, many):
    Unit.objects.create(code="BR-X", name_zh="城西支行", name_en="Other", kind="branch", parent=cast.bank)
    for text, sentence in (
        ("城北支行", "There is no unit “城北支行” to choose here."),
        ("城西支行", "Several units are called “城西支行”. Write the code instead."),
    ):
        form = {"staff_number": "00990", "name": "韩梅", "unit": text, "client_key": uuid4()}
        answer = admin.post(PERSON, form, headers=EN)
        assert answer.status_code == 422
        [said] = answer.context["form"].errors["unit"]
        assert said.startswith(sentence)
        assert f'value="{text}"' in answer.content.decode()


def test_suggestions_are_few_and_have_every_word(cast, client):
    outlets(cast, 60)
    client.force_login(cast.zhao.user)

    def found(**query) -> list[str]:
        return [unit.code for unit in client.get(FIND, query, headers=EN).context["units"]]

    assert len(found(of="unit", unit="outlet")) == choosing.SUGGESTED
    assert found(of="unit", unit="outlet 05") == [f"OUT-{n:03}" for n in (5, *range(50, 60))]
    assert found(of="parent", parent="Outlet 007 · OUT-007") == ["OUT-007"]
    Unit.objects.filter(code="OUT-007").update(valid_to="2026-01-01")
    assert found(of="unit", unit="OUT-007") == []


def test_filters_take_code_and_suggestion_and_say_what_is_no_unit(admin, cast, many):
    people = reverse("organization:person_list")
    for text in ("BR-E", "East Branch · BR-E"):
        page = admin.get(people, {"unit": text}, headers=EN)
        assert set(page.context["page"]) == {cast.chen, cast.wu, cast.zhao}
        assert 'value="East Branch · BR-E"' in page.content.decode()
    page = admin.get(people, {"unit": "Moon"}, headers=EN)
    assert "There is no unit “Moon” to choose here." in page.content.decode()


@pytest.mark.parametrize("name", ["assessments:sheet_list", "rectification:task_list", "records:record_list"])
def test_filters_of_the_rooms_take_the_same(cast, client, many, name):
    outlets(cast, 3)
    client.force_login(cast.li.user)
    answer = client.get(reverse(name), {"unit": "Outlet 001 · OUT-001"}, headers=EN)
    assert answer.status_code == 200


@pytest.mark.parametrize("text", ["BR-E", "城东支行", "East Branch · BR-E"])
def test_forms_of_the_rooms_take_the_same(cast, client, many, text):
    outlets(cast, 3)
    client.force_login(cast.lin.user)
    form = {"unit": text, "about": "", "kind": "relative", "text": "家人", "client_key": uuid4()}
    url = reverse("assessments:recusal_declare")
    assert f'hx-get="{FIND}"' in client.get(url).content.decode()
    assert client.post(url, form).status_code == 302
    assert Recusal.objects.get(person=cast.lin).unit == cast.east


@pytest.fixture
def draft(cast):
    return create_standard_from_preset(preset="four-dimensions", author=cast.li)


def test_looking_for_units_keeps_the_ticks_and_what_was_filled_in_and_saves_nothing(cast, client, many, draft):
    outlets(cast, 70)
    client.force_login(cast.li.user)
    url = reverse("standards:version_scope", args=[draft.public_id])
    sent = {"unit": ["BR-E"], "post": "柜员", "lock": draft.version, "unit_find": "Outlet", "unit_look": "2"}
    page = client.post(url, sent, headers=EN)

    text = page.content.decode()
    assert page.status_code == 200
    assert 'value="BR-E" checked' in text
    assert text.count('name="unit" value="OUT-') == 20
    assert "page 2 of 2" in text and "柜员" in text
    assert content_of(draft).scope == ()

    # Kept is what was ticked, found now or before.
    kept = {"unit": ["BR-E", "OUT-003"], "post": "", "lock": draft.version, "unit_find": "nothing"}
    assert client.post(url, kept).status_code == 302
    assert content_of(draft).scope == (("unit", "BR-E"), ("unit", "OUT-003"))


def test_looking_judges_nothing_that_is_not_filled_in_yet(cast, client, many):
    outlets(cast, 3)
    client.force_login(cast.li.user)
    page = client.post(
        reverse("assessments:cycle_special"), {"units_find": "Outlet 001", "units_look": "1"}, headers=EN
    )
    assert page.status_code == 200
    assert "Say what is assessed." not in page.content.decode()
    assert page.content.decode().count('name="units" value=') == 1


def test_a_unit_that_is_none_to_choose_is_refused_however_it_is_sent(cast, client, many, draft):
    client.force_login(cast.li.user)
    url = reverse("standards:version_scope", args=[draft.public_id])
    assert client.post(url, {"unit": ["MOON"], "lock": draft.version}).status_code == 422


def test_tree_is_paged_and_searched_in_as_many_queries(admin, cast):
    url = reverse("organization:unit_list")
    admin.get(url)
    with CaptureQueriesContext(connection) as before:
        admin.get(url)
    outlets(cast, 250)
    with CaptureQueriesContext(connection) as after:
        page = admin.get(url)
    assert len(after) <= len(before)
    assert (len(page.context["page"].object_list), page.context["page"].paginator.num_pages) == (100, 3)
    assert len(page.content) < 120_000

    found = admin.get(url, {"q": "out-24"}, headers=EN)
    assert [row.unit.code for row in found.context["page"]] == [f"OUT-{n}" for n in range(240, 250)]
    assert "Binhai Bank › West Branch" in found.content.decode()
    assert "Nothing matches these filters" in admin.get(url, {"q": "moon"}, headers=EN).content.decode()


def test_words_of_the_search_are_in_the_readers_language(admin, cast, many):
    with translation.override("zh-hans"):
        assert "输入部分名称或编号" in admin.get(PERSON, headers={"accept-language": "zh-hans"}).content.decode()
