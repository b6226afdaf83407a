"""The tone: learned from scores, judged on texts not seen, and shown only where that is proven."""

from itertools import product

import pytest

from analysis.models import ToneModel, VoiceText
from analysis.voices import tone
from analysis.voices.passing import gather
from analysis.voices.tone import CONTENT, DISCONTENT, judge, label_of, learn_tone, tone_shown
from tests.analysis.voices.world import answer, questionnaire, ticket

BAD = ("排队太久没人管", "态度冷漠不耐烦", "扣费没有提醒", "转来转去没解决", "电话打不通很失望")
GOOD = ("耐心细致很感谢", "办理快捷很满意", "态度亲切点赞", "解释清楚很专业", "环境整洁很舒适")
MORE = (
    "。",
    "，城东支行",
    "，周一上午",
    "，第二次来",
    "，贷款业务",
    "，手机银行",
    "，大堂经理",
    "，存款",
    "，换卡",
    "，对账",
    "，汇款",
    "，理财",
)


def told(texts, label) -> list:
    return [(one + more, label) for one, more in product(texts, MORE)]


def test_scores_are_labels_by_themselves():
    assert [label_of(score) for score in (None, 1, 2, 3, 4, 5)] == ["", DISCONTENT, DISCONTENT, "", CONTENT, CONTENT]


def test_what_can_be_told_apart_is_proven():
    found = judge(told(BAD, DISCONTENT) + told(GOOD, CONTENT))
    assert found.balanced == 1.0 and found.low > 0.9 and found.is_proven


def test_what_cannot_be_told_apart_is_not():
    """Labels that the words do not decide: the same texts with either."""
    samples = [sample for one in told(BAD, DISCONTENT) for sample in (one, (one[0], CONTENT))]
    found = judge(samples)
    assert found.low < 0.8 and not found.is_proven


def test_few_texts_prove_nothing_however_right():
    found = judge(told(BAD[:3], DISCONTENT) + told(GOOD[:3], CONTENT))
    assert found.balanced == 1.0 and not found.is_proven


def test_interval_is_that_of_the_mean_of_two_shares():
    """96 of 120 and 90 of 100, one right and one wrong more in each: shares 97/122 and 91/102, by hand."""
    samples = [("x", "x")] * 3

    def given(_samples):
        return type("Told", (), {"n": 220, "balanced": 0.85, "labels": {"a": (96, 120), "b": (90, 100)}})

    original, tone.cross_checked = tone.cross_checked, given
    try:
        found = judge(samples)
    finally:
        tone.cross_checked = original
    middle = (97 / 122 + 91 / 102) / 2
    half = 1.959964 * ((97 / 122 * 25 / 122 / 122 + 91 / 102 * 11 / 102 / 102) ** 0.5) / 2
    assert (found.low, found.high) == pytest.approx((middle - half, middle + half))


@pytest.mark.django_db
def test_shown_where_proven_with_the_words_that_moved_it(cast, monkeypatch):
    asked = questionnaire(cast.li)
    for number in range(8):
        answer(asked, cast.east, cast.li, BAD[number // 2] + MORE[number], 1)
        answer(asked, cast.east, cast.li, GOOD[number // 2] + MORE[number], 5)
    ticket(cast, "没人管，态度冷漠，很失望", subject="来")
    ticket(cast, "曌犇骉", subject="、")
    monkeypatch.setattr(tone, "FEWEST", 8)
    monkeypatch.setattr(tone, "NEEDED", 0.5)
    row = learn_tone()
    assert row.is_shown and row.n == 16
    gather()
    tones = {one.key: one.tone for one in VoiceText.objects.filter(source="ticket")}
    assert sorted(tones.values(), key=str) == [None, True] or set(tones.values()) == {True, None}
    _row, model = tone_shown()
    assert model.words_of("态度冷漠")[0][1] != 0


@pytest.mark.django_db
def test_not_shown_where_not_proven_and_nothing_is_kept_of_the_texts(cast):
    asked = questionnaire(cast.li)
    for number in range(4):
        answer(asked, cast.east, cast.li, BAD[number], 1)
        answer(asked, cast.east, cast.li, GOOD[number], 5)
    row = learn_tone()
    assert (row.is_shown, row.content, row.n) == (False, "", 8)
    gather()
    assert set(VoiceText.objects.values_list("tone", flat=True)) == {None}
    assert learn_tone() == row, "nothing new, nothing learned again"
    assert ToneModel.objects.count() == 1


@pytest.mark.django_db
def test_nothing_to_learn_from(cast):
    ticket(cast, "年费")
    assert learn_tone() is None
