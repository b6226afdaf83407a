"""What is sent without a name ties nobody to it: every table before and after, the logs, the session, what a request leaves anywhere (R28)."""

import logging
import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.common import clock
from foundation.common.errors import Conflict, Invalid
from foundation.common.models import Receipt
from foundation.notifications.models import Notification
from suggestions import codes
from suggestions.mixing import mix
from suggestions.models import CodeTaken, Suggestion, SurveyAnswer, Word
from suggestions.services import sending, surveying
from suggestions.services.looking_after import announce, mix_everything
from tests.suggestions import world

pytestmark = pytest.mark.django_db

DAY = date(2021, 1, 1)
ADDRESS = "203.0.113.77"
INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}")


def dump() -> dict[str, set[tuple[str, ...]]]:
    """Every row of every table, as text."""
    rows: dict[str, set] = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows[table] = {tuple(map(str, row)) for row in cursor.fetchall()}
    return rows


def new_rows(before: dict, after: dict) -> dict[str, set]:
    return {
        table: after[table] - before.get(table, set()) for table in after if after[table] - before.get(table, set())
    }


def traces(person) -> list[str]:
    """What would name somebody in a row."""
    return [
        str(person.public_id),
        person.user.username,
        person.name,
        person.name_en,
        person.staff_number,
        person.user.email,
        ADDRESS,
    ]


@pytest.fixture
def at_desk(client, cast):
    """Zhao, signed in, with the session as it is in the middle of a day."""
    client.force_login(cast.zhao.user)
    client.get(reverse("suggestions:suggestion_new"), REMOTE_ADDR=ADDRESS)
    return client


def send(client, **more):
    data = {**world.said(), "way": "anonymous", "unit": "", "client_key": str(uuid4()), **more}
    return client.post(
        reverse("suggestions:suggestion_new"), data, REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT="Zhao’s browser"
    )


def test_suggestion_without_a_name_leaves_nothing_of_who_and_when(at_desk, cast, caplog):
    caplog.set_level(logging.DEBUG)
    before, key = dump(), str(uuid4())
    answer = send(at_desk, client_key=key)
    assert answer.status_code == 200
    found = new_rows(before, dump())
    assert set(found) == {"suggestions_suggestion"}
    (row,) = found["suggestions_suggestion"]
    text = "\n".join(row)
    assert not [trace for trace in [*traces(cast.zhao), "browser", key] if trace in text]
    assert not INSTANT.search(text)
    code = re.search(r"data-code>([0-9A-Z-]+)<", answer.content.decode()).group(1)
    assert code not in text and codes.typed(code) not in text
    # The session is written once a minute with the last request, whatever it was: it says nothing of this one.
    logged = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    assert not [trace for trace in [*traces(cast.zhao), code, key, world.TEXT[:8]] if trace in logged]
    assert Suggestion.objects.get().public_id.version == 4


def test_further_word_and_answer_of_the_survey_neither(at_desk, cast, caplog):
    code = codes.shown(world.anonymous()[1])
    caplog.set_level(logging.DEBUG)
    before = dump()
    at_desk.post(reverse("suggestions:write_again"), {"code": code, "text": "还有一点补充"}, REMOTE_ADDR=ADDRESS)
    found = new_rows(before, dump())
    assert set(found) <= {"suggestions_word"}
    survey = surveying.open_survey(clock.today().replace(day=1))
    page = at_desk.post(reverse("suggestions:survey_code", args=[survey.public_id]), REMOTE_ADDR=ADDRESS)
    survey_code = re.search(r"data-code>([0-9A-Z-]+)<", page.content.decode()).group(1)
    before = dump()
    marks = {"able": 4, "rules": 3, "trained": 5, "heard": 2, "workload": 1}
    data = {"code": survey_code, "text": "多一些培训", **marks}
    assert at_desk.post(reverse("suggestions:survey_answer", args=[survey.public_id]), data).status_code == 200
    found_too = new_rows(before, dump())
    assert set(found_too) == {"suggestions_surveyanswer"}
    text = str(found) + str(found_too)
    assert not [
        trace
        for trace in [*traces(cast.zhao), survey_code, codes.typed(survey_code), codes.typed(code)]
        if trace in text
    ]
    assert not INSTANT.search(text)
    assert "多一些培训" not in "\n".join(
        record.getMessage() for record in caplog.records if "django.db" not in record.name
    )


def test_having_taken_a_code_says_nothing_of_the_code(cast):
    survey = surveying.open_survey(clock.today().replace(day=1))
    before = dump()
    code = surveying.take_code(survey=survey, actor=cast.zhao)
    found = new_rows(before, dump())
    assert set(found) == {"suggestions_codetaken"}
    (row,) = found["suggestions_codetaken"]
    kept = CodeTaken.objects.values_list("id", "public_id", "survey", "person").get()
    assert {value.replace("-", "") for value in row} == {str(value).replace("-", "") for value in kept}
    assert code not in str(found)


def test_nobody_is_told_before_the_day_is_over(cast):
    world.anonymous(unit=cast.east)
    assert announce() == 0 and not Notification.objects.exists()
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        assert announce() == 1
        announce()
    told = Notification.objects.filter(kind="suggestions.suggestion.received").values_list("user__username", flat=True)
    assert sorted(told) == ["chenjie", "wudi"]


