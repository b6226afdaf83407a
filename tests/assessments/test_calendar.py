"""The year's calendar, planned days of gates, and special assessments."""

from datetime import date, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from django.urls import reverse
from hypothesis import given, strategies as st

from analysis.selectors import chosen_cycle, visible_cycles
from assessments.enums import CycleState
from assessments.models import Cycle, GateDate, Plan, SpotCheck
from assessments.quarters import next_quarter, quarter_start
from assessments.schedule import counted_date, planned_dates
from assessments.selectors.calendar import carried_into, entries_of, monthly_reports, openings, standing_dates_of
from assessments.selectors.cycles import current_cycle
from assessments.selectors.frames import frame_of_cycle
from assessments.selectors.gates import gates_of
from assessments.services.cycles import open_cycle, open_due_cycles
from assessments.services.dates import set_gate_dates
from assessments.services.passing import move
from assessments.services.special import discard_special_cycle, open_special_cycle
from assessments.year_strip import place_of, strip_of
from foundation.audit.models import AuditEvent
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from foundation.workdays.calendar import is_workday, workdays_between
from tests.assessments.gate_world import at_end_of_collecting, fresh, in_review, passed, taken_back
from tests.assessments.planning import END, NOON, completed, plan_of, records_for, standard_in_force

CALENDAR = reverse("assessments:calendar")
ENGLISH = {"accept-language": "en"}
quarters = st.dates(date(2020, 1, 1), date(2035, 12, 31)).map(quarter_start)


# planned days


@pytest.mark.django_db
def test_days_are_counted_in_working_days_from_the_end():
    """2026Q4 ends on a Thursday; New Year's Day is a holiday."""
    assert planned_dates(END, {}) == {
        "collecting": date(2026, 12, 31),
        "initial": date(2027, 1, 15),
        "review": date(2027, 1, 22),
        "approval": date(2027, 1, 27),
        "feedback": counted_date(END, "feedback"),
    }
    assert workdays_between(date(2026, 12, 31), counted_date(END, "feedback")) == 28


@pytest.mark.django_db
@given(quarters)
def test_counted_days_are_working_days_in_order(start):
    end = next_quarter(start)
    days = list(planned_dates(end, {}).values())
    assert all(is_workday(day) for day in days)
    assert days[0] < end <= days[1]
    assert all(earlier < later for earlier, later in pairwise(days))


def test_lead_sets_a_day_and_takes_it_back(cast, quarter):
    day = date(2027, 1, 20)
    cycle = set_gate_dates(cycle=quarter, actor=cast.li, days={"initial": day}, version=quarter.version)
    assert [(gate.planned_on, gate.by_hand) for gate in gates_of([cycle])[cycle.pk]][1] == (day, True)
    assert AuditEvent.objects.get(action="assessments.cycle.set_dates").details["initial"] == "2027-01-20"
    set_gate_dates(cycle=cycle, actor=cast.li, days={"initial": None}, version=cycle.version)
    assert GateDate.objects.count() == 0


@pytest.mark.parametrize(
    ("days", "wrong"),
    [
        ({"initial": date(2027, 1, 16)}, {"initial": ["This is not a working day."]}),
        ({"initial": date(2027, 1, 25)}, {"review": ["This is before “Initial assessment” is meant to be passed."]}),
        ({"collecting": date(2026, 9, 30)}, {"collecting": ["This is before the beginning of the cycle."]}),
    ],
)
def test_days_that_cannot_be_are_refused(cast, quarter, days, wrong):
    with pytest.raises(Invalid) as refusal:
        set_gate_dates(cycle=quarter, actor=cast.li, days=days, version=quarter.version)
    assert refusal.value.message_dict == wrong
    assert GateDate.objects.count() == 0


def test_days_are_set_from_the_present_page_by_a_lead(cast, quarter):
    with pytest.raises(Conflict):
        set_gate_dates(cycle=quarter, actor=cast.li, days={}, version=quarter.version + 1)
    for person in (cast.zhou, cast.qian, cast.lin):
        with pytest.raises(NotAllowed):
            set_gate_dates(cycle=quarter, actor=person, days={}, version=quarter.version)


