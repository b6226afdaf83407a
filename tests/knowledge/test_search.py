"""Finding: in both languages, best first, by parts of words, initials and synonyms; what found nothing is counted without who looked."""

import math
import time
from collections import Counter
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from knowledge.models import Article, Gap, Posting
from knowledge.ranking import find
from knowledge.rendering import bare, excerpt, marked, rendered
from knowledge.selectors import in_force, visible_to
from knowledge.services.indexing import rebuild_index
from knowledge.services.reading import note_gap, settle_gap
from knowledge.services.words import keep_synonyms
from knowledge.terms import asked_terms, initials_of, terms_of
from tests.knowledge import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def articles(cast) -> dict[str, Article]:
    texts = {
        "lost": {},
        "fee": {"title_zh": "信用卡年费收取标准", "title_en": "Annual fees", "questions_zh": "年费多少", "questions_en": "",
                "answer_zh": "首年免年费，刷满六次免次年年费。信用卡丢失另见挂失。",
                "answer_en": "Free in the first year.", "keywords": "年费，信用卡"},
        "loan": {"title_zh": "房贷提前还款", "title_en": "Early repayment of a mortgage", "questions_zh": "可以提前还房贷吗", "questions_en": "",
                 "answer_zh": "满一年可以申请，违约金按合同。",
                 "answer_en": "After one year.", "keywords": "提前结清"},
    }  # fmt: skip
    return {name: world.article(cast, **more) for name, more in texts.items()}


def found(person, words: str) -> list[int]:
    return find(in_force(visible_to(person)), words).keys


def test_best_first(cast, articles):
    assert found(cast.zhao, "信用卡丢了怎么挂失") == [articles["lost"].pk, articles["fee"].pk]
    assert found(cast.zhao, "信用卡") == [articles["fee"].pk, articles["lost"].pk]
    assert found(cast.zhao, "请问房贷能不能提前还") == [articles["loan"].pk]


@pytest.mark.parametrize(("words", "name"), [
    ("annual fee", "fee"), ("ANNUAL FEES", "fee"), ("mortgage", "loan"), ("repay mortgage early", "loan"), ("lost cards", "lost"),
    ("挂失", "lost"), ("ｍｏｒｔｇａｇｅ", "loan"), ("xyk", "fee"), ("tqjq", "loan"),
])  # fmt: skip
def test_both_languages_width_case_plural_and_initials(cast, articles, words, name):
    assert found(cast.zhao, words)[:1] == [articles[name].pk]


def test_words_that_mean_the_same(cast, articles):
    assert found(cast.zhao, "按揭") == []
    keep_synonyms(actor=cast.li, words="按揭，房贷，mortgage", key=uuid4())
    assert found(cast.zhao, "按揭提前还") == [articles["loan"].pk]
    assert found(cast.zhao, "按揭") == [articles["loan"].pk]


def test_one_word_in_common_is_not_an_answer(cast, articles):
    assert found(cast.zhao, "外币信托收益分配") == []
    assert found(cast.zhao, "信用证国际结算押汇") == []


def test_within_the_rights(cast, articles):
    world.article(cast, title_zh="金库钥匙交接", questions_zh="", units=[cast.east], keywords="金库")
    assert len(found(cast.zhao, "金库钥匙")) == 1
    assert found(cast.sun, "金库钥匙") == []


def test_same_number_of_queries_for_many(cast, articles):
    def queries() -> int:
        with CaptureQueriesContext(connection) as taken:
            found(cast.li, "信用卡")
        return len(taken)

    few = queries()
    for number in range(4):
        world.article(cast, title_zh=f"信用卡第{number}问")
    assert queries() <= few <= 5


def test_index_can_be_made_anew(cast, articles):
    before = sorted(Posting.objects.values_list("article", "term", "weight"))
    lengths = dict(Article.objects.values_list("pk", "length"))
    Posting.objects.all().delete()
    assert rebuild_index() == 3
    assert sorted(Posting.objects.values_list("article", "term", "weight")) == before
    assert dict(Article.objects.values_list("pk", "length")) == lengths


def test_nothing_found_is_counted_without_who_and_without_numbers(client, cast, articles):
    client.force_login(cast.zhao.user)
    url = reverse("knowledge:article_list")
    for _time in range(2):
        assert "Nothing found" in client.get(url, {"q": "数字人民币 13812345678"}).content.decode()
    client.get(url, {"q": "数字人"}, headers={"HX-Request": "true"})
    client.get(url, {"q": "挂失"})
    gap = Gap.objects.get()
    assert (gap.words, gap.count) == ("数字人民币 …", 2)
    assert not [field.name for field in Gap._meta.fields if field.name in ("person", "actor", "created_by")]
    settle_gap(gap=gap, actor=cast.wu, note="已写 KB-00004", version=gap.version)
    note_gap("数字人民币 13812345678")
    gap.refresh_from_db()
    assert (gap.state, gap.count) == ("open", 3)


