"""Pages of units and people: what they show, what they keep of a form that was refused, how many queries they take."""

from uuid import uuid4

import pytest
from django.urls import reverse

from foundation.audit.models import AuditEvent
from organization import services
from organization.enums import Role
from organization.models import Person, RoleRequest, Unit
from organization.searching import search
from organization.worklist import work_waiting_for
from tests.cast import make_person

UNITS, PEOPLE = "/organization/units/", "/organization/people/"


@pytest.fixture
def feng(cast, client):
    client.force_login(cast.feng.user)
    return client


def new_person(cast, **more) -> dict:
    return {"staff_number": "00999", "name": "曾静", "unit": cast.east.public_id, "client_key": uuid4(), **more}


def names(response) -> list[str]:
    return [person.name for person in response.context["page"]]


def test_units_are_shown_as_a_tree(cast, feng):
    rows = feng.get(UNITS).context["rows"]
    assert [(row.unit.code, row.depth, row.people) for row in rows][:4] == [
        ("HO", 0, 1),
        ("AUD", 1, 1),
        ("BR-E", 1, 3),
        ("BR-E-1", 2, 0),
    ]
    assert [person.name for row in rows for person in row.heads] == ["陈洁", "孙燕"]


def test_retired_units_are_shown_on_demand(cast, feng):
    services.retire_unit(unit=cast.east_outlet, actor=cast.feng)
    assert "BR-E-1" not in {row.unit.code for row in feng.get(UNITS).context["rows"]}
    assert "BR-E-1" in {row.unit.code for row in feng.get(f"{UNITS}?retired=1").context["rows"]}


def test_people_are_sorted_by_pinyin(cast, feng):
    assert names(feng.get(PEOPLE)) == [
        "陈洁",
        "冯博",
        "郭敏",
        "何婷",
        "李文",
        "林晓",
        "钱莉",
        "孙燕",
        "吴迪",
        "赵磊",
        "周航",
    ]
    assert names(feng.get(f"{PEOPLE}?sort=-name"))[0] == "周航"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=林", ["林晓"]),
        ("q=linxiao", ["林晓"]),
        ("q=lin+xiao", ["林晓"]),
        ("q=0030", ["陈洁", "吴迪", "赵磊"]),
        ("q=nobody-at-all", []),
        ("role=assessor", ["郭敏", "林晓"]),
        ("role=king", ["陈洁", "冯博", "郭敏", "何婷", "李文", "林晓", "钱莉", "孙燕", "吴迪", "赵磊", "周航"]),
        ("state=left", []),
    ],
)
def test_people_are_filtered_by_the_url(cast, feng, query, found):
    assert names(feng.get(f"{PEOPLE}?{query}")) == found


def test_people_of_a_unit_are_those_below_it_too(cast, feng):
    make_person("teller", "00310", "方圆", "Fang Yuan", cast.east_outlet)
    assert names(feng.get(f"{PEOPLE}?unit={cast.east.public_id}")) == ["陈洁", "方圆", "吴迪", "赵磊"]


def test_export_holds_what_is_shown(cast, feng):
    from io import BytesIO

    from python_calamine import CalamineWorkbook

    answer = feng.get(f"{PEOPLE}export/?role=assessor")
    rows = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows] == ["Name", "郭敏", "林晓"]


def test_new_person_is_on_the_list(cast, feng):
    answer = feng.post(f"{PEOPLE}new/", new_person(cast, roles=["staff"]))
    person = Person.objects.get(staff_number="00999")
    assert answer["Location"] == person.get_absolute_url()
    assert person.roles == {Role.STAFF}


def test_form_sent_twice_makes_one_person(cast, feng):
    data = new_person(cast)
    first, second = feng.post(f"{PEOPLE}new/", data), feng.post(f"{PEOPLE}new/", data)

    assert first["Location"] == second["Location"]
    assert Person.objects.filter(name="曾静").count() == 1


def test_refused_form_keeps_what_was_typed(cast, feng):
    answer = feng.post(f"{PEOPLE}new/", new_person(cast, staff_number="00301", username="zengjing", password="12345"))

    assert answer.status_code == 422
    form = answer.context["form"]
    assert form.errors["staff_number"] == ["There is a person with this staff number."]
    assert form["name"].value() == "曾静"
    assert b"12345" not in answer.content


def test_user_name_without_a_password_is_told_beside_the_field(cast, feng):
    answer = feng.post(f"{PEOPLE}new/", new_person(cast, username="zengjing"))
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "password": ["Without a first password nobody can sign in to the account."]
    }
    assert not Person.objects.filter(name="曾静").exists()