def test_passed_gate_keeps_its_day(cast, quarter):
    cycle = passed(cast, at_end_of_collecting(cast, quarter))
    set_gate_dates(cycle=cycle, actor=cast.li, days={"collecting": date(2026, 12, 1)}, version=cycle.version)
    assert GateDate.objects.count() == 0


def test_planned_stands_against_actual(cast, quarter):
    with clock.travelling(clock.at_local(date(2027, 1, 5), 9)):
        cycle = passed(cast, at_end_of_collecting_late(cast, quarter))
        collecting, initial, *_later = gates_of([cycle])[cycle.pk]
        assert (collecting.passed_on, collecting.delay) == (date(2027, 1, 5), 2)
        assert (initial.is_current, initial.is_late) == (True, False)
    with clock.travelling(clock.at_local(date(2027, 1, 18), 9)):
        assert gates_of([cycle])[cycle.pk][1].is_late


def at_end_of_collecting_late(cast, cycle):
    with clock.travelling(NOON):
        return at_end_of_collecting(cast, cycle)


def test_gate_that_was_gone_back_to_is_not_passed(cast, quarter):
    cycle = taken_back(cast, in_review(cast, quarter))
    assert [gate.passed_on is not None for gate in gates_of([fresh(cycle)])[cycle.pk]] == [True] + [False] * 4


# the year


def test_year_has_four_quarters_open_or_not(cast, quarter):
    found, specials = entries_of(2026, with_checks=True)
    assert [(one.code, one.cycle == quarter) for one in found] == [
        ("2026Q1", False), ("2026Q2", False), ("2026Q3", False), ("2026Q4", True),
    ]  # fmt: skip
    assert (found[3].spot_checks, found[3].spot_checks_drawn, found[3].is_present) == (3, 0, True)
    assert found[0].opens_on == date(2025, 12, 18)
    assert specials == []


def test_calendar_is_for_everybody_but_tells_of_spot_checks_only_those_who_watch(cast, quarter, client):
    moments = [clock.local(check.due_at) for check in SpotCheck.objects.all()]
    for person in cast.everybody:
        client.force_login(person.user)
        page = client.get(CALENDAR, headers=ENGLISH)
        assert page.status_code == 200
        watches = person in (cast.li, cast.zhou, cast.qian)
        assert ("3 spot checks" in page.content.decode()) is watches
        assert (quarter.get_absolute_url() in page.content.decode().partition("<main")[2]) is watches
        assert not any(f"{moment:%H:%M}" in page.content.decode() for moment in moments)


@pytest.mark.parametrize(
    ("query", "year"),
    [("", 2026), ("?year=2025", 2025), ("?year=x", 2026), ("?year=99999", 2026), ("?year=٢٠٢٥", 2026)],
)
def test_calendar_of_another_year(cast, quarter, client, query, year):
    client.force_login(cast.li.user)
    assert client.get(CALENDAR + query).context["year"] == year


def test_heading_names_what_is_behind(cast, quarter, client):
    client.force_login(cast.li.user)
    with clock.travelling(clock.at_local(date(2027, 1, 4), 9)):
        page = client.get(CALENDAR + "?year=2026", headers=ENGLISH)
    assert page.context["heading"] == "2026: behind plan: Q4 2026"


@pytest.mark.django_db
def test_monthly_reports_are_due_before_a_rest_day_never_after():
    days = [one.day for one in monthly_reports(2026)]
    assert [day.month for day in days] == list(range(1, 13))
    assert date(2026, 1, 30) in days  # the 31st is a Saturday
    assert all(is_workday(day) for day in days)


@pytest.mark.django_db
def test_other_rooms_enter_their_standing_dates(monkeypatch):
    from assessments.selectors import calendar

    entry = calendar.StandingDate(date(2026, 3, 15), "Policy review")
    monkeypatch.setitem(calendar.standing_dates._entries, "policies", lambda year: [entry])
    assert entry in standing_dates_of(2026)


