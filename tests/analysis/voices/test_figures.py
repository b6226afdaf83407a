"""Keywords by their change, themes with their share, what no theme covers: over the reader's units and the chosen weeks."""

import pytest

from analysis.enums import CountKind
from analysis.models import Term, VoiceTotal
from analysis.voices import exports
from analysis.voices.asked import VoiceForm
from analysis.voices.figures import FREQUENT, Voices, hides_from, voices_of
from analysis.voices.indexing import list_in_force
from analysis.voices.passing import gather
from analysis.voices.words import finding
from organization.models import Person
from sampling.shares import wilson_interval
from tests.analysis.voices.world import answer, questionnaire, ticket, tickets
from tickets.models import About

pytestmark = pytest.mark.django_db


def seen(person: Person, query: dict | None = None, **more) -> Voices:
    return voices_of(VoiceForm(query or {}, person=person).asked(), list_in_force(), **more)


def line(found: Voices, name: str):
    return next((one for one in (*found.keywords, *found.themes) if one.name == name), None)


@pytest.fixture
def rising(cast):
    """Fees: 2 texts in the eight weeks before, 12 in the last eight; waiting stays: 20 and 20."""
    tickets(cast, "年费扣了两次", 2, weeks_ago=10)
    for week in (1, 2, 3):
        tickets(cast, "年费扣了两次", 4, weeks_ago=week)
    tickets(cast, "排队太久", 20, weeks_ago=9)
    tickets(cast, "排队太久", 20, weeks_ago=2)
    gather()


def test_a_word_that_rises_comes_first_with_what_it_was_before(cast, rising):
    found = seen(cast.zhou)
    first = found.keywords[0]
    assert (first.name, first.n, first.before) == ("年费", 12, 2)
    assert first.rises and first.z > 1.9
    low, high = wilson_interval(12, 32).low, wilson_interval(12, 32).high
    told = [float(part) for part in (first.share.value, first.share.low, first.share.high)]
    assert told == pytest.approx([37.5, 100 * low, 100 * high], abs=0.01)
    assert [count for count in first.counts if count] == [4, 4, 4]
    assert first.counts[-4:] == [4, 4, 4, 0]
    assert [one.name for one in seen(cast.zhou, order=FREQUENT).keywords][0] == "排队"


def test_the_heading_is_the_finding(cast):
    tickets(cast, "排队太久", 40, weeks_ago=9)
    tickets(cast, "排队太久", 40, weeks_ago=2)
    tickets(cast, "征信。", 30, weeks_ago=1)
    gather()
    assert finding(seen(cast.zhou)).startswith("“征信")
    assert "30" in finding(seen(cast.zhou))


def test_a_word_of_four_texts_is_shown_to_nobody(cast):
    tickets(cast, "征信有误", 4)
    gather()
    assert line(seen(cast.zhou), "征信") is None
    ticket(cast, "征信有误", unit=cast.west)
    gather()
    assert line(seen(cast.zhou), "征信").n == 5
    assert line(seen(cast.chen), "征信") is None, "four of them are East Branch’s"


def test_shares_of_the_chosen_texts_only(cast):
    tickets(cast, "年费太高", 6, unit=cast.east)
    tickets(cast, "年费太高", 5, unit=cast.east_outlet, channel="online")
    tickets(cast, "排队太久", 9, unit=cast.west)
    tickets(cast, "年费太高", 7, weeks_ago=6)
    gather()
    assert seen(cast.zhou).n == 27
    assert seen(cast.zhou, {"weeks": "4"}).n == 20
    assert seen(cast.zhou, {"unit": "BR-E"}).n == 18, "with the outlet below it"
    assert seen(cast.zhou, {"channel": "online"}).n == 5
    assert seen(cast.zhou, {"source": "answer"}).n == 0
    assert seen(cast.chen).n == 18
    assert seen(cast.sun).n == 9
    assert seen(cast.chen, {"unit": "BR-W"}).n == 0, "another’s unit shows nothing"


def test_themes_with_what_none_covers_and_its_words(cast):
    tickets(cast, "年费扣了，态度冷漠", 5)
    tickets(cast, "台阶湿滑", 6, subject="反映")
    gather()
    found = seen(cast.zhou)
    assert (line(found, "Fees and interest").n, line(found, "Attitude").n) == (5, 5)
    assert (found.loose_n, round(found.loose.value, 1)) == (6, pytest.approx(54.5, abs=0.1))
    assert ("台阶", 6) in [(word, n) for word, _item, n in found.loose_words]


