"""The texts behind a figure: masked, marked, and only those that the reader may read in their own rooms."""

import time

import pytest

from analysis.models import Term
from analysis.voices.asked import VoiceForm
from analysis.voices.passages import Choice, chosen, marked, passages_of, rows_of, to_check
from analysis.voices.passing import gather
from analysis.voices.tone import Tone
from records.masking import masked
from tests.analysis.voices.world import answer, questionnaire, ticket, tickets
from tickets.learning import Learned
from tickets.models import About, Ticket


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("电话13812345678找我", "电话138****5678找我"),
        ("卡号6222 0212 3456 7890被吞", "卡号****7890被吞"),
        ("身份证11010119900307123X", "身份证****123X"),
        ("座机010-62345678", "座机010****5678"),
        ("邮箱wang.fang@example.cn", "邮箱w***@***"),
        ("扣了300元，等了90分钟，2026年11月", "扣了300元，等了90分钟，2026年11月"),
        ("电话１３８１２３４５６７８找我", "电话138****5678找我"),
        ("138.1234.5678", "138****5678"),
        ("138－1234－5678", "138****5678"),
        ("138\u00a01234\u00a05678", "138****5678"),
        ("微信wx13812345678ok", "微信wx138****5678ok"),
        ("证件号id11010119900307123X", "证件号id****123X"),
        ("打幺三八一二三四五六七八", "打***"),
        ("wang.fang＠example.cn", "w***@***"),
    ],
)
def test_numbers_are_masked(text, shown):
    assert masked(text) == shown


@pytest.mark.parametrize(
    "text", ["a" * 100_000, "1-" * 50_000 + "a", "1" * 100_000 + "a", "a@" * 50_000, "a." * 50_000]
)
def test_masking_takes_no_longer_for_hostile_texts(text):
    began = time.monotonic()
    masked(text)
    assert time.monotonic() - began < 2


def test_known_names_are_masked():
    assert masked("我是王芳，王芳的卡", ["王芳"]) == "我是王**，王**的卡"


def test_words_are_marked_and_nothing_of_a_text_becomes_markup():
    assert marked("<b>年费</b>&App", ["年费", "app"]) == "&lt;b&gt;<mark>年费</mark>&lt;/b&gt;&amp;<mark>App</mark>"
    assert marked("<i>", []) == "&lt;i&gt;"
    assert marked("coffee fee", ["fee"]) == "coffee <mark>fee</mark>"


def read(person, choice: Choice | None = None, query: dict | None = None) -> list:
    form = VoiceForm(query or {}, person=person)
    choice = choice or Choice()
    return passages_of(list(rows_of(person, form.asked(), choice)), choice)