@given(st.dates(date(2019, 1, 1), date(2027, 12, 31)))
def test_place_in_the_strip_lies_within_it_and_in_order(day):
    assert 0 <= place_of(day, 2024) <= place_of(day + timedelta(days=1), 2024) <= 1000


def test_gate_is_drawn_where_it_was_passed_and_before_that_where_it_is_planned(cast, quarter):
    with clock.travelling(clock.at_local(date(2026, 11, 6), 9)):
        move(quarter, CycleState.INITIAL, actor=cast.li, action="assessments.cycle.pass_gate")
    quarters, _specials = entries_of(2026, with_checks=False)
    marks = {mark.label: (mark.x, mark.is_passed) for mark in strip_of(2026, quarters, date(2026, 11, 23)).marks}
    assert marks["2026Q4 · Collecting · planned for Thu 31 Dec, passed on Fri 6 Nov"] == (
        place_of(date(2026, 11, 6), 2026),
        True,
    )
    # Nothing is drawn of what lies behind and was never opened.
    assert {label[:6] for label in marks} == {"2026Q4"}
    ahead, _specials = entries_of(2027, with_checks=False)
    assert len(strip_of(2027, ahead, date(2026, 11, 23)).marks) == 16


def test_gates_of_the_next_year_are_drawn_there_and_announced_here(cast, quarter):
    quarters, _specials = entries_of(2026, with_checks=False)
    assert strip_of(2026, quarters, date(2026, 11, 23)).later == 4
    ahead, _specials = entries_of(2027, with_checks=False)
    marks = strip_of(2027, ahead, date(2026, 11, 23), others=carried_into(2027)).marks
    last_year = {mark.label: mark.x for mark in marks if mark.label.startswith("2026Q4")}
    assert last_year == {
        f"2026Q4 · {label} · planned for {day}": place_of(when, 2027)
        for label, day, when in (
            ("Initial assessment", "Fri 15 Jan 2027", date(2027, 1, 15)),
            ("Review", "Fri 22 Jan 2027", date(2027, 1, 22)),
            ("Approval", "Wed 27 Jan 2027", date(2027, 1, 27)),
            ("Feedback", "Tue 16 Feb 2027", date(2027, 2, 16)),
        )
    }


def test_gates_of_a_special_assessment_are_drawn_with_a_form_of_their_own(cast, quarter, client):
    special(cast, again=True)
    quarters, specials = entries_of(2026, with_checks=False)
    strip = strip_of(2026, quarters, date(2026, 11, 23), others=specials)
    assert {mark.label.partition(" ")[0] for mark in strip.marks if mark.is_special} == {"2026S1"}
    client.force_login(cast.wu.user)
    assert "gate of a special assessment" in client.get(CALENDAR, headers=ENGLISH).content.decode()


def test_calendar_tells_holidays_and_the_weekend_days_worked_for_them(cast, client):
    client.force_login(cast.wu.user)
    page = client.get(CALENDAR, {"year": 2025}, headers=ENGLISH)
    assert [(one.first, one.last, one.made_up) for one in page.context["periods"]][-1] == (
        date(2025, 10, 1),
        date(2025, 10, 8),
        [date(2025, 9, 28), date(2025, 10, 11)],
    )
    assert len(page.context["strip"].worked) == 5
    assert "Sat 11 Oct is worked" in page.content.decode()


def test_reports_that_recur_stand_once_and_openings_lead_to_the_quarter(cast, quarter, client):
    client.force_login(cast.li.user)
    page = client.get(CALENDAR, {"year": 2026}, headers=ENGLISH)
    [(label, days)] = page.context["recurring"]
    assert (label, len(days)) == ("Monthly report is due", 12)
    urls = {one.label: one.url for one in page.context["dates"]}
    assert urls == {
        "2026Q4 was opened with its drafted plans": quarter.get_absolute_url(),
        "2027Q1 is opened with its drafted plans": "",
    }


