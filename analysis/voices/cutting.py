"""The words of a text: Chinese cut by jieba in its precise mode, Latin script by its letters; each counts once in a text.

Words are those of jieba's dictionary and of the organization's own list, and never one that a customer has made: without the model for unknown words
(`HMM=False`) the name of a person falls into single characters, which are no words here. What the dictionary marks as the name of a person, a place
or an organization, as a number or as a particle is dropped, and so is what Latin script writes with a capital letter.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import log
from pathlib import Path

from django.conf import settings

from analysis.voices.stop_words import STOP

HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
LATIN = re.compile(r"[A-Za-z][A-Za-z'’]*")
# What ends a thought, so that no pair of words reaches across it.
ENDS = re.compile(r"[^\u4e00-\u9fffA-Za-z'’ ]+")
NAMES = frozenset(("nr", "nrt", "nrfg", "ns", "nt", "m", "mq", "q", "r", "p", "c", "u", "uj", "ul", "uz", "ud", "y", "e", "o", "t", "f"))  # fmt: skip
SHORTEST, LONGEST = 2, 24
# A pair is a word of its own where so many texts have it and it is no chance: Dunning's G² beyond the 99.9 % point of χ² with one degree.
FEWEST_TEXTS, SURE = 5, 10.83
MOST_PHRASES = 400

Pieces = list[list[str]]


class Cutter:
    """`own`: words that are cut as they are, `stop`: words that are dropped, `names`: of staff, never a word; `phrases`: pairs that count as one."""

    def __init__(
        self,
        *,
        own: Iterable[str] = (),
        stop: Iterable[str] = (),
        names: Iterable[str] = (),
        phrases: Iterable[tuple[str, str]] = (),
    ):
        self.own = frozenset(word.casefold() for word in own)
        self._stop = (STOP | {word.casefold() for word in stop} | frozenset(names)) - self.own
        self.phrases = frozenset(phrases)
        self._jieba, self._dropped = _dictionary(self.own)

    def pieces(self, text: str, names: Iterable[str] = ()) -> Pieces:
        """The words in their order, a list for each thought."""
        for name in names:
            text = text.replace(name, " , ")
        return [words for part in ENDS.split(text) if (words := self._words(part))]

    def terms(self, text: str, names: Iterable[str] = ()) -> set[str]:
        """Each word once, and each known pair."""
        found: set[str] = set()
        for words in self.pieces(text, names):
            kept = [word if self._counts(word) else "" for word in words]
            found.update(filter(None, kept))
            found |= {joined(pair) for pair in zip(kept, kept[1:], strict=False) if all(pair) and pair in self.phrases}
        return found

    def pairs(self, text: str, names: Iterable[str] = ()) -> tuple[set[str], set[tuple[str, str]]]:
        """What `phrases_of` counts: each word once, each pair of neighbours once."""
        words, pairs = set(), set()
        for piece in self.pieces(text, names):
            kept = [word if self._counts(word) else "" for word in piece]
            words.update(filter(None, kept))
            pairs |= {pair for pair in zip(kept, kept[1:], strict=False) if all(pair) and pair[0] != pair[1]}
        return words, pairs

    def _words(self, part: str) -> list[str]:
        found: list[str] = []
        for run in re.findall(r"[\u4e00-\u9fff]+|[A-Za-z'’]+", part):
            if run[0] >= "\u4e00":
                found += self._jieba.cut(run, HMM=False)
            else:
                # With a capital it may be a name; what the organization lists is none.
                found.append(run.casefold() if run.islower() or run.casefold() in self.own else "")
        return found

    def _counts(self, word: str) -> bool:
        if word in self.own:
            return True
        if not SHORTEST <= len(word) <= LONGEST or word in self._stop:
            return False
        return len(word) > SHORTEST if word.isascii() else word not in self._dropped


def joined(pair: tuple[str, str]) -> str:
    """As it is shown: Chinese without a space."""
    return (" " if pair[0].isascii() or pair[1].isascii() else "").join(pair)


def phrases_of(counted: Iterable[tuple[set[str], set[tuple[str, str]]]]) -> list[tuple[str, str]]:
    """The pairs that stand together more often than chance would have it, surest first. Of `Cutter.pairs` of each text."""
    words, pairs, n = Counter(), Counter(), 0
    for found, neighbours in counted:
        n += 1
        words.update(found)
        pairs.update(neighbours)
    sure = {
        pair: value
        for pair, count in pairs.items()
        if count >= FEWEST_TEXTS and (value := g_squared(count, words[pair[0]], words[pair[1]], n)) > SURE
    }
    return sorted(sure, key=lambda pair: (-sure[pair], pair))[:MOST_PHRASES]


def g_squared(both: int, first: int, second: int, n: int) -> float:
    """Dunning's (1993) log-likelihood ratio of a 2 × 2 table of texts; 0 where two words stand together no more often than by chance."""
    if both * n <= first * second:
        return 0.0
    table = ((both, first - both), (second - both, n - first - second + both))
    rows, columns = [sum(row) for row in table], [sum(column) for column in zip(*table, strict=True)]
    return 2 * sum(
        count * log(count * n / (rows[i] * columns[j]))
        for i, row in enumerate(table)
        for j, count in enumerate(row)
        if count > 0
    )


@lru_cache(maxsize=4)
def _dictionary(own: frozenset[str]):
    """A tokenizer with the organization's words, and the words that are dropped by their kind. About a second; once a process and list."""
    import logging

    import jieba

    # It tells what it does on the error stream, and keeps what it has read beside everybody's temporary files.
    jieba.setLogLevel(logging.CRITICAL)
    tokenizer = jieba.Tokenizer()
    folder = Path(settings.DATA_DIR) / "cache"
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.tmp_dir, tokenizer.cache_file = str(folder), "jieba.cache"
    tokenizer.initialize()
    for word in own:
        if HAN.fullmatch(word):
            tokenizer.add_word(word)
    return tokenizer, _dropped_words(tokenizer)


def _dropped_words(tokenizer) -> frozenset[str]:
    with tokenizer.get_dict_file() as lines:
        entries = (line.decode("utf-8").split(" ") for line in lines)
        return frozenset(entry[0] for entry in entries if len(entry) > 2 and entry[2].strip() in NAMES)


def folded(words: Sequence[str]) -> list[str]:
    """As a list keeps them: once, without space around, in the order in which they were typed."""
    return list(dict.fromkeys(" ".join(word.casefold().split()) for word in words if word.strip()))
