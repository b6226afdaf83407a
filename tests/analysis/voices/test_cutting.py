"""What is a word and what is none: names, numbers and what a customer has made up never are."""

import math

import pytest

from analysis.voices.cutting import Cutter, g_squared, joined, phrases_of
from analysis.voices.presets import OWN_WORDS


@pytest.fixture(scope="module")
def cutter() -> Cutter:
    return Cutter(own=OWN_WORDS, names=["黎明"])


def test_words_of_the_trade_stay_whole(cutter):
    assert {"提前还款", "年费", "征信"} <= cutter.terms("提前还款要收年费，还影响征信")


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("我叫张建国，电话13812345678", {"张建国", "建国", "13812345678"}),
        ("找了欧阳娜娜和黎明经理", {"欧阳娜娜", "欧阳", "黎明"}),
        ("住在北京市海淀区中关村", {"北京市", "北京", "海淀区", "中关村"}),
        ("等了三十五分钟", {"三十五", "分钟"}),
        ("My name is John Smith", {"john", "smith", "name is"}),
    ],
    ids=["name and number", "staff", "place", "number", "English name"],
)
def test_names_places_and_numbers_are_no_words(cutter, text, gone):
    assert not cutter.terms(text) & gone


def test_names_that_are_known_are_taken_out_of_their_text(cutter):
    assert "石头" in cutter.terms("石头问题")
    assert "石头" not in cutter.terms("石头问题", ["石头"])


def test_every_word_is_of_the_dictionary_or_of_the_list(cutter):
    """What nobody has listed falls into single characters, and those are no words."""
    assert cutter.terms("曌犇骉") == set()


def test_english_words_and_no_stop_words(cutter):
    assert cutter.terms("the annual fee was charged twice on my App") == {"annual", "fee", "charged", "twice", "app"}


def test_words_count_once_and_stop_words_not_at_all():
    assert Cutter(stop=["窗口"]).terms("排队排队，窗口排队") == {"排队"}


def test_pairs_that_belong_together_are_found_and_counted_as_one_word():
    plain = Cutter()
    texts = ["自动扣款没有提醒"] * 6 + ["扣款金额不对"] * 20 + ["提醒短信收到"] * 20 + ["排队太久"] * 60
    phrases = phrases_of(plain.pairs(text) for text in texts)
    assert ("自动", "扣款") in phrases
    assert joined(("自动", "扣款")) in Cutter(phrases=phrases).terms("自动扣款了")
    assert joined(("自动", "扣款")) not in Cutter(phrases=phrases).terms("自动，扣款了")


def test_g_squared_is_that_of_the_table():
    """The same by the entropies of a 2 × 2 table, written another way: 2 (Σ k ln k − Σ rows − Σ columns + N ln N)."""

    def h(*counts):
        return sum(count * math.log(count) for count in counts if count)

    both, first, second, n = 12, 30, 25, 400
    table = (both, first - both, second - both, n - first - second + both)
    rows = h(first, n - first) + h(second, n - second)
    assert g_squared(both, first, second, n) == pytest.approx(2 * (h(*table) - rows + h(n)))
    assert g_squared(1, 50, 50, 100) == 0.0


def test_nothing_is_told_on_the_error_stream(capfd, settings, tmp_path):
    from analysis.voices import cutting

    settings.DATA_DIR = tmp_path
    cutting._dictionary.cache_clear()
    Cutter(own=["甲乙丙"]).terms("排队")
    cutting._dictionary.cache_clear()
    assert capfd.readouterr() == ("", "")
    assert (tmp_path / "cache" / "jieba.cache").exists()