def test_scores_are_told_without_a_model(cast):
    asked = questionnaire(cast.li)
    for score in (1, 2, 3, 4, 5, 5):
        answer(asked, cast.east, cast.li, "排队", score)
    gather()
    found = seen(cast.zhou)
    assert (found.discontent.n, found.discontent.value) == (5, 40)
    assert found.tone is None and found.toned.n == 0


def test_small_figures_are_kept_from_whoever_may_not_read_all_texts(cast):
    about_chen = ticket(cast, "柜员态度冷漠")
    tickets(cast, "年费扣了", 6)
    gather()
    assert not hides_from(cast.chen)
    assert line(seen(cast.chen, hidden=hides_from(cast.chen)), "Attitude").n == 1
    About.objects.create(ticket=about_chen, person=cast.chen)
    assert hides_from(cast.chen) and not hides_from(cast.zhou)
    found = seen(cast.chen, hidden=True)
    few, many = line(found, "Attitude"), line(found, "Fees and interest")
    assert few.is_few and (few.n, few.strip, few.share.value) == (0, [], None)
    assert many.n == 6 and not many.is_few


def test_a_word_within_a_pair_has_no_line_of_its_own(cast):
    tickets(cast, "自动扣款", 6)
    tickets(cast, "排队太久", 30)
    from analysis.voices.passing import go_through

    go_through(why="test")
    assert line(seen(cast.zhou), "自动扣款").n == 6
    assert line(seen(cast.zhou), "自动") is None


def test_the_same_queries_for_many_texts_as_for_few(cast, django_assert_num_queries):
    tickets(cast, "年费扣了", 6)
    tickets(cast, "台阶湿滑", 6)
    gather()
    seen(cast.zhou)  # what is kept in the process is kept from here on
    with django_assert_num_queries(10) as few:
        seen(cast.zhou)
    tickets(cast, "征信有误，排队太久，验证码收不到", 40, weeks_ago=2)
    gather()
    with django_assert_num_queries(len(few.captured_queries)):
        seen(cast.zhou)


def test_no_text_without_its_word_is_counted(cast):
    """Totals of a word are its texts: counted again from the rows."""
    tickets(cast, "年费扣了", 6)
    gather()
    key = Term.objects.get(digest__in=[one.digest for one in Term.objects.all() if one.word == "年费"]).pk
    rows = VoiceTotal.objects.filter(kind=CountKind.WORD, item=key).exclude(unit_id=0)
    assert sum(rows.values_list("n", flat=True)) == 6


def test_nor_are_they_told_as_what_was_before_nor_as_what_has_no_theme(client, cast):
    """A hidden text would show its theme as soon as the period is moved behind it, and that it has none at once."""
    before, loose = ticket(cast, "柜员态度冷漠", weeks_ago=10), ticket(cast, "曌犇骉")
    tickets(cast, "年费扣了", 6)
    answer(questionnaire(cast.li), cast.east, cast.li, "年费", 1)
    gather()
    About.objects.bulk_create(About(ticket=one, person=cast.chen) for one in (before, loose))
    theirs, all_of_it = seen(cast.chen, hidden=True), seen(cast.zhou)
    attitude = line(theirs, "Attitude")
    assert (attitude.n, attitude.before, attitude.is_few, attitude.is_before_few) == (0, 0, False, True)
    assert (theirs.loose.n, theirs.loose.value, theirs.discontent.n) == (0, None, 0)
    assert (line(all_of_it, "Attitude").before, all_of_it.loose_n, all_of_it.discontent.n) == (1, 1, 1)

    client.force_login(cast.chen.user)
    page = client.get("/analysis/voices/", headers={"accept-language": "en"})
    assert page.status_code == 200 and "&lt; 5" in page.content.decode()
    rows = [[cell for cell in row if cell is not None] for row in exports.rows(theirs)]
    assert [row[3] for row in rows if row[1] == "Attitude"] == ["fewer than 5"]
    assert [row[2] for row in rows if row[0] == "Without a theme"] == ["fewer than 5"]