def test_buttons_say_what_they_do(cast, feng):
    page = feng.get(cast.wu.get_absolute_url(), headers={"accept-language": "zh-CN,zh"}).content.decode()
    assert "办理离职" in page and "已离职" not in page


def test_extra_fields_of_a_form_change_nothing(cast, feng):
    feng.post(f"{PEOPLE}new/", new_person(cast, left_on="2020-01-01", sort_key="aaa", is_superuser="1"))
    person = Person.objects.get(staff_number="00999")
    assert (person.left_on, person.sort_key) == (None, "zeng jing")


def test_stale_page_of_a_person_is_a_conflict(cast, feng):
    url = reverse("organization:person_change", args=[cast.wu.public_id])
    assert feng.post(url, {"name": "武迪", "version": 1}).status_code == 302
    assert feng.post(url, {"name": "吴笛", "version": 1}).status_code == 409
    assert Person.objects.get(pk=cast.wu.pk).name == "武迪"


def test_page_of_a_person_tells_the_story(cast, feng):
    services.assign_role(person=cast.zhao, role=Role.LIAISON, unit=cast.east, actor=cast.feng)
    timeline = feng.get(cast.zhao.get_absolute_url()).context["timeline"]
    assert [(entry["who"], entry["what"], entry["detail"]) for entry in timeline] == [
        ("Feng Bo", "Role given", "Liaison")
    ]


def test_page_of_oneself_offers_no_roles(cast, feng):
    page = feng.get(cast.feng.get_absolute_url())
    assert not page.context["may_change_roles"]
    assert reverse("organization:role_give", args=[cast.feng.public_id]) not in page.content.decode()


def test_reader_is_offered_no_change(cast, client):
    client.force_login(cast.li.user)
    page = client.get(cast.wu.get_absolute_url()).content.decode()
    assert reverse("organization:person_change", args=[cast.wu.public_id]) not in page
    assert "/roles/give/" not in page


def test_request_waits_on_the_other_administrators_list(cast, feng, client, settings):
    settings.TWO_PERSON_ROLE_CHANGES = True
    deng = make_person("dengke", "00602", "邓科", "Deng Ke", cast.bank, Role.ADMINISTRATOR)
    feng.post(
        reverse("organization:role_give", args=[cast.he.public_id]), {"role": "manager", "unit": cast.bank.public_id}
    )
    asked = RoleRequest.objects.get()

    assert [item.title for item in work_waiting_for(deng)] == ["何婷: Manager"]
    assert work_waiting_for(cast.feng) == []
    url = reverse("organization:role_request_decide", args=[asked.public_id])
    assert feng.post(url, {"decision": "approve"}).status_code == 403
    client.force_login(deng.user)
    assert client.post(url, {"decision": "approve"}).status_code == 302
    assert Person.objects.get(pk=cast.he.pk).roles == {Role.HR, Role.MANAGER}
    assert client.post(url, {"decision": "refuse"}).status_code == 409


def test_leaving_names_what_waits(cast, feng, settings):
    settings.TWO_PERSON_ROLE_CHANGES = True
    deng = make_person("dengke", "00602", "邓科", "Deng Ke", cast.bank, Role.ADMINISTRATOR)
    third = make_person("xuyi", "00603", "许怡", "Xu Yi", cast.bank, Role.ADMINISTRATOR)
    services.assign_role(person=cast.he, role=Role.MANAGER, unit=cast.bank, actor=third)

    page = feng.get(reverse("organization:person_deactivate", args=[deng.public_id]))
    assert page.context["consequences"][0] == "Things that wait for them: 1. Somebody else has to be found for these."


def test_search_finds_people_and_units_for_those_who_may_see_them(cast):
    assert [hit.title for hit in search(cast.li, "east")] == ["East Branch"]
    assert [hit.title for hit in search(cast.feng, "wudi")] == ["Wu Di"]
    assert search(cast.zhao, "wudi") == []


@pytest.mark.parametrize("url", [UNITS, PEOPLE])
def test_lists_take_the_same_queries_for_more_rows(cast, feng, url, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as before:
        feng.get(url)
    for number in range(3):
        unit = Unit.objects.create(code=f"X{number}", name_zh="某部", kind="department", parent=cast.bank)
        make_person(f"x{number}", f"90{number}", "王明", "Wang Ming", unit, Role.HEAD, Role.ASSESSOR)
    with django_assert_num_queries(len(before)):
        feng.get(url)


def test_reading_leaves_no_trace(cast, feng):
    for url in (UNITS, PEOPLE, cast.wu.get_absolute_url(), cast.east.get_absolute_url()):
        assert feng.get(url).status_code == 200
    assert AuditEvent.objects.count() == 0