def places(model) -> list:
    """Keys in the order in which the database has them."""
    with connection.cursor() as cursor:
        order = "ctid" if connection.vendor == "postgresql" else "rowid"
        cursor.execute(f'SELECT id FROM "{model._meta.db_table}" ORDER BY {order}')
        return [row[0] for row in cursor.fetchall()]


def test_place_in_the_table_says_nothing_of_the_order(cast):
    """Ten senders one after the other: that they lie in this order by chance happens once in 3.6 million times."""
    sent = [world.anonymous(title=f"建议{number}")[0].pk for number in range(10)]
    assert sorted(places(Suggestion)) == sorted(sent)
    assert places(Suggestion) != sent
    assert sent != sorted(sent)


@pytest.mark.django_db(transaction=True)
def test_transaction_says_nothing_of_the_moment(committed_cast):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps no transaction in a row")
    for number in range(4):
        world.anonymous(title=f"建议{number}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM suggestions_suggestion")
        assert cursor.fetchone()[0] == 1
    mix_everything()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM suggestions_suggestion")
        assert cursor.fetchone()[0] == 1


@pytest.mark.django_db(transaction=True)
def test_rows_that_are_pointed_to_say_nothing_of_the_moment_either(committed_cast):
    """A row that is locked, or that a constraint points to, carries the number of the transaction."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps no transaction in a row")
    quiet, said = (world.anonymous(title=title, unit=committed_cast.east) for title in ("安静的", "说话的"))
    mix_everything()
    sending.write_again(code=said[1], text="补充")
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT xmin::text, xmax::text FROM suggestions_suggestion")
        assert len(cursor.fetchall()) == 1
        cursor.execute("SELECT xmax::text FROM organization_unit WHERE id = %s", [committed_cast.east.pk])
        before = cursor.fetchone()
    world.anonymous(title="又一条", unit=committed_cast.east)
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmax::text FROM organization_unit WHERE id = %s", [committed_cast.east.pk])
        assert (cursor.fetchone(), quiet[0].unit) == (before, committed_cast.east)


def test_what_was_just_written_is_always_among_what_is_mixed(cast):
    """Left out by chance, it would lie where it was written. Chance includes a row three times with one in two hundred."""
    Suggestion.objects.bulk_create(
        Suggestion(
            **world.said(), title_shown="x", text_shown="x", code_digest=f"{number:064}", received_on=DAY, due_on=DAY
        )
        for number in range(1800)
    )
    for number in range(3):
        with CaptureQueriesContext(connection) as queries:
            row, _code = world.anonymous(title=f"建议{number}")
        written = [query["sql"] for query in queries if query["sql"].startswith("UPDATE")]
        assert len(written) == 300 and any(str(row.pk) in sql for sql in written)


def test_receipt_of_a_signed_one_does_not_make_the_code_of_one_without_a_name(cast):
    """Somebody goes back in the browser and sends the form again, now without their name."""
    key = uuid4()
    sending.send_signed(actor=cast.zhao, said=world.said(), key=key)
    row, _code = world.anonymous(key, title="另一条")
    known = list(Receipt.objects.values_list("key", flat=True))
    assert known and row is not None
    assert row.code_digest not in {codes.digest_of(codes.code_for(one), sending.CODE) for one in known}
    assert str(key).replace("-", "") not in str(dump()).replace("-", "")


def test_form_sent_again_with_other_words_is_refused_and_loses_nothing(cast):
    key = uuid4()
    world.anonymous(key)
    with pytest.raises(Conflict) as refusal:
        world.anonymous(key, title="另一条", text="完全不同的建议")
    assert "完全不同的建议" in str(refusal.value.typed)
    assert Suggestion.objects.count() == 1


def test_mixing_keeps_what_stands_there(cast):
    row, _code = world.anonymous()
    before = Suggestion.objects.values().get()
    assert mix(Suggestion.objects.all()) == 1
    assert Suggestion.objects.values().get() == before


def test_same_form_sent_twice_is_kept_once_with_the_same_code(cast):
    key = uuid4()
    assert world.anonymous(key)[1] == world.anonymous(key)[1]
    assert Suggestion.objects.count() == 1
    code = world.anonymous()[1]
    assert sending.write_again(code=code, text="补充") == sending.write_again(code=code, text="补充")
    assert Word.objects.count() == 1


def test_box_is_limited_by_what_lies_in_it_and_not_by_who_sends(cast, monkeypatch):
    monkeypatch.setattr("suggestions.terms.MOST_A_DAY", 3)
    for number in range(3):
        world.anonymous(title=f"建议{number}")
    with pytest.raises(Invalid):
        world.anonymous()
    assert world.signed(cast.zhao).is_signed
    code = codes.code_for(uuid4())
    assert sending.found_by(code) is None


def test_code_of_a_survey_cannot_be_made_up_nor_used_twice(cast):
    survey = surveying.open_survey(clock.today().replace(day=1))
    marks = dict.fromkeys(("able", "rules", "trained", "heard", "workload"), 3)
    code = surveying.take_code(survey=survey, actor=cast.zhao)
    with pytest.raises(Conflict):
        surveying.take_code(survey=survey, actor=cast.zhao)
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    for text in ("", "0" * 24, wrong):
        with pytest.raises(Invalid):
            surveying.answer_survey(survey=survey, code=text, marks=marks, text="")
    surveying.answer_survey(survey=survey, code=codes.shown(code).lower(), marks=marks, text="")
    surveying.answer_survey(survey=survey, code=code, marks={**marks, "able": 5}, text="别的")
    assert SurveyAnswer.objects.get().marks == marks
