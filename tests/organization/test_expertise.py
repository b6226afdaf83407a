"""Expertise: limits that close a kind, knowledge that a unit asks for, dates, and who says so."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from organization.expertise import expertise_of, kinds, may_take, needs_of_units
from organization.models import Expertise
from organization.services import end_expertise, end_need, give_expertise, set_need

NOON = datetime(2026, 11, 23, 12, tzinfo=clock.organization_zone())
TODAY = date(2026, 11, 23)
VISIT, REVIEW = ("method", "on_site"), ("method", "record_review")


@pytest.fixture(autouse=True)
def in_november():
    with clock.travelling(NOON):
        yield


def takes(person, *needs, day=TODAY) -> bool:
    return may_take(expertise_of([person])[person.pk], needs, day)


def given(cast, person, kind="method", value="on_site", **more) -> Expertise:
    return give_expertise(person=person, kind=kind, value=value, actor=cast.li, **more)


def test_every_kind_that_rooms_know_is_there():
    assert {name for name, _kind in kinds.items()} == {"method", "touchpoint", "language", "industry"}


def test_without_entries_every_method_may_be_taken_and_no_language_is_known(cast):
    assert takes(cast.lin, VISIT, REVIEW, ("touchpoint", "phone"))
    assert not takes(cast.lin, ("language", "cantonese"))


def test_the_first_entry_closes_all_else_of_its_kind_and_no_other_kind(cast):
    given(cast, cast.lin)
    assert (takes(cast.lin, VISIT), takes(cast.lin, REVIEW)) == (True, False)
    assert takes(cast.lin, VISIT, ("touchpoint", "phone"))
    assert takes(cast.guo, REVIEW)


def test_entry_that_has_lapsed_opens_nothing(cast):
    given(cast, cast.lin, valid_to=TODAY + timedelta(days=2))
    assert takes(cast.lin, VISIT, day=TODAY + timedelta(days=1))
    assert not takes(cast.lin, VISIT, day=TODAY + timedelta(days=2))
    assert not takes(cast.lin, REVIEW, day=TODAY + timedelta(days=2))


def test_entry_counts_from_its_day_on(cast):
    given(cast, cast.lin, kind="language", value="cantonese", valid_from=TODAY + timedelta(days=7))
    assert not takes(cast.lin, ("language", "cantonese"))
    assert takes(cast.lin, ("language", "cantonese"), day=TODAY + timedelta(days=7))


def test_entry_that_is_taken_back_was_never_given(cast):
    entry = end_expertise(entry=given(cast, cast.lin), actor=cast.li, take_back=True)
    assert entry.is_void
    assert takes(cast.lin, REVIEW)
    with pytest.raises(Conflict):
        end_expertise(entry=entry, actor=cast.li, take_back=True)


def test_entry_that_ends_today_can_be_given_again(cast):
    entry = given(cast, cast.lin, valid_from=TODAY - timedelta(days=30))
    end_expertise(entry=entry, actor=cast.li)
    assert not takes(cast.lin, VISIT)
    given(cast, cast.lin)
    assert takes(cast.lin, VISIT)


def test_the_same_twice_is_refused(cast):
    given(cast, cast.lin)
    with pytest.raises(Invalid):
        given(cast, cast.lin)


@pytest.mark.parametrize(
    ("kind", "value"),
    [("method", "juggling"), ("shoe_size", "42"), ("language", "on_site")],
    ids=["value", "kind", "mixed"],
)
def test_what_no_room_knows_is_refused(cast, kind, value):
    with pytest.raises(Invalid):
        given(cast, cast.lin, kind=kind, value=value)


def test_dates_turned_round_are_refused(cast):
    with pytest.raises(Invalid):
        given(cast, cast.lin, valid_to=TODAY)


@pytest.mark.parametrize("who", ["feng", "zhou", "qian", "chen", "lin"])
def test_expertise_is_given_by_leads(cast, who):
    with pytest.raises(NotAllowed):
        give_expertise(person=cast.guo, kind="method", value="on_site", actor=getattr(cast, who))


def test_nobody_vouches_for_themselves(cast):
    with pytest.raises(NotAllowed):
        give_expertise(person=cast.li, kind="method", value="on_site", actor=cast.li)


def test_need_of_a_unit_holds_for_those_below_it_until_it_ends(cast):
    need = set_need(unit=cast.east, kind="language", value="cantonese", actor=cast.li)
    found = needs_of_units([cast.east.pk, cast.east_outlet.pk, cast.west.pk], TODAY)
    wanted = {("language", "cantonese")}
    assert found == {cast.east.pk: wanted, cast.east_outlet.pk: wanted, cast.west.pk: set()}
    end_need(need=need, actor=cast.li)
    assert needs_of_units([cast.east.pk], TODAY) == {cast.east.pk: set()}


def test_units_ask_for_knowledge_only_and_leads_say_so(cast):
    with pytest.raises(Invalid):
        set_need(unit=cast.east, kind="method", value="on_site", actor=cast.li)
    with pytest.raises(NotAllowed):
        set_need(unit=cast.east, kind="language", value="cantonese", actor=cast.chen)


def test_pages_give_and_end(cast, client):
    client.force_login(cast.li.user)
    person = {"public_id": cast.lin.public_id}
    client.post(reverse("organization:expertise_give", kwargs=person), {"value": "language:cantonese"})
    entry = Expertise.objects.get()
    assert (entry.kind, entry.value, entry.given_by) == ("language", "cantonese", cast.li)
    assert "Cantonese" in client.get(cast.lin.get_absolute_url()).content.decode()
    url = reverse("organization:expertise_end", kwargs={**person, "entry_id": entry.public_id})
    client.post(url, {"take_back": "1"})
    assert "Cantonese</b>" not in client.get(cast.lin.get_absolute_url()).content.decode()


def test_end_of_an_entry_of_somebody_else_is_not_found(cast, client):
    entry = given(cast, cast.guo)
    client.force_login(cast.li.user)
    ids = {"public_id": cast.lin.public_id, "entry_id": entry.public_id}
    assert client.post(reverse("organization:expertise_end", kwargs=ids)).status_code == 404


def test_page_says_what_is_wrong(cast, client):
    client.force_login(cast.li.user)
    url = reverse("organization:expertise_give", kwargs={"public_id": cast.lin.public_id})
    answer = client.post(url, {"value": "method:on_site", "valid_to": "2026-11-01"})
    assert (answer.status_code, Expertise.objects.count()) == (422, 0)
    assert "It would end before it begins." in answer.content.decode()
