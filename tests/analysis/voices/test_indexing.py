"""What is kept of texts: once for each, the same however often it is read, gone with its text, and nothing that says what it says."""

import pytest
from django.db import connection

from analysis.enums import CountKind
from analysis.models import Mention, Term, VoiceText, VoiceTotal
from analysis.voices import indexing, passing
from analysis.voices.counting import recount_voices, verify_voices
from analysis.voices.indexing import forget, list_in_force
from analysis.voices.passing import begin_nightly_pass, gather, go_through
from foundation.common import clock
from foundation.jobs.models import Job, JobState
from foundation.jobs.services import run
from tests.analysis.voices.world import TODAY, answer, questionnaire, ticket, tickets
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
FEE = "信用卡年费没有提醒就扣了"


def total(kind: CountKind, **more) -> int:
    """Of all places together, which must be what is kept for everything."""
    rows = VoiceTotal.objects.filter(kind=kind, **more)
    found = sum(rows.exclude(unit_id=0).values_list("n", flat=True))
    assert more or found == sum(rows.filter(unit_id=0, source="", channel="").values_list("n", flat=True))
    return found


def words() -> set[str]:
    return set(Term.objects.values_list("word", flat=True))


def test_texts_of_all_sources_are_read_once(cast):
    ticket(cast, FEE)
    answer(questionnaire(cast.li), cast.west, cast.li, "排队太久", 2)
    assert gather() == 2
    assert gather() == 0
    told = {row.source: (row.unit_id, row.day, row.score, row.channel) for row in VoiceText.objects.all()}
    assert told == {
        "ticket": (cast.east.pk, TODAY, None, "hotline"),
        "answer": (cast.west.pk, TODAY, 2, "survey"),
    }
    assert {"信用卡", "年费", "提醒", "排队"} <= words()
    assert total(CountKind.TEXT) == 2 and total(CountKind.SCORE, item=2) == 1
    assert verify_voices() == []


def test_themes_are_those_whose_words_stand_in_it(cast):
    ticket(cast, FEE)
    ticket(cast, "曌犇骉", subject="无题")
    gather()
    numbers = set(Mention.objects.filter(kind=CountKind.THEME).values_list("item", flat=True))
    names = {entry["zh"] for entry in list_in_force().content["themes"] if entry["number"] in numbers}
    assert names == {"收费与利息", "银行卡", "告知与解释"}
    assert (total(CountKind.LOOSE), total(CountKind.THEME)) == (1, 3)


def test_nothing_in_the_database_says_what_a_text_says(cast):
    """Neither rows nor words can be read without the installation's keys."""
    ticket(cast, FEE)
    gather()
    with connection.cursor() as cursor:
        for model in (Term, VoiceText, Mention, VoiceTotal):
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            told = str(cursor.fetchall())
            assert "年费" not in told and "信用卡" not in told, model


def test_a_customers_name_is_no_word(cast):
    ticket(cast, "石头反映年费", customer_name="石头")
    gather()
    assert "石头" not in words() and "年费" in words()


def test_what_came_while_others_were_stored_is_not_passed_over(cast):
    """Two tickets taken in at the same time may be stored in the other order: the key before the last one comes after it."""
    first, second = ticket(cast, FEE), ticket(cast, FEE)
    fields = {field.attname: getattr(first, field.attname) for field in Ticket._meta.concrete_fields}
    first.delete()
    gather()
    Ticket.objects.create(**fields)
    third = ticket(cast, FEE)
    gather()
    assert set(VoiceText.objects.values_list("key", flat=True)) == {fields["id"], second.pk, third.pk}


def night() -> None:
    begin_nightly_pass(clock.today())
    job = Job.objects.get(kind=passing.PASS, state=JobState.QUEUED)
    assert run(job.pk)


def test_at_night_what_has_moved_and_what_has_gone_is_put_right(cast):
    moved, withdrawn, kept = tickets(cast, FEE, 3)
    gather()
    Ticket.objects.filter(pk=moved.pk).update(unit=cast.west)
    Ticket.objects.filter(pk=withdrawn.pk).update(state="withdrawn")
    night()
    assert dict(VoiceText.objects.values_list("key", "unit")) == {moved.pk: cast.west.pk, kept.pk: cast.east.pk}
    assert total(CountKind.TEXT, unit_id=cast.west.pk) == 1 and total(CountKind.TEXT) == 2
    assert verify_voices() == []


def test_the_last_text_of_a_source_can_go_too(cast):
    _kept, last = tickets(cast, FEE, 2)
    gather()
    last.delete()
    assert go_through(why="test")
    assert VoiceText.objects.count() == 1 and verify_voices() == []


def test_erased_texts_take_their_rows_along(cast):
    one, other = tickets(cast, FEE, 2)
    gather()
    forget("ticket", [one.pk])
    assert list(VoiceText.objects.values_list("key", flat=True)) == [other.pk]
    assert total(CountKind.TEXT) == 1 and verify_voices() == []
    forget("ticket", [other.pk])
    assert not VoiceTotal.objects.exists() and not Mention.objects.exists()


def test_a_pass_that_is_killed_goes_on_and_counts_nothing_twice(cast, monkeypatch):
    tickets(cast, FEE, 5)
    monkeypatch.setattr(passing, "BATCH", 2)
    calls = []

    def killed(done, total=None):
        calls.append(done)
        if len(calls) == 2:
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        go_through(why="test", progress=killed)
    assert VoiceText.objects.count() == 4
    assert go_through(why="test")
    assert total(CountKind.TEXT) == 5 and verify_voices() == []


def test_a_long_pass_goes_on_in_another_job(cast, monkeypatch):
    tickets(cast, FEE, 5)
    monkeypatch.setattr(passing, "BATCH", 2)
    assert not go_through(why="test", seconds=-1)
    while job := Job.objects.filter(kind=passing.PASS, state=JobState.QUEUED).first():
        assert run(job.pk)
    assert VoiceText.objects.count() == 5 and verify_voices() == []


def test_a_batch_that_fails_leaves_nothing(cast, monkeypatch):
    ticket(cast, FEE)

    def fails(_delta):
        raise RuntimeError

    monkeypatch.setattr(indexing, "_add", fails)
    with pytest.raises(RuntimeError):
        gather()
    assert not VoiceText.objects.exists() and not Mention.objects.exists()
    monkeypatch.undo()
    gather()
    assert verify_voices() == []


def test_verify_names_the_week_and_recounting_sets_it_right(cast):
    ticket(cast, FEE)
    gather()
    VoiceTotal.objects.filter(kind=CountKind.TEXT).update(n=7)
    assert verify_voices() == ["Counts of free texts of the week of 2026-11-16 differ."]
    assert [str(week) for week in recount_voices()] == ["2026-11-16"]
    assert verify_voices() == [] and total(CountKind.TEXT) == 1


def test_pairs_are_learned_once_and_counted_in_all_texts(cast):
    tickets(cast, "自动扣款没有提醒", 6)
    tickets(cast, "排队太久", 30)
    gather()
    assert "自动扣款" not in words()
    go_through(why="test")
    pair = Term.objects.get(digest=indexing.blind_index("自动扣款", purpose=indexing.WORD))
    assert total(CountKind.WORD, item=pair.pk) == 6 and verify_voices() == []
