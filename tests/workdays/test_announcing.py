"""Announcements: a year's days entered whole, editions that supersede and stay, and a calendar that follows at once."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.audit.models import AuditEvent
from foundation.common.errors import Conflict, Invalid, NotAllowed
from foundation.jobs.models import Job
from foundation.workdays import calendar, kept
from foundation.workdays.enums import Kind
from foundation.workdays.models import AnnouncedDay, Announcement
from foundation.workdays.selectors import editions_of, periods_of
from tests.workdays.announcing import SPRING_2027, announce


def test_announced_year_is_no_longer_provisional(cast):
    assert calendar.is_provisional(2027)
    announce(cast.feng)
    assert not calendar.is_provisional(2027)
    assert calendar.is_provisional(2028)


def test_announcement_takes_the_place_of_the_library(cast):
    assert calendar.is_workday(date(2027, 2, 11)) and not calendar.is_workday(date(2027, 1, 31))
    announce(cast.feng)
    assert not calendar.is_workday(date(2027, 2, 11)) and calendar.is_workday(date(2027, 1, 31))
    # Fixed holidays that the announcement does not name are not off any more: it is the whole year.
    assert calendar.is_workday(date(2027, 10, 1))


def test_announcement_of_a_known_year_corrects_it(cast):
    announce(cast.feng, "2025-10-01 ~ 2025-10-09, off, 国庆节", year=2025)
    assert not calendar.is_workday(date(2025, 10, 9))


def test_later_edition_supersedes_and_nothing_is_deleted(cast):
    first = announce(cast.feng)
    second = announce(cast.feng, SPRING_2027.replace("2027-02-11", "2027-02-12"), source="更正")
    assert (first.edition, second.edition) == (1, 2)
    assert not calendar.is_workday(date(2027, 2, 12))
    assert list(editions_of(2027)) == [second, first]
    assert first.days.count() == 12


def test_announcements_can_be_neither_changed_nor_removed(cast):
    row = announce(cast.feng)
    for act in (
        lambda: Announcement.objects.filter(pk=row.pk).update(source="x"),
        lambda: AnnouncedDay.objects.filter(announcement=row)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_notice_of_the_next_year_reaches_back_into_december(cast):
    assert calendar.is_workday(date(2026, 12, 31))
    announce(cast.feng, "2026-12-31 ~ 2027-01-02, off, 元旦\n2026-12-27, worked, 元旦")
    assert not calendar.is_workday(date(2026, 12, 31)) and calendar.is_workday(date(2026, 12, 27))


def test_own_days_come_on_top_of_the_holidays(cast):
    announce(
        cast.feng,
        "2026-11-25, off, 行庆日\n2026-11-28, worked, 行庆日",
        year=2026,
        kind=Kind.OWN,
        source="行发〔2026〕1号",
    )
    assert not calendar.is_workday(date(2026, 11, 25)) and calendar.is_workday(date(2026, 11, 28))
    assert not calendar.is_workday(date(2026, 10, 1))
    own = [period for period in periods_of(2026) if period.is_own]
    assert [(period.name, period.made_up) for period in own] == [("行庆日", [date(2026, 11, 28)])]


def test_own_days_do_not_make_a_year_announced(cast):
    announce(cast.feng, "2027-11-25, off, 行庆日", kind=Kind.OWN)
    assert calendar.is_provisional(2027)


def test_own_days_can_be_taken_back(cast):
    announce(cast.feng, "2026-11-25, off, 行庆日", year=2026, kind=Kind.OWN)
    announce(cast.feng, "", year=2026, kind=Kind.OWN)
    assert calendar.is_workday(date(2026, 11, 25))


def test_only_administrators_announce(cast):
    for person in cast.everybody:
        if person != cast.feng:
            with pytest.raises(NotAllowed):
                announce(person)
    assert Announcement.objects.count() == 0


def test_public_year_without_a_day_off_and_a_nameless_source_are_refused(cast):
    with pytest.raises(Invalid, match="one day off"):
        announce(cast.feng, "2027-02-06, worked, 春节")
    with pytest.raises(Invalid, match="Name the notice"):
        announce(cast.feng, source="  ")


WHOLE_2027 = (
    SPRING_2027
    + """2027-04-05, off, 清明节