def test_quarter_that_was_opened_by_hand_is_told_with_its_real_day(cast, quarter):
    """Else the portal opens it 14 days before it begins, on a rest day too."""
    assert [one.day for one in openings(2027)][-1] == date(2027, 12, 18)
    with clock.travelling(clock.at_local(date(2026, 11, 27), 9)):
        ahead = open_cycle(start=date(2027, 1, 1), actor=cast.li)
        told = {one.label: one.day for one in openings(2026) if "2027Q1" in one.label}
    assert told == {f"{ahead.code} was opened with its drafted plans": date(2026, 11, 27)}


# special assessments


def special(cast, **more) -> Cycle:
    given = {
        "title_zh": "双录专项评估",
        "title_en": "",
        "start": date(2026, 11, 25),
        "end": date(2026, 12, 12),
        "units": [cast.east, cast.service_centre],
        "actor": cast.li,
        "key": uuid4(),
    }
    return open_special_cycle(**given | more)


@pytest.fixture
def standard(cast, in_quarter):
    return standard_in_force(cast)


def test_special_assessment_of_chosen_units(cast, standard):
    cycle = special(cast)
    assert (cycle.code, cycle.type, cycle.state, cycle.name_zh, cycle.name_en) == (
        "2026S1", "special", CycleState.PREPARING, "双录专项评估", "双录专项评估",
    )  # fmt: skip
    assert sorted(Plan.objects.values_list("unit__code", flat=True)) == ["BR-E", "CSC"]
    assert SpotCheck.objects.count() == 0
    assert special(cast, title_zh="另一项", again=True).code == "2026S2"


def test_second_sample_of_the_same_unit_and_time_is_not_drawn_by_the_way(cast, standard):
    special(cast)
    with pytest.raises(Invalid) as refusal:
        special(cast, units=[cast.east, cast.west], start=date(2026, 12, 11), end=date(2026, 12, 20))
    [sentence] = refusal.value.message_dict["again"]
    assert "2026S1: East Branch" in sentence
    assert "West" not in sentence
    assert special(cast, units=[cast.west]).code == "2026S2"
    assert special(cast, start=date(2026, 12, 12), end=date(2026, 12, 20)).code == "2026S3"
    third = special(cast, again=True, units=[cast.west])
    opened = AuditEvent.objects.get(action="assessments.cycle.open", target=str(third.public_id))
    assert opened.details["beside"] == ["2026S2"]


def test_page_asks_for_a_tick_where_there_is_a_reason(cast, standard, client):
    special(cast)
    client.force_login(cast.li.user)
    url = reverse("assessments:cycle_special")
    data = {
        "title_zh": "再评",
        "start": "2026-11-25",
        "last_day": "2026-12-11",
        "units": ["BR-E"],
        "client_key": uuid4(),
    }
    assert 'name="again"' not in client.get(url).content.decode()
    assert 'name="again"' not in client.post(url, data | {"units": []}).content.decode()
    assert 'name="again"' in client.post(url, data).content.decode()
    assert client.post(url, data | {"again": "on"}).status_code == 302
    assert Cycle.objects.count() == 2


def test_special_assessment_stands_beside_the_quarters(cast, standard):
    cycle = special(cast)
    assert [one.code for one in open_due_cycles()] == ["2026Q4"]
    _quarters, specials = entries_of(2026, with_checks=False)
    assert [one.cycle for one in specials] == [cycle]


def test_special_assessment_does_not_take_the_place_of_the_quarter(cast, standard):
    """Pages that are asked for no cycle show the quarter, however late the special assessment began."""
    [quarter] = open_due_cycles()
    special(cast, start=date(2026, 11, 23))
    assert chosen_cycle(visible_cycles(cast.zhou), "") == current_cycle() == quarter


