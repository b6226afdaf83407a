"""The tags as templates use them; figures and dates in both languages."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from uuid import UUID

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from foundation.common import clock, dates
from foundation.common.states import State

# The database is asked which calendar of working days is in force.
pytestmark = pytest.mark.usefixtures("monday", "db")


class LampState(State):
    OFF = "off", "Off"
    ON = "on", "On"
    BROKEN = "broken", "Broken"

    @classmethod
    def tones(cls):
        return {"off": "idle", "on": "go", "broken": "late"}


class Lamp(SimpleNamespace):
    States = LampState


# -- numbers


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("86.45"), "86.5"),
        (Decimal("86.44"), "86.4"),
        (1904, "1,904.0"),
        (Decimal("-1.94"), "−1.9"),
        (None, "–"),
        ("", "–"),
        ("x", "–"),
        (Decimal("NaN"), "–"),
        (0, "0.0"),
    ],
)
def test_points_round_half_up_and_never_invent(render, value, shown, language):
    assert render("{{ x|points }}", x=value) == shown


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ x|percent }}", "92.7%"),
        ("{{ x|percent:0 }}", "93%"),
        ("{{ y|share }}", "92.7%"),
        ("{{ x|signed }}", "+92.7"),
        ("{{ z|signed }}", "−1.9"),
        ("{{ o|signed }}", "0.0"),
        ("{{ o|signed_plainly }}", "0.0"),
        ("{{ z|signed_plainly }}", "−1.9"),
        ("{{ h|signed_plainly }}", "−0.04"),
    ],
)
def test_percentages_and_signs(render, source, shown, language):
    values = {"x": Decimal("92.7"), "y": Decimal("0.927"), "z": Decimal("-1.9"), "o": Decimal(0), "h": Decimal("-0.04")}
    assert render(source, **values) == shown


# -- dates


@pytest.mark.parametrize(
    ("due", "english_words", "chinese_words"),
    [
        (date(2026, 11, 26), "in 3 working days (Thu 26 Nov)", "还剩 3 个工作日（11月26日 周四）"),
        (date(2026, 11, 24), "in 1 working day (Tue 24 Nov)", "还剩 1 个工作日（11月24日 周二）"),
        (date(2026, 11, 23), "due today", "今天到期"),
        (date(2026, 11, 19), "2 working days late", "逾期 2 个工作日"),
        (
            date(2027, 1, 4),
            "in 29 working days (Mon 4 Jan 2027), provisional",
            "还剩 29 个工作日（2027年1月4日 周一），暂定",
        ),
        (datetime(2026, 11, 23, 10, 0, tzinfo=UTC), "in 7 hours (today 18:00)", "还剩 7 小时（今天 18:00）"),
        (datetime(2026, 11, 23, 2, 0, tzinfo=UTC), "42 minutes late", "逾期 42 分钟"),
        (
            datetime(2026, 11, 26, 10, 0, tzinfo=UTC),
            "in 3 calendar days (Thu 26 Nov 18:00)",
            "还剩 3 个自然日（11月26日 周四 18:00）",
        ),
    ],
)
def test_due_reads_in_both_languages(render, due, english_words, chinese_words):
    with override("en"):
        assert render("{{ d|due }}", d=due) == english_words
    with override("zh-hans"):
        assert render("{{ d|due }}", d=due) == chinese_words


def test_due_over_a_weekend_counts_no_working_day(render, english, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 28, 2, 0, tzinfo=UTC))  # a Saturday
    assert render("{{ d|due }}", d=date(2026, 11, 27)) == "late since Fri 27 Nov"
    assert render("{{ d|due }}", d=date(2026, 11, 29)) == "before the next working day (Sun 29 Nov)"


def test_due_counts_the_make_up_days_of_the_calendar(render, english, monkeypatch):
    monkeypatch.setattr(dates.calendars.get("workdays"), "between", lambda start, end: 4)
    assert render("{{ d|due }}", d=date(2026, 11, 26)) == "in 4 working days (Thu 26 Nov)"


@pytest.mark.parametrize(
    ("due", "done", "css"),
    [
        (date(2026, 11, 19), False, "due due--late"),
        (date(2026, 11, 19), True, "due due--done"),
        (date(2026, 11, 24), False, "due due--soon"),
        (date(2026, 12, 4), False, "due"),
    ],
)
def test_deadline_colour_follows_the_date(render, due, done, css, english):
    assert f'<time class="{css}"' in render("{% deadline d done %}", d=due, done=done)


def test_late_deadline_keeps_its_date_for_the_hover(render, english):
    assert (
        render("{% deadline d %}", d=date(2026, 11, 19))
        == '<time class="due due--late" datetime="2026-11-19" title="Thu 19 Nov">2 working days late</time>'
    )


def test_deadline_in_a_year_that_is_not_announced_is_marked_and_says_why(render, language):
    marked = render("{% deadline d %}", d=date(2027, 1, 4))
    assert '<abbr class="provisional" title="' in marked and "2027" in marked
    assert "provisional" not in render("{% deadline d %}", d=date(2026, 12, 4))
    assert "provisional" not in render("{% deadline d True %}", d=date(2027, 1, 4))


def test_instant_is_never_provisional(render, english):
    at = datetime(2027, 1, 4, 10, 0, tzinfo=UTC)
    assert "provisional" not in render("{% deadline d %}{{ d|due }}{% provisional d %}{% provisional_note d %}", d=at)


def test_note_says_why_a_date_is_provisional_and_leads_to_its_year(render, english):
    note = render("{% provisional_note d %}", d=date(2027, 1, 4))
    assert "The days off of 2027 have not been announced yet." in note and 'href="/workdays/2027/"' in note
    assert render("{% provisional_note d %}{% provisional d %}", d=date(2026, 12, 4)).strip() == ""


def test_what_is_evidence_says_its_year_in_its_own_year_too(render, language):
    words = {"en": "23 Nov 2026 · 23 Nov 2026 17:30", "zh-hans": "2026年11月23日 · 2026年11月23日 17:30"}
    source = "{{ value|dated }} · {{ value|dated_moment }}"
    assert render(source, value=datetime(2026, 11, 23, 9, 30, tzinfo=UTC)) == words[language]


def test_absent_dates_are_dashes(render, english):
    assert render("{{ d|due }}{{ d|day }}{{ d|moment }}", d=None) == "–––"


# -- marks


def test_bilingual_text_marks_a_fallback(render):
    unit = SimpleNamespace(name_zh="城东支行", name_en="")
    with override("zh-hans"):
        assert render('{{ u|bi:"name" }}', u=unit) == "城东支行"
    with override("en"):
        assert render('{{ u|bi:"name" }}', u=unit) == '<span lang="zh-Hans">城东支行</span>'


def test_bilingual_text_is_escaped(render, english):
    assert render('{{ u|bi:"name" }}', u=SimpleNamespace(name_zh="", name_en="<b>")) == "&lt;b&gt;"


def test_state_pill_draws_state_and_lateness(render):
    lamp = Lamp(state="on")
    with override("en"):
        assert render("{% state_pill l %}", l=lamp) == '<span class="pill pill--go">On</span>'
        assert render("{% state_pill l late=True %}", l=lamp) == '<span class="pill pill--late">On, late</span>'
        assert (
            render("{% state_pill s late=True %}", s=LampState.BROKEN) == '<span class="pill pill--late">Broken</span>'
        )
        assert render("{% state_pill l %}", l=None) == ""
    with override("zh-hans"):
        assert render("{% state_pill l late=True %}", l=lamp) == '<span class="pill pill--late">On · 已逾期</span>'


def test_pill_refuses_an_unknown_tone(render, english):
    with pytest.raises(ValueError, match="none of the tones"):
        render('{% pill "x" "blue" %}')


def test_client_key_is_fresh_and_survives_an_error(render):
    first, second = (render("{% client_key %}", request=RequestFactory().get("/")) for _ in range(2))
    assert first != second
    posted = "018f3a52-7b7e-4c1e-9d5f-2f1f5a1f3a10"
    assert posted in render("{% client_key %}", request=RequestFactory().post("/", {"client_key": posted}))
    forged = render("{% client_key %}", request=RequestFactory().post("/", {"client_key": '"><script>'}))
    assert UUID(forged.split('value="')[1].split('"')[0]).version == 4


def test_query_string_changes_one_thing_and_goes_to_the_first_page(render):
    request = RequestFactory().get("/?state=late&page=3&sort=due")
    assert render('{% query_string sort="-due" %}', request=request) == "?state=late&amp;sort=-due"
    assert render("{% query_string page=4 %}", request=request) == "?state=late&amp;page=4&amp;sort=due"
    assert render("{% query_string state=None %}", request=request) == "?sort=due"


@pytest.mark.parametrize(
    ("name", "latin", "english_mark", "chinese_mark"),
    [("周启明", "Zhou Qiming", "ZQ", "周"), ("周启明", "", "周", "周"), ("Ada", "", "A", "A"), ("", "", "?", "?")],
)
def test_initial_of_a_person(render, name, latin, english_mark, chinese_mark):
    person = type("Somebody", (), {"name_en": latin, "__str__": lambda self: name})()
    with override("en"):
        assert render("{{ p|initial }}", p=person) == english_mark
    with override("zh-hans"):
        assert render("{{ p|initial }}", p=person) == chinese_mark


# -- parts


def test_pager_keeps_the_query(render, english):
    page = Paginator(range(320), 50).page(2)
    html = render("{% pager page %}", page=page, request=RequestFactory().get("/?state=late&page=2"))
    assert "51–100 of 320" in html
    assert 'href="?state=late&amp;page=3"' in html
    assert '<span aria-current="page">2</span>' in html


def test_sort_head_turns_round(render, english):
    column = {"key": "due", "label": "Deadline", "sortable": True, "numeric": False}
    once = render('{% sort_th c "due" %}', c=column, request=RequestFactory().get("/?sort=due&page=4"))
    assert 'aria-sort="ascending"' in once
    assert 'href="?sort=-due"' in once
    other = render('{% sort_th c "name" %}', c=column, request=RequestFactory().get("/"))
    assert "aria-sort" not in other
    assert 'href="?sort=due"' in other


def test_timeline_escapes_what_people_wrote(render, english, monday):
    html = render("{% timeline t %}", t=[{"when": monday, "who": "Li", "what": "<b>closed</b>", "detail": "<i>"}])
    assert "&lt;b&gt;closed&lt;/b&gt;" in html
    assert "today 10:42" in html


def test_icon_is_silent_unless_it_has_a_label(render, language):
    assert render('{% icon "bell" %}') == '<i class="bi bi-bell" aria-hidden="true"></i>'
    assert render('{% icon "flag" "Flagged" %}') == '<i class="bi bi-flag" role="img" aria-label="Flagged"></i>'


@pytest.mark.parametrize(
    ("label", "line"),
    [
        ("Name", "Name: Wrong."),
        ("Can it be watched?", "Can it be watched? Wrong."),
        ("能否查看？", "能否查看？Wrong."),
        ("I can help.", "I can help. Wrong."),
        ("我能够解决客户的需要。", "我能够解决客户的需要。Wrong."),
    ],
)
def test_summary_of_errors_sets_no_colon_after_a_sentence(label, line):
    class Asked(forms.Form):
        field = forms.CharField(label=label, error_messages={"required": "Wrong."})

    shown = render_to_string("includes/_form_errors.html", {"form": Asked({})})
    assert f">{line}</a>" in shown