@pytest.mark.parametrize("text", ["一" + "\n" * 8000, "# " + " " * 8000 + "x", "#" * 8000])
def test_excerpts_take_no_longer_of_hostile_texts(text):
    began = time.monotonic()
    bare(text)
    assert time.monotonic() - began < 1.5


def test_gaps_keep_no_number_however_it_is_grouped(cast):
    note_gap("额度 138 1234 5678")
    assert Gap.objects.get().words == "额度 …"


def test_terms():
    assert set(terms_of("信用卡 ATM’s 卡")) == {"信用", "用卡", "atm", "卡", "s"}
    assert asked_terms("请问怎么挂失") == ["挂失"]
    assert asked_terms("怎么") == ["怎么"]
    assert initials_of("信用卡") == "xyk" and initials_of("ATM") == ""


@pytest.mark.parametrize(("typed", "shown"), [
    ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
    ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
    ("[x](data:text/html,1)", "<p>[x](data:text/html,1)</p>\n"),
    ("![x](https://a.cn/b.png)", '<p>!<a href="https://a.cn/b.png" rel="noopener noreferrer">x</a></p>\n'),
    ('[x](https://a.cn/"onclick=1)', '<p><a href="https://a.cn/%22onclick=1" rel="noopener noreferrer">x</a></p>\n'),
    ("# 一\n- 二\n- **三**", "<h3>一</h3>\n<ul>\n<li>二</li>\n<li><strong>三</strong></li>\n</ul>\n"),
    ("一\n二", "<p>一<br>\n二</p>\n"),
])  # fmt: skip
def test_answers_are_never_markup_of_another_kind(typed, shown):
    assert rendered(typed) == shown


def test_marks():
    assert marked("信用卡<b>挂失", ["信用", "用卡"]) == "<mark>信用卡</mark>&lt;b&gt;挂失"
    assert marked("Lost Cards", ["card"]) == "Lost <mark>Cards</mark>"
    assert "<mark>补卡</mark>" in excerpt("# 标题\n" + "前文" * 40 + "补卡", ["补卡"])


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        (
            "# 工作时间\n网点**当场**核验。\n\n# 下班后\n- 安抚客户\n- 次日联系",
            "工作时间：网点当场核验。下班后：安抚客户 次日联系",
        ),
        ("# Free\nIn the **first** year.\n1. Ask\n2. Note", "Free: In the first year. Ask Note"),
    ],
)
def test_excerpt_is_one_line_in_which_a_heading_leads_into_its_text(answer, line):
    assert bare(answer) == line


def by_force(words: str, enough: float) -> list[int]:
    """The formula of `knowledge.ranking` over every posting there is."""
    asked, rows = asked_terms(words), list(Posting.objects.values_list("article", "term", "weight"))
    lengths = dict(Article.objects.filter(length__gt=0).values_list("pk", "length"))
    mean = math.fsum(lengths.values()) / len(lengths)
    idf = {}
    for term in asked:
        n = max(1, sum(one == term for _key, one, _weight in rows))
        idf[term] = math.log(1 + (len(lengths) - n + 0.5) / (n + 0.5))
    scores, carried = Counter(), Counter()
    for key, term, weight in rows:
        if term in idf:
            scores[key] += idf[term] * weight * 2.2 / (weight + 1.2 * (0.25 + 0.75 * lengths[key] / mean))
            carried[key] += idf[term]
    kept = [key for key in scores if carried[key] >= enough * math.fsum(idf.values())]
    return sorted(kept, key=lambda key: (-scores[key], key))


@pytest.mark.parametrize("enough", [0.12, 0.5, 1.0])
def test_common_terms_that_are_read_last_lose_no_article(cast, articles, enough):
    for number, text in enumerate(
        ("信用卡年费", "信用卡额度", "信用卡分期手续费", "贷款手续费", "信用卡贷款额度", "年费手续费")
    ):
        world.article(
            cast,
            title_zh=f"{text}怎么办",
            questions_zh=text * (1 + number % 3),
            keywords="",
            answer_zh="见办法。" * (number + 1),
        )
    seen = in_force(visible_to(cast.zhao))
    asked = (
        "信用卡年费",
        "信用卡",
        "信用卡分期手续费",
        "贷款额度和年费",
        "信用卡丢失，房贷提前还款，年费",
        "手续费 annual fee",
    )
    expected = {words: by_force(words, enough) for words in asked}
    assert any(expected.values())
    assert {words: find(seen, words, enough=enough).keys for words in asked} == expected
