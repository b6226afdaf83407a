"""Absences: who enters them for whom, what they cover, and how they are taken back."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from foundation.audit.models import AuditEvent
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from organization.absences import absences_between, absences_visible_to, half_days_here, is_away
from organization.enums import Half
from organization.models import Absence
from organization.services import enter_absence, withdraw_absence

KEY = "01900000-0000-4000-8000-00000000000a"
# Monday, 23 November 2026.
NOON = datetime(2026, 11, 23, 12, tzinfo=clock.organization_zone())
TUESDAY, WEDNESDAY, THURSDAY = date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 26)


@pytest.fixture(autouse=True)
def in_november():
    with clock.travelling(NOON):
        yield


def away(person, actor=None, **more) -> Absence:
    return enter_absence(person=person, actor=actor, **{"first_day": TUESDAY, "last_day": WEDNESDAY, **more})


def test_absence_covers_its_half_days_and_no_others(cast):
    absence = away(cast.lin, first_half=Half.AFTERNOON, last_half=Half.MORNING)
    covered = [(day.day, half) for day in (TUESDAY, WEDNESDAY) for half in Half.values if absence.covers(day, half)]
    assert covered == [(24, "pm"), (25, "am")]


@pytest.mark.parametrize(("who", "whom"), [("lin", "lin"), ("chen", "zhao"), ("feng", "lin"), ("zhao", "zhao")])
def test_absence_is_entered_by_the_person_their_head_or_an_administrator(cast, who, whom):
    person, actor = getattr(cast, whom), getattr(cast, who)
    assert away(person, actor).entered_by == actor
    event = AuditEvent.objects.get(action="organization.absence.enter")
    assert (event.target, event.details) == (
        str(person.public_id),
        {"first": "2026-11-24 am", "last": "2026-11-25 pm"},
    )


@pytest.mark.parametrize(
    ("who", "whom"), [("lin", "guo"), ("chen", "sun"), ("wu", "zhao"), ("li", "lin"), ("zhou", "lin")]
)
def test_absence_of_others_is_refused(cast, who, whom):
    with pytest.raises(NotAllowed):
        away(getattr(cast, whom), getattr(cast, who))
    assert not Absence.objects.exists()


def test_half_days_turned_round_are_refused_at_the_field(cast):
    with pytest.raises(Invalid) as refusal:
        away(cast.lin, last_day=TUESDAY, first_half=Half.AFTERNOON, last_half=Half.MORNING)
    assert refusal.value.message_dict == {"last_day": ["The last half-day is before the first."]}


@pytest.mark.parametrize("last", [date(2029, 1, 1), date(2026, 1, 9)], ids=["too long", "long past"])
def test_period_that_makes_no_sense_is_refused(cast, last):
    with pytest.raises(Invalid):
        away(cast.lin, first_day=min(TUESDAY, last), last_day=last)


def test_absence_that_overlaps_another_is_refused_and_one_beside_it_is_not(cast):
    away(cast.lin, last_half=Half.MORNING)
    with pytest.raises(Invalid):
        away(cast.lin, first_day=WEDNESDAY, last_day=THURSDAY)
    away(cast.lin, first_day=WEDNESDAY, last_day=THURSDAY, first_half=Half.AFTERNOON)
    away(cast.guo)
    assert Absence.objects.count() == 3


def test_withdrawn_absence_counts_for_nothing_and_stays_as_a_row(cast):
    absence = withdraw_absence(absence=away(cast.lin), actor=cast.lin)
    assert absences_between([cast.lin], TUESDAY, WEDNESDAY) == {cast.lin.pk: []}
    with pytest.raises(Conflict):
        withdraw_absence(absence=absence, actor=cast.lin)
    away(cast.lin)
    assert Absence.objects.count() == 2


def test_absence_is_not_withdrawn_by_a_stranger(cast):
    absence = away(cast.lin)
    with pytest.raises(NotAllowed):
        withdraw_absence(absence=absence, actor=cast.guo)


def test_half_days_here_are_the_working_ones_that_are_not_covered(cast):
    absence = away(cast.lin, first_half=Half.AFTERNOON)
    # Monday to Friday are ten half-days, three of them away; the weekend is none.
    assert half_days_here([absence], date(2026, 11, 23), date(2026, 11, 29)) == 7
    assert (is_away([absence], TUESDAY, "am"), is_away([absence], TUESDAY, "pm")) == (False, True)


@pytest.mark.parametrize(
    ("who", "seen"), [("lin", 1), ("guo", 0), ("chen", 1), ("wu", 0), ("li", 2), ("qian", 2), ("feng", 2), ("zhou", 0)]
)
def test_absences_are_seen_by_whom_they_concern(cast, who, seen):
    away(cast.lin)
    away(cast.zhao)
    assert absences_visible_to(getattr(cast, who)).count() == seen


def test_page_keeps_what_was_typed_and_says_what_is_wrong(cast, client):
    client.force_login(cast.lin.user)
    data = {
        "person": cast.lin.public_id,
        "first_day": "2026-11-25",
        "first_half": "am",
        "last_day": "2026-11-24",
        "last_half": "pm",
        "client_key": KEY,
    }
    answer = client.post(reverse("organization:absence_enter"), data)
    assert (answer.status_code, Absence.objects.count()) == (422, 0)
    assert "The last half-day is before the first." in answer.content.decode()
    assert 'value="2026-11-25"' in answer.content.decode()
    data["last_day"] = "2026-11-26"
    assert client.post(reverse("organization:absence_enter"), data).status_code == 302
    assert client.post(reverse("organization:absence_enter"), data).status_code == 302
    assert Absence.objects.count() == 1


def test_page_does_not_take_somebody_elses_absence(cast, client):
    client.force_login(cast.lin.user)
    data = {
        "person": cast.guo.public_id,
        "first_day": "2026-11-25",
        "first_half": "am",
        "last_day": "2026-11-25",
        "last_half": "pm",
        "client_key": KEY,
    }
    assert client.post(reverse("organization:absence_enter"), data).status_code == 422
    assert not Absence.objects.exists()


def test_list_shows_now_and_later_and_on_request_all(cast, client):
    withdraw_absence(absence=away(cast.lin), actor=cast.lin)
    away(cast.lin, first_day=THURSDAY, last_day=THURSDAY)
    client.force_login(cast.lin.user)
    url = reverse("organization:absence_list")
    assert [len(client.get(url + query).context["page"].object_list) for query in ("", "?when=all", "?when=past")] == [
        1,
        2,
        0,
    ]


def test_list_offers_taking_back_only_to_whoever_may(cast, client):
    away(cast.lin, first_day=THURSDAY, last_day=THURSDAY)
    url = reverse("organization:absence_list")

    def columns(person) -> list[str]:
        client.force_login(person.user)
        return [column["key"] for column in client.get(url).context["table"]["columns"]]

    assert ("act" in columns(cast.lin), "act" in columns(cast.li)) == (True, False)
