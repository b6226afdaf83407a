"""The story of a thing: who did what when, in words, from a trail that keeps ids only."""

import pytest

from foundation.audit.labels import label_of, labels, register_label, state_change, tone_of
from foundation.audit.models import AuditEvent
from foundation.audit.naming import names_of, register_namer
from foundation.audit.selectors import timeline_of
from foundation.audit.services import record_event
from organization import services
from publication.enums import PublicationState

ACTS = {"test.unit.paint": "Unit painted"}


@pytest.fixture(autouse=True)
def _labels():
    register_label("test.unit.paint", "Unit painted", tone="done", detail=state_change(PublicationState))
    yield
    labels._entries.pop("test.unit.paint", None)


def test_story_names_people_and_acts_newest_first(cast):
    record_event(actor=cast.li, action="test.unit.paint", target=cast.east, before="draft", after="proposed")
    record_event(actor=None, action="test.unit.unknown", target=cast.east)
    record_event(actor=cast.li, action="test.unit.paint", target=cast.west)

    assert [(entry["who"], entry["what"], entry["detail"], entry["tone"]) for entry in timeline_of(cast.east)] == [
        ("System", "test.unit.unknown", "", "go"),
        ("Li Wen", "Unit painted", "Draft → Waiting for approval", "done"),
    ]


def test_several_things_are_one_story(cast):
    for unit in (cast.east, cast.west, cast.retail):
        record_event(actor=cast.li, action="test.unit.paint", target=unit)
    assert len(timeline_of(cast.east, cast.west)) == 2


def test_same_id_of_another_kind_is_another_story(cast):
    record_event(actor=cast.li, action="test.unit.paint", target=cast.east)
    cast.lin.public_id = cast.east.public_id
    assert timeline_of(cast.lin) == []


def test_story_takes_two_queries(cast, django_assert_num_queries):
    for person in cast.everybody:
        record_event(actor=person, action="test.unit.paint", target=cast.east)
    with django_assert_num_queries(2):
        assert len(timeline_of(cast.east)) == 11


def test_person_who_is_not_known_any_more_is_shown_by_number(cast):
    ghost = type(cast.li)(staff_number="00999", name="某某")
    record_event(actor=ghost, action="test.unit.paint", target=cast.east)
    assert timeline_of(cast.east)[0]["who"] == "00999"


def test_story_can_be_cut(cast):
    for _ in range(3):
        record_event(actor=cast.li, action="test.unit.paint", target=cast.east)
    assert len(timeline_of(cast.east, limit=2)) == 2


def test_label_may_be_entered_again_and_the_first_stays():
    register_label("test.unit.paint", "Something else")
    assert (label_of("test.unit.paint"), tone_of("test.unit.paint")) == ("Unit painted", "done")


def test_label_has_a_tone_of_the_palette():
    with pytest.raises(ValueError):
        register_label("test.unit.burn", "Unit burnt", tone="red")


def test_taken_name_for_a_kind_is_a_mistake():
    with pytest.raises(ValueError):
        register_namer("organization.person", lambda ids: {})


def test_names_are_asked_once_a_kind(cast, django_assert_num_queries):
    references = [("organization.person", str(person.public_id)) for person in cast.everybody]
    references += [("organization.unit", str(unit.public_id)) for unit in (cast.east, cast.west)] + [
        ("nothing.known", "x"),
        ("", ""),
    ]
    with django_assert_num_queries(2):
        assert len(names_of(references)) == 13


def test_people_are_named_in_the_readers_language(cast):
    from django.utils import translation

    services.change_unit(unit=cast.east, version=1, actor=cast.feng, peer_group="city")
    with translation.override("zh-hans"):
        assert (timeline_of(cast.east)[0]["who"], timeline_of(cast.east)[0]["what"]) == ("冯博", "修改单位")
    assert AuditEvent.objects.get().details == {"fields": ["peer_group"]}