def test_same_key_opens_one(cast, standard):
    key = uuid4()
    assert special(cast, key=key) == special(cast, key=key)
    assert Cycle.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"title_zh": " "}, "title_zh"),
        ({"start": date(2025, 11, 20), "end": date(2026, 11, 25)}, "start last_day"),
        ({"start": date(2026, 9, 1), "end": date(2026, 11, 23)}, "last_day"),
        ({"end": date(2026, 11, 25)}, "last_day"),
        ({"end": date(2028, 1, 1)}, "last_day"),
        ({"units": []}, "units"),
    ],
)
def test_special_assessment_that_cannot_be_is_refused(cast, standard, change, fields):
    with pytest.raises(Invalid) as refusal:
        special(cast, **change)
    assert list(refusal.value.message_dict) == fields.split()


def test_special_assessment_looks_back_at_what_has_happened(cast, standard):
    records_for(cast.east, 40, day=date(2026, 9, 1))
    cycle = special(cast, start=date(2026, 9, 1), end=date(2026, 11, 24))
    plan = plan_of(cycle, cast.east)
    assert (cycle.state, plan.starts_on) == (CycleState.COLLECTING, date(2026, 11, 23))
    assert frame_of_cycle(cast.east, cycle).count() == 40


def test_special_assessment_needs_a_lead_and_a_standard(cast, in_quarter):
    with pytest.raises(Invalid, match="No standard is in force"):
        special(cast)
    standard_in_force(cast)
    for person in (cast.zhou, cast.qian, cast.chen):
        with pytest.raises(NotAllowed):
            special(cast, actor=person)


def test_special_assessment_by_the_page_keeps_what_was_typed(cast, standard, client):
    client.force_login(cast.li.user)
    data = {
        "title_zh": "双录专项评估",
        "start": "2026-11-25",
        "last_day": "2026-11-01",
        "units": ["BR-E"],
        "client_key": uuid4(),
    }
    answer = client.post(reverse("assessments:cycle_special"), data, headers=ENGLISH)
    assert (answer.status_code, dict(answer.context["form"].errors)) == (
        422, {"last_day": ["This is before the beginning."]},
    )  # fmt: skip
    assert answer.context["form"]["title_zh"].value() == "双录专项评估"
    assert client.post(reverse("assessments:cycle_special"), data | {"last_day": "2026-12-11"}).status_code == 302
    assert Cycle.objects.get().last_day == date(2026, 12, 11)


def test_form_of_a_special_assessment_says_all_that_is_wrong_at_once(cast, standard, client):
    client.force_login(cast.li.user)
    data = {"start": "2026-11-30", "last_day": "2026-11-20", "client_key": uuid4()}
    page = client.post(reverse("assessments:cycle_special"), data, headers=ENGLISH)
    assert dict(page.context["form"].errors) == {
        "title_zh": ["Say what is assessed."],
        "last_day": ["This is before the beginning."],
        "units": ["Choose one unit at least."],
    }
    assert "3 things need your attention" in page.content.decode()


def test_special_assessment_opened_by_mistake_is_discarded(cast, standard, client):
    cycle = special(cast)
    client.force_login(cast.li.user)
    discard = reverse("assessments:cycle_discard", args=[cycle.public_id])
    assert discard in client.get(cycle.get_absolute_url()).content.decode()
    assert client.post(discard).status_code == 302
    assert (Cycle.objects.count(), Plan.objects.count()) == (0, 0)
    assert AuditEvent.objects.get(action="assessments.cycle.discard").details["cycle"] == "2026S1"
    assert special(cast).code == "2026S2"  # a code is given once


def test_special_assessment_that_was_begun_stays(cast, standard, client):
    cycle = special(cast, start=date(2026, 11, 23))
    completed(cast, plan_of(cycle, cast.east), starts_on=date(2026, 11, 24), due_on=date(2026, 12, 11))
    client.force_login(cast.li.user)
    assert (
        reverse("assessments:cycle_discard", args=[cycle.public_id])
        not in client.get(cycle.get_absolute_url()).content.decode()
    )
    with pytest.raises(Conflict):
        discard_special_cycle(cycle=cycle, actor=cast.li)


def test_quarter_is_never_discarded(cast, quarter):
    with pytest.raises(NotAllowed):
        discard_special_cycle(cycle=quarter, actor=cast.li)
