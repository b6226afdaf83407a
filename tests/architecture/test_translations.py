"""The Chinese of all rooms together: complete, of one voice, and set as Chinese is set.

Django merges the catalogs of all apps into one, and for a message that several translate the app that is installed first wins.
"""

import ast
import re

import pytest
from babel.messages import Message
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from foundation.common import catalogs

pytestmark = pytest.mark.once

ROOMS = {room.label: room for room in catalogs.rooms()}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd%]|\{\w*\}")
HAN = "\u3400-\u4dbf\u4e00-\u9fff"
# A comma, stop, colon, bracket … of the Latin alphabet with Chinese on both sides of it, or at the end of a Chinese sentence.
HALF_WIDTH = re.compile(
    rf"[{HAN}”」）] ?[,;:!?()](?= ?[{HAN}“「（]|$)|[{HAN}”」）]\.(?=$| ?[{HAN}])|\((?=[{HAN}])|(?<=[{HAN}])\)"
)
# Not sentences: Django's own list of words for its filter, and the form of a key as it is written.
EXACT = {"yes,no": "是,否", "source:number": "来源:编号"}


def translations(room: catalogs.Room) -> list[tuple[Message, list[str]]]:
    """The messages of the room's catalog with their Chinese texts."""
    found = []
    for message in catalogs.read_catalog(room):
        if message.id:
            texts = message.string if isinstance(message.string, list | tuple) else [message.string]
            found.append((message, [text for text in texts if text]))
    return found


@pytest.mark.parametrize("label", ROOMS)
def test_every_message_is_translated_with_its_placeholders(label):
    open_ones = catalogs.complaints(ROOMS[label])
    assert open_ones == [], "\n".join(open_ones)


def test_words_that_stand_only_in_an_f_string_are_found():
    """What gathers the messages does not look into f-strings: words that are said nowhere else would stay English."""
    known = {message.id for room in ROOMS.values() for message, _texts in translations(room)}
    sources = [
        path for room in ROOMS.values() for path in room.po.parents[3].rglob("*.py") if "migrations" not in path.parts
    ]
    said = {words for path in sources for words in words_in_f_strings(path.read_text(encoding="utf-8"))}
    assert said, "nothing was looked at"
    assert said - known == set()


def words_in_f_strings(source: str) -> set[str]:
    """The literals that are translated between the braces of an f-string."""
    strings = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.JoinedStr))
    calls = (call for string in strings for call in ast.walk(string) if isinstance(call, ast.Call) and call.args)
    return {
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Name)
        and call.func.id in ("_", "gettext")
        and isinstance(call.args[0], ast.Constant)
    }


def test_no_message_is_translated_differently_in_two_rooms():
    found = catalogs.disagreements()
    assert found == [], "\n".join(found)


def test_rooms_words_come_before_those_of_libraries():
    assert [room.po.parents[2] for room in ROOMS.values()] == settings.LOCALE_PATHS
    with translation.override("zh-hans"):
        assert gettext("Code") == "编号"


@pytest.mark.parametrize("label", ROOMS)
def test_chinese_has_full_width_punctuation(label):
    wrong = [
        f"{label_of(message)}: {text}"
        for message, texts in translations(ROOMS[label])
        for text in texts
        if has_half_width(text)
    ]
    assert wrong == [], "\n".join(wrong)


MOMENTS = re.compile(r"(\w+)=[\w.]+\|moment\b")


def test_a_time_does_not_run_into_the_word_after_it():
    """“15:00抽样” reads as one: a moment ends in digits."""
    templates = (settings.BASE_DIR / "templates").rglob("*.html")
    names = {name for path in templates for name in MOMENTS.findall(path.read_text(encoding="utf-8"))}
    assert names
    run_in = re.compile(rf"%\(({'|'.join(names)})\)s[{HAN}]")
    found = [
        text
        for room in ROOMS.values()
        for message, texts in translations(room)
        for text in texts
        if run_in.search(text)
    ]
    assert found == []


def has_half_width(text: str) -> bool:
    for exact in EXACT.values():
        text = text.replace(exact, "")
    return bool(HALF_WIDTH.search(PLACEHOLDER.sub("字", text)))


def label_of(message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [
        ("抽样,评分", True),
        ("请稍后再试.", True),
        ("评分表(草稿)", True),
        ("已交给%(name)s,请等待", True),
        ("抽样，评分。", False),
        ("第 1.5 版", False),
        ("CSV、Excel (.xlsx)", False),
    ],
)
def test_half_width_punctuation_is_recognized(text, is_wrong):
    assert has_half_width(text) is is_wrong