@pytest.mark.django_db
class TestWhoReadsWhat:
    def test_each_reads_what_the_rooms_let_them_read(self, cast):
        ours, theirs = ticket(cast, "年费扣了"), ticket(cast, "排队太久", unit=cast.west)
        answer(questionnaire(cast.li), cast.west, cast.li, "征信有误", 2)
        gather()
        assert {one.row.key for one in read(cast.zhou) if one.row.source == "ticket"} == {ours.pk, theirs.pk}
        assert len(read(cast.zhou)) == 3
        assert [one.plain for one in read(cast.chen)] == [ours.said]
        assert {one.row.source for one in read(cast.sun)} == {"ticket", "answer"}

    def test_words_that_moved_the_tone_are_those_of_the_masked_text(self, cast):
        """A name is a pair of characters like any other: it would stand beside the text in which it is masked."""
        ticket(cast, "我是王芳，态度冷漠")
        gather()
        rows = list(rows_of(cast.zhou, VoiceForm({}, person=cast.zhou).asked(), Choice()))
        for row in rows:
            row.tone = True
        samples = [("王芳态度冷漠", "discontent"), ("王芳很好", "discontent"), ("谢谢", "content")]
        [one] = passages_of(rows, Choice(), Tone(Learned.of(samples)))
        assert "王芳" not in one.plain
        words = [word for word, _weight in one.moved]
        assert "态度" in words and not [word for word in words if "芳" in word]

    def test_nobody_reads_a_ticket_that_is_about_them(self, cast):
        one = ticket(cast, "柜员态度冷漠")
        gather()
        About.objects.create(ticket=one, person=cast.chen)
        assert read(cast.chen) == [] and len(read(cast.wu)) == 1

    def test_each_text_leads_to_its_place(self, cast):
        one = ticket(cast, "年费扣了")
        gather()
        passage = read(cast.zhou)[0]
        assert (passage.label, passage.url, passage.source) == (one.number, one.get_absolute_url(), "Tickets")
        assert passage.themes == ["Fees and interest"]

    def test_a_name_and_a_number_are_masked_in_the_list(self, cast):
        ticket(cast, "我是王芳，请打13812345678，年费")
        gather()
        assert "我是王**，请打138****5678" in read(cast.zhou)[0].text

    def test_what_was_erased_since_is_left_out(self, cast):
        one = ticket(cast, "年费扣了")
        gather()
        Ticket.objects.filter(pk=one.pk).update(state="withdrawn")
        assert read(cast.zhou) == []

    def test_by_word_by_theme_and_by_none(self, cast):
        tickets(cast, "年费扣了", 5)
        ticket(cast, "曌犇骉")
        gather()
        asked = VoiceForm({}, person=cast.zhou).asked()
        key = next(str(term.pk) for term in Term.objects.all() if term.word == "年费")
        by_word = chosen({"word": key}, asked)
        assert by_word.name == "年费" and len(read(cast.zhou, by_word)) == 5
        assert "<mark>年费</mark>" in read(cast.zhou, by_word)[0].text
        by_theme = chosen({"theme": "1"}, asked)
        assert len(read(cast.zhou, by_theme)) == 5 and "<mark>扣了</mark>" in read(cast.zhou, by_theme)[0].text
        assert [one.plain for one in read(cast.zhou, Choice(loose=True))] == ["、\n曌犇骉"]
        assert read(cast.zhou, by_theme, {"unit": "BR-W"}) == []

    def test_a_word_of_few_texts_leads_nowhere(self, cast):
        tickets(cast, "年费扣了", 4)
        ticket(cast, "年费扣了", unit=cast.west)
        gather()
        key = next(str(term.pk) for term in Term.objects.all() if term.word == "年费")
        assert chosen({"word": key}, VoiceForm({}, person=cast.zhou).asked()) is not None
        assert chosen({"word": key}, VoiceForm({}, person=cast.chen).asked()) is None
        for query in (
            {"word": "0"},
            {"word": "x"},
            {"word": "9" * 30},
            {"theme": "99"},
            {"theme": "²"},
            {"theme": "9" * 5000},
        ):
            assert chosen(query, VoiceForm({}, person=cast.zhou).asked()) is None, query
        for week in ("9999-12-31", "x", "0001-01-01"):
            assert read(cast.zhou, chosen({"week": week}, VoiceForm({}, person=cast.zhou).asked())) is not None

    def test_by_score_and_week(self, cast):
        asked = questionnaire(cast.li)
        for score, week in ((1, 1), (3, 1), (5, 2)):
            answer(asked, cast.east, cast.li, f"第{score}", score, weeks_ago=week)
        gather()
        assert [one.plain for one in read(cast.zhou, Choice(score="low"))] == ["第1"]
        assert [one.plain for one in read(cast.zhou, Choice(score="high"))] == ["第5"]
        choice = chosen({"week": "2026-11-09"}, VoiceForm({}, person=cast.zhou).asked())
        assert {one.plain for one in read(cast.zhou, choice)} == {"第1", "第3"}

    def test_the_same_queries_for_many_texts_as_for_few(self, cast, django_assert_max_num_queries):
        ticket(cast, "年费扣了")
        answer(questionnaire(cast.li), cast.east, cast.li, "年费太高", 1)
        gather()
        with django_assert_max_num_queries(12) as few:
            assert len(read(cast.zhou)) == 2
        tickets(cast, "排队太久", 12)
        gather()
        with django_assert_max_num_queries(len(few.captured_queries)):
            assert len(read(cast.zhou)) == 14

    def test_texts_to_check_come_as_drawn_and_once(self, cast):
        from analysis.voices.lists import check_theme

        tickets(cast, "年费扣了", 6)
        ticket(cast, "排队太久")
        gather()
        seen = []
        while (row := to_check(cast.li, 1)) is not None:
            seen.append(row)
            check_theme(text=row, theme=1, is_right=len(seen) % 2 == 0, actor=cast.li)
        assert len(seen) == 6 and [row.lot for row in seen] == sorted(row.lot for row in seen)
