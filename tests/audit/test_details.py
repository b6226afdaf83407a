"""What an act has noted, in words: nobody reads UUIDs, `False` or UTC."""

import re
from io import BytesIO

import pytest
import time_machine
from django.utils import translation
from python_calamine import CalamineWorkbook

from foundation.audit.details import exact_time, ids_in, told
from foundation.audit.labels import labels
from foundation.audit.models import AuditEvent
from foundation.audit.naming import names_of_any
from foundation.audit.selectors import described
from foundation.audit.services import record_event
from foundation.audit.words import room_of, rooms, words
from organization import services
from organization.enums import Role
from tests.audit.test_labels import recording_calls
from tests.records.files import CALL, imported, text_of

ID = "01890000-0000-7000-8000-000000000001"
DIGEST = "ab" * 32


def noted(event: AuditEvent, language: str = "en") -> dict[str, str]:
    with translation.override(language):
        return dict(described([event])[0].noted)


def note(cast, target=None, **details) -> AuditEvent:
    return record_event(actor=cast.li, action="test.thing.change", target=target, **details)


def test_people_and_units_are_named(cast):
    event = note(
        cast, owner=cast.lin.public_id, team=[cast.lin.public_id, cast.guo.public_id], before=cast.east.public_id
    )
    assert noted(event) == {"Owner": "Lin Xiao", "Team": "Lin Xiao, Guo Min", "Before": "East Branch"}
    assert noted(event, "zh-hans") == {"整改责任人": "林晓", "评估小组": "林晓、郭敏", "变更前": "城东支行"}


def test_id_of_something_without_a_name_stays(cast):
    assert noted(note(cast, evidence=ID)) == {"Evidence": ID}


def test_states_are_told_by_the_labels_of_the_thing(cast):
    run = imported(text_of(CALL), cast.li)
    assert noted(note(cast, target=run, before="mapping", after="running")) == {
        "Before": "Columns to be assigned",
        "After": "Being imported",
    }
    assert noted(note(cast, before="mapping")) == {"Before": "mapping"}


def test_yes_no_counts_days_and_instants_are_told(cast):
    event = note(cast, second_factor=False, count=5000, on="2021-03-04", starts_on="2021-03-03T16:01:00Z")
    assert noted(event, "zh-hans") == {
        "双重验证": "否",
        "数量": "5,000",
        "起始日期": "2021年3月4日 周四",
        "开始日期": "2021-03-04 00:01:00+08:00",
    }


def test_counts_of_an_import_are_told(cast):
    imported(text_of(CALL), cast.li)
    event = AuditEvent.objects.get(action="records.import.finish")
    assert noted(event, "zh-hans") == {"变更后": "新增 1、更正 0、未变 0、已退回 0"}


def test_values_are_told_by_whoever_knows_them(cast):
    services.assign_role(person=cast.he, role=Role.LIAISON, unit=cast.east, actor=None)
    services.change_unit(unit=cast.west, version=1, actor=cast.feng, name_en="Western Branch", peer_group="city")
    given, changed = AuditEvent.objects.order_by("number")
    assert noted(given) == {"Role": "Liaison", "Unit": "East Branch"}
    assert noted(changed) == {"Changed fields": "name in English, ranked among"}


def test_occasion_of_a_reminder_is_told_with_its_day(cast):
    assert noted(note(cast, occasion="late:2021-03-04")) == {"Occasion": "late Thu 4 Mar 2021"}


def test_before_comes_before_after(cast):
    assert [word for word, _text in told(note(cast, count=1, after="b", before="a"), {})] == [
        "Before",
        "After",
        "Number",
    ]


def test_digest_is_shortened_on_pages_and_whole_in_files(cast):
    event = note(cast, digest=DIGEST)
    assert told(event, {}) == [("Digest of the contents", f"{'ab' * 8}…")]
    assert told(event, {}, whole=True) == [("Digest of the contents", DIGEST)]


def test_names_cost_a_query_a_kind(cast, django_assert_num_queries):
    event = note(cast, owner=cast.lin.public_id, team=[cast.guo.public_id], unit=cast.east.public_id)
    with django_assert_num_queries(2):
        assert len(names_of_any(ids_in(event.details))) == 3


def test_exact_time_is_the_organizations(cast):
    with time_machine.travel("2026-03-03T16:01:02.000003Z", tick=False):
        event = note(cast)
    assert exact_time(event) == "2026-03-04 00:01:02.000003+08:00"


def test_page_and_file_are_in_words(client, cast):
    record_event(actor=cast.lin, action="accounts.session.begin", target=cast.lin.user, second_factor=False)
    client.force_login(cast.qian.user)
    page = client.get("/audit/", headers={"accept-language": "zh-CN,zh"}).content.decode()
    assert "<dt>双重验证</dt><dd>否</dd>" in page and "False" not in page
    answer = client.get("/audit/export/", headers={"accept-language": "zh-CN,zh"})
    rows = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0).to_python()
    assert rows[1][8] == "双重验证：否"


def test_details_say_when_they_are_open(client, cast):
    note(cast)
    client.force_login(cast.qian.user)
    page = client.get("/audit/").content.decode()
    assert re.search(r"<summary><span[^>]*>Show</span><span[^>]*>Hide</span></summary>", page)


# What the code notes


def noted_names() -> set[str]:
    """The names of the details that the code writes out at `record_event(…)`."""
    found = {word.arg for _path, call in recording_calls() for word in call.keywords if word.arg}
    return found - {"actor", "action", "target"}


@pytest.mark.parametrize("name", sorted(noted_names()))
def test_detail_has_a_word(name):
    assert name in words


# The filter


@pytest.mark.parametrize("act", [name for name, _label in labels.items() if not name.startswith("test.")])
def test_act_belongs_to_a_room_with_a_name(act):
    assert act.partition(".")[0] in rooms


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_acts_of_a_room_are_told_apart(client, cast, language):
    client.force_login(cast.qian.user)
    form = client.get("/audit/", headers={"accept-language": language}).context["filter"].form
    groups = form.fields["action"].choices[1:]
    assert len(groups) == len({str(room) for room, _acts in groups}) == 20
    assert [room for room, acts in groups if len({name for _act, name in acts}) < len(acts)] == []


def test_administrator_is_offered_two_rooms(client, cast):
    client.force_login(cast.feng.user)
    choices = client.get("/audit/").context["filter"].form.fields["action"].choices
    assert [room for room, _acts in choices[1:]] == ["Organization", "Accounts and sign-in"]
    assert room_of("organization.unit.create") == "Organization"
