"""Keeping the list of themes: a draft that is changed act by act, then put in force, and all texts are sorted by it."""

from uuid import uuid4

import pytest

from analysis.models import ThemeCheck, VoiceList, VoiceText
from analysis.voices import lists
from analysis.voices.asked import VoiceForm
from analysis.voices.figures import voices_of
from analysis.voices.indexing import list_in_force
from analysis.voices.lists import theme_of
from analysis.voices.passing import begin_list, gather
from analysis.voices.words import progress_of
from foundation.audit.models import AuditEvent
from foundation.common.errors import Conflict, Invalid, NotAllowed
from foundation.jobs.models import Job
from foundation.jobs.services import run
from tests.analysis.voices.world import tickets

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast) -> VoiceList:
    return lists.begin_draft(actor=cast.li)


def act(draft: VoiceList, person) -> dict:
    return {"themes": draft, "actor": person, "version": draft.version}


def named(themes: VoiceList, name: str) -> tuple[str, ...] | None:
    return next((tuple(entry["words"]) for entry in themes.content["themes"] if entry["zh"] == name), None)


def test_a_draft_is_a_copy_and_there_is_one(cast, draft):
    assert draft.content == list_in_force().content and draft.number == 2
    assert lists.begin_draft(actor=cast.li) == draft


@pytest.mark.parametrize("who", ["zhou", "chen", "qian", "zhao", "feng"])
def test_only_leads_keep_it(cast, draft, who):
    person = getattr(cast, who)
    more = {"name_zh": "新主题", "name_en": "", "words": ["台阶"]}
    for refused in (
        lambda: lists.begin_draft(actor=person),
        lambda: lists.save_theme(**act(draft, person), **more),
        lambda: lists.remove_theme(**act(draft, person), number=1),
        lambda: lists.merge_themes(**act(draft, person), number=1, into=2),
        lambda: lists.split_theme(**act(draft, person), number=1, words=["年费"], name_zh="年费", name_en=""),
        lambda: lists.save_words(**act(draft, person), own=[], stop=[]),
        lambda: lists.put_in_force(**act(draft, person), key=uuid4()),
        lambda: lists.discard_draft(**act(draft, person)),
    ):
        with pytest.raises(NotAllowed):
            refused()
    draft.refresh_from_db()
    assert draft.version == 1


def test_add_and_change(cast, draft):
    more = {"name_zh": " 地面  安全", "name_en": "Floors", "words": ["台阶", " 湿滑 ", "台阶", "Wet  Floor"]}
    draft = lists.save_theme(**act(draft, cast.li), **more)
    added = draft.content["themes"][-1]
    assert added == {"number": 16, "zh": "地面 安全", "en": "Floors", "words": ["台阶", "湿滑", "wet floor"]}
    draft = lists.save_theme(**act(draft, cast.li), number=16, name_zh="地面", name_en="", words=["台阶"])
    assert theme_of(draft, 16).words == ("台阶",)
    assert AuditEvent.objects.filter(action="analysis.themes.change").count() == 2


def test_a_number_is_never_given_twice(cast, draft):
    draft = lists.save_theme(**act(draft, cast.li), name_zh="甲", name_en="", words=["台阶"])
    draft = lists.remove_theme(**act(draft, cast.li), number=16)
    draft = lists.save_theme(**act(draft, cast.li), name_zh="乙", name_en="", words=["台阶"])
    assert draft.content["themes"][-1]["number"] == 17


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name_zh": " "}, "name_zh"),
        ({"name_zh": "催收"}, "name_zh"),
        ({"words": []}, "words"),
        ({"words": ["费"]}, "words"),
        ({"words": ["长" * 25]}, "words"),
    ],
    ids=["no name", "taken name", "no words", "one character", "too long"],
)
def test_what_is_wrong_is_said_beside_its_field(cast, draft, given, field):
    with pytest.raises(Invalid) as refusal:
        lists.save_theme(**act(draft, cast.li), **{"name_zh": "新", "name_en": "", "words": ["台阶"], **given})
    assert list(refusal.value.message_dict) == [field]


