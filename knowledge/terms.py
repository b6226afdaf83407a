"""The terms by which articles are found: words of Latin script and numbers, pairs of neighbouring Chinese characters, initials of keywords.

Pairs instead of words from a dictionary: what is looked for and what is written fall into the same pairs wherever a dictionary would cut them, names
of products and new words need nobody to enter them, and a part of a word finds the whole. Nothing has to be loaded before the first search.
"""

import re
import unicodedata
from collections import Counter

from foundation.common.texts import LONGEST_SEARCH
from knowledge.models import Content

WORD = re.compile(r"[a-z0-9]+")
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
SEPARATORS = re.compile(r"[,，、;；\n]+")
LONGEST_TERM = 40
# Words and particles that stand in any question and say nothing of what is asked.
IDLE_WORDS = frozenset(
    "a an and are be can do does for how i in is it my of on or the to what when where which why with you your".split()
)
IDLE_PARTS = (
    "请问一下",
    "请问",
    "怎么办",
    "怎么样",
    "怎么",
    "如何",
    "什么",
    "是否",
    "可以吗",
    "可不可以",
    "能不能",
    "多少",
    "为什么",
    "我想",
    "吗",
    "呢",
)
TITLE, QUESTION, KEYWORD, ANSWER = 5.0, 4.0, 4.0, 1.0


def plain(text: str) -> str:
    """One form for full-width and half-width, large and small letters."""
    return unicodedata.normalize("NFKC", text).casefold()


def terms_of(text: str) -> Counter:
    """{term: how often}."""
    text = plain(text)
    found: Counter = Counter(_stem(word)[:LONGEST_TERM] for word in WORD.findall(text) if word not in IDLE_WORDS)
    for run in HAN.findall(text):
        found.update([run[at : at + 2] for at in range(len(run) - 1)] or [run])
    return found


def asked_terms(words: str) -> list[str]:
    """The terms of a question, each once, without what any question has."""
    words = plain(words[:LONGEST_SEARCH])
    bare = words
    for part in IDLE_PARTS:
        bare = bare.replace(part, " ")
    return list(terms_of(bare) or terms_of(words))


def _stem(word: str) -> str:
    """Singular and plural are the same term."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def split(text: str) -> list[str]:
    """What is separated by commas or lines, without blanks, each once."""
    return list(dict.fromkeys(part.strip() for part in SEPARATORS.split(text) if part.strip()))


def initials_of(word: str) -> str:
    """信用卡 → xyk; empty for what is not Chinese."""
    if not HAN.fullmatch(word):
        return ""
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(word, style=Style.FIRST_LETTER))


def weights_of(content: Content) -> dict[str, float]:
    """{term: its weight}: what stands in the title counts five times, in a question or a keyword four times, in the answer once."""
    found: dict[str, float] = {}
    for text, weight in (
        (f"{content.title_zh}\n{content.title_en}", TITLE),
        (f"{content.questions_zh}\n{content.questions_en}", QUESTION),
        (content.keywords, KEYWORD),
        (f"{content.answer_zh}\n{content.answer_en}", ANSWER),
    ):
        for term, times in terms_of(text).items():
            found[term] = found.get(term, 0) + weight * times
    for word in split(content.keywords):
        if initials := initials_of(word):
            found[initials] = found.get(initials, 0) + KEYWORD
    return found
