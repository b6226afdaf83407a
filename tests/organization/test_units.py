"""Units: made, changed, retired by an administrator."""

from datetime import date

import pytest

from foundation.audit.models import AuditEvent
from foundation.common.errors import Conflict, Invalid, NotAllowed
from organization import services
from organization.enums import UnitKind
from organization.models import Unit
from organization.tree import ancestors, descendants


def make(cast, **more):
    return services.create_unit(
        **{
            "code": "br-s",
            "name_zh": "城南支行",
            "kind": UnitKind.BRANCH,
            "parent": cast.bank,
            "actor": cast.feng,
            **more,
        }
    )


def test_create_unit_adds_it_and_tells_the_audit_trail(cast):
    unit = make(cast, name_en="South Branch", peer_group="branch")

    assert (unit.code, str(unit.parent), unit.valid_to) == ("BR-S", "Binhai Bank", None)
    event = AuditEvent.objects.get()
    assert (event.action, event.actor_label, event.target) == ("organization.unit.create", "00601", str(unit.public_id))


@pytest.mark.parametrize("who", ["lin", "li", "zhou", "chen", "qian", "he"])
def test_create_unit_is_for_administrators(cast, who):
    with pytest.raises(NotAllowed):
        make(cast, actor=getattr(cast, who))
    assert not Unit.objects.filter(code="BR-S").exists()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"code": "BR-E"}, "code"),
        ({"code": "br-e"}, "code"),
        ({"code": "a b"}, "code"),
        ({"code": ""}, "code"),
        ({"name_zh": "  "}, "name_zh"),
        ({"name_zh": "城南\u202e支行"}, "name_zh"),
        ({"name_zh": "城" * 61}, "name_zh"),
        ({"kind": "planet"}, "kind"),
        ({"parent": None}, "parent"),
    ],
)
def test_create_unit_refuses_with_a_sentence_at_the_field(cast, more, field):
    with pytest.raises(Invalid) as refused:
        make(cast, **more)
    assert list(refused.value.message_dict) == [field]


def test_first_unit_is_the_head_office(db):
    unit = services.create_unit(code="HO", name_zh="滨海银行", kind=UnitKind.HEAD_OFFICE)
    assert unit.parent is None


def test_change_unit_moves_it_in_the_tree(cast):
    services.change_unit(unit=cast.east_outlet, version=1, actor=cast.feng, parent=cast.west)

    assert ancestors(cast.east_outlet.pk) == {cast.west.pk, cast.bank.pk}
    assert descendants({cast.east.pk}) == {cast.east.pk}
    assert AuditEvent.objects.get().details["fields"] == ["parent"]


def test_change_unit_of_a_stale_page_is_a_conflict(cast):
    services.change_unit(unit=cast.east, version=1, actor=cast.feng, name_en="Eastern Branch")
    stale = Unit.objects.get(pk=cast.east.pk)

    with pytest.raises(Conflict):
        services.change_unit(unit=stale, version=1, actor=cast.feng, name_en="Far East Branch")
    assert Unit.objects.get(pk=cast.east.pk).name_en == "Eastern Branch"


def test_change_unit_to_the_same_changes_nothing(cast):
    services.change_unit(unit=cast.east, version=1, actor=cast.feng, name_en="East Branch")
    assert AuditEvent.objects.count() == 0


@pytest.mark.parametrize("parent", ["east", "east_outlet"])
def test_unit_cannot_belong_to_itself_or_below_itself(cast, parent):
    with pytest.raises(Invalid):
        services.change_unit(unit=cast.east, version=1, actor=cast.feng, parent=getattr(cast, parent))


def test_retire_unit_waits_for_people_units_and_roles(cast):
    with pytest.raises(Invalid) as refused:
        services.retire_unit(unit=cast.east, actor=cast.feng)
    assert refused.value.messages == [
        "Units below it: 1. Retire or move them first.",
        "People who work in it: 3. Move them first.",
    ]


def test_retired_unit_takes_nobody_and_can_come_back(cast):
    services.retire_unit(unit=cast.east_outlet, actor=cast.feng)
    outlet = Unit.objects.get(pk=cast.east_outlet.pk)

    assert outlet.is_retired
    with pytest.raises(Invalid):
        services.move_person(person=cast.zhao, unit=outlet, actor=cast.feng)
    with pytest.raises(Invalid):
        make(cast, parent=outlet)

    services.restore_unit(unit=outlet, actor=cast.feng)
    assert not Unit.objects.get(pk=outlet.pk).is_retired


def test_retire_unit_again_changes_nothing(cast):
    services.retire_unit(unit=cast.east_outlet, actor=cast.feng, on=date(2026, 1, 1))
    services.retire_unit(unit=Unit.objects.get(pk=cast.east_outlet.pk), actor=cast.feng)

    assert AuditEvent.objects.count() == 1
    assert Unit.objects.get(pk=cast.east_outlet.pk).valid_to == date(2026, 1, 1)