2027-05-01 ~ 2027-05-05, off, 劳动节
2027-06-09, off, 端午节
2027-10-01 ~ 2027-10-07, off, 国庆节、中秋节
2027-09-15, off, 中秋节
"""
)


def test_year_with_holidays_left_out_is_entered_only_where_that_is_meant(cast):
    with pytest.raises(Invalid) as refused:
        announce(cast.feng, SPRING_2027, without=False)
    assert set(refused.value.message_dict) == {"without"}
    assert "Tomb-Sweeping Day" in refused.value.messages[0] and "Spring Festival" not in refused.value.messages[0]

    announce(cast.feng, SPRING_2027, without=True)
    assert calendar.is_workday(date(2027, 10, 1))


def test_whole_notice_needs_no_such_word(cast):
    announce(cast.feng, WHOLE_2027, without=False)
    assert not calendar.is_workday(date(2027, 10, 1))


def test_own_days_may_name_any_day(cast):
    announce(cast.feng, "2027-03-08, off, 三八节", kind=Kind.OWN, without=False)
    assert not calendar.is_workday(date(2027, 3, 8))


def test_edition_that_changes_nothing_is_refused(cast):
    announce(cast.feng)
    with pytest.raises(Invalid, match="nothing would change"):
        announce(cast.feng, source="another name for the same days")
    with pytest.raises(Invalid, match="nothing would change"):
        announce(cast.feng, "", kind=Kind.OWN)


def test_edition_entered_meanwhile_is_not_overwritten(cast):
    announce(cast.feng)
    with pytest.raises(Conflict):
        announce(cast.feng, "2027-02-05, off, 春节", edition=0)
    assert Announcement.objects.count() == 1


def test_same_key_enters_once(cast):
    key = uuid4()
    first = announce(cast.feng, key=key)
    assert announce(cast.feng, key=key, edition=0) == first
    with pytest.raises(Conflict):
        announce(cast.feng, "2027-02-05, off, 春节", key=key)


def test_act_is_in_the_trail_and_a_job_counts_again(cast):
    row = announce(cast.feng)
    event = AuditEvent.objects.get(action="workdays.days.announce")
    assert (event.target, event.actor) == (str(row.public_id), str(cast.feng.public_id))
    assert (event.details["year"], event.details["edition"], event.details["count"]) == ("2027", 1, 12)
    assert Job.objects.get(kind="workdays.recount").owner == str(cast.feng.public_id)


def test_rolled_back_announcement_is_forgotten(cast):
    with pytest.raises(RuntimeError), transaction.atomic():
        announce(cast.feng)
        assert not calendar.is_provisional(2027)
        raise RuntimeError
    kept.compare_again()
    assert calendar.is_provisional(2027)


def test_running_process_sees_another_ones_announcement_at_the_next_request(cast, client):
    client.force_login(cast.zhao.user)
    page = reverse("workdays:year_detail", kwargs={"year": 2027})
    assert client.get(page).context["is_provisional"]
    # Another process has stored it: nothing tells this one but the table.
    row = Announcement.objects.create(
        kind=Kind.PUBLIC, year=2027, edition=1, source="x", digest="0" * 64, entered_by=""
    )
    AnnouncedDay.objects.create(announcement=row, day=date(2027, 2, 5), kind="off", name="春节")
    assert not client.get(page).context["is_provisional"]


def test_request_compares_once_however_many_dates_it_counts(cast):
    calendar.is_workday(date(2026, 11, 24))
    kept.compare_again()
    with CaptureQueriesContext(connection) as taken:
        for day in range(1, 29):
            calendar.add_workdays(date(2026, 2, day), 30)
    assert len(taken) == 1


def test_jobs_compare_again_after_a_while(cast, monkeypatch):
    calendar.is_workday(date(2026, 11, 24))
    now = kept.time.monotonic()
    monkeypatch.setattr(kept.time, "monotonic", lambda: now + kept.LIFE + 1)
    with CaptureQueriesContext(connection) as taken:
        calendar.is_workday(date(2026, 11, 24))
        calendar.is_workday(date(2026, 11, 25))
    assert len(taken) == 1