def test_merge_keeps_the_other_ones_name_and_all_words(cast, draft):
    fees, cards = theme_of(draft, 1), theme_of(draft, 5)
    draft = lists.merge_themes(**act(draft, cast.li), number=5, into=1)
    assert theme_of(draft, 5) is None
    assert set(theme_of(draft, 1).words) == {*fees.words, *cards.words} and theme_of(draft, 1).name_zh == fees.name_zh
    with pytest.raises(Invalid):
        lists.merge_themes(**act(draft, cast.li), number=1, into=1)


def test_split_shares_the_words_out(cast, draft):
    before = theme_of(draft, 1).words
    draft = lists.split_theme(**act(draft, cast.li), number=1, words=["年费"], name_zh="年费", name_en="Annual fee")
    assert named(draft, "年费") == ("年费",)
    assert theme_of(draft, 1).words == tuple(word for word in before if word != "年费")
    for words in ([], list(theme_of(draft, 2).words)):
        with pytest.raises(Invalid):
            lists.split_theme(**act(draft, cast.li), number=2, words=words, name_zh="新", name_en="")


def test_who_was_slower_changes_nothing(cast, draft):
    stale = act(draft, cast.li)
    lists.remove_theme(**stale, number=1)
    with pytest.raises(Conflict):
        lists.remove_theme(**stale, number=2)
    draft.refresh_from_db()
    assert theme_of(draft, 2) is not None


def test_words_cannot_be_both_listed_and_dropped(cast, draft):
    with pytest.raises(Invalid):
        lists.save_words(**act(draft, cast.li), own=["年费"], stop=["年费"])
    draft = lists.save_words(**act(draft, cast.li), own=["惠民贷"], stop=["客服"])
    assert (draft.content["own"], draft.content["stop"]) == (["惠民贷"], ["客服"])


def test_presets_that_are_missing_come_back_without_touching_others(cast, draft):
    draft = lists.remove_theme(**act(draft, cast.li), number=3)
    draft = lists.save_theme(**act(draft, cast.li), number=1, name_zh="收费与利息", name_en="", words=["年费"])
    draft = lists.take_presets(**act(draft, cast.li))
    assert named(draft, "服务态度") is not None and theme_of(draft, 1).words == ("年费",)


def test_a_discarded_draft_leaves_the_list_in_force(cast, draft):
    lists.discard_draft(**act(draft, cast.li))
    assert lists.draft() is None and list_in_force().number == 1


def test_put_in_force_all_texts_are_sorted_by_it_and_the_checks_stay(cast):
    tickets(cast, "台阶湿滑", 6, subject="反映")
    gather()
    draft = lists.begin_draft(actor=cast.li)
    draft = lists.save_theme(**act(draft, cast.li), name_zh="地面", name_en="Floors", words=["台阶"])
    key = uuid4()
    for _ in range(2):  # a second time changes nothing
        lists.put_in_force(themes=draft, actor=cast.li, version=draft.version, key=key)
    in_force = list_in_force()
    assert (in_force.number, VoiceList.objects.get(number=1).state, progress_of(in_force)) == (2, "retired", 0)
    job = Job.objects.get(key="voices:list:2")
    assert run(job.pk)
    found = voices_of(VoiceForm({}, person=cast.zhou).asked(), list_in_force())
    assert [(one.name, one.n) for one in found.themes if one.n] == [("Floors", 6)] and found.loose_n == 0
    assert set(VoiceText.objects.values_list("list_number", flat=True)) == {2}
    assert progress_of(list_in_force()) is None


def test_only_leads_and_managers_check_and_the_last_word_counts(cast):
    tickets(cast, "年费扣了", 1)
    gather()
    row = VoiceText.objects.get()
    with pytest.raises(NotAllowed):
        lists.check_theme(text=row, theme=1, is_right=True, actor=cast.chen)
    lists.check_theme(text=row, theme=1, is_right=True, actor=cast.li)
    lists.check_theme(text=row, theme=1, is_right=False, actor=cast.zhou)
    assert [(one.is_right, one.person) for one in ThemeCheck.objects.all()] == [(False, cast.zhou)]
    found = voices_of(VoiceForm({}, person=cast.zhou).asked(), begin_list())
    assert next(one for one in found.themes if one.item == 1).checked.n == 1
