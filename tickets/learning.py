"""Learning from what people have said of earlier tickets: multinomial naive Bayes, small enough to be explained word by word.

For a text with the terms t and a label c the score is log P(c) + Σ log P(t | c), with P(t | c) = (n(t, c) + 1) / (n(c) + V), n counting the terms in
the label's texts and V the different terms of all (Manning, Raghavan, Schütze, Introduction to Information Retrieval, ch. 13). A term counts once
in a text. Terms are the words of Latin script, pairs of neighbouring words, and pairs of neighbouring Chinese characters.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WORD = re.compile(r"[a-z]{2,}")
HAN = re.compile(r"[\u4e00-\u9fff]+")
FOLDS = 5
# A label that fewer texts have is not learned: nothing could be said of its accuracy.
FEWEST = 10
# What is shown of a decision: the terms that spoke most for the label against the next one.
SHOWN = 3

Sample = tuple[str, str]  # (text, label)


@dataclass(frozen=True)
class Guess:
    """`terms`: what spoke most for it."""

    label: str
    terms: tuple[str, ...]


@dataclass(frozen=True)
class Accuracy:
    """Of labels that were guessed for texts the guesser had not seen. `balanced`: the mean of the labels' own shares, from 0 to 1; `labels`:
    {label: (right, all)}; `commonest`: the share that always guessing the commonest label would get right."""

    n: int
    right: int
    balanced: float
    commonest: float
    labels: dict[str, tuple[int, int]]


class Learned:
    """`counts`: {label: {term: number of texts}}, `texts`: {label: number of texts}."""

    def __init__(self, counts: dict[str, dict[str, int]], texts: dict[str, int]):
        self.counts, self.texts = counts, texts
        self._terms = len({term for found in counts.values() for term in found})
        self._all = {label: sum(found.values()) for label, found in counts.items()}
        self._of = sum(texts.values())

    @classmethod
    def of(cls, samples: Iterable[Sample]) -> "Learned":
        counts: dict[str, Counter] = {}
        texts: Counter = Counter()
        for text, label in samples:
            counts.setdefault(label, Counter()).update(terms_of(text))
            texts[label] += 1
        return cls({label: dict(found) for label, found in counts.items()}, dict(texts))

    def guess(self, text: str) -> Guess | None:
        """The likeliest label, ties by its name; None where nothing was learned or no term of the text is known."""
        known = {term for term in terms_of(text) if any(term in found for found in self.counts.values())}
        if not known or not self.texts:
            return None
        scores = {label: self._score(label, known) for label in self.texts}
        best, *rest = sorted(scores, key=lambda label: (-scores[label], label))
        if not rest:
            return Guess(best, ())
        spoke = sorted(known, key=lambda term: (self.weight(rest[0], term) - self.weight(best, term), term))
        return Guess(
            best, tuple(term for term in spoke if self.weight(best, term) > self.weight(rest[0], term))[:SHOWN]
        )

    def _score(self, label: str, terms: set[str]) -> float:
        return math.log(self.texts[label] / self._of) + math.fsum(self.weight(label, term) for term in terms)

    def weight(self, label: str, term: str) -> float:
        """log P(term | label)."""
        return math.log((self.counts[label].get(term, 0) + 1) / (self._all[label] + self._terms))


def terms_of(text: str) -> set[str]:
    """Each term once."""
    text = text.casefold()
    words = WORD.findall(text)
    found = {*words, *(f"{one} {other}" for one, other in zip(words, words[1:], strict=False))}
    for run in HAN.findall(text):
        found |= {run[place : place + 2] for place in range(len(run) - 1)} or {run}
    return found


def enough(samples: Sequence[Sample]) -> list[Sample]:
    """Those whose label has texts enough; none where fewer than two labels have."""
    count = Counter(label for _text, label in samples)
    kept = [sample for sample in samples if count[sample[1]] >= FEWEST]
    return kept if len({label for _text, label in kept}) > 1 else []


def cross_checked(samples: Sequence[Sample]) -> Accuracy:
    """Each text guessed by what was learned from the other four fifths; the n-th text is in part n modulo five."""
    right: Counter = Counter()
    total = Counter(label for _text, label in samples)
    for fold in range(FOLDS):
        learned = Learned.of(sample for place, sample in enumerate(samples) if place % FOLDS != fold)
        for text, label in samples[fold::FOLDS]:
            guess = learned.guess(text)
            right[label] += guess is not None and guess.label == label
    shares = [right[label] / count for label, count in total.items()]
    return Accuracy(
        n=len(samples),
        right=sum(right.values()),
        balanced=math.fsum(shares) / len(shares) if shares else 0.0,
        commonest=max(total.values()) / len(samples) if samples else 0.0,
        labels={label: (right[label], count) for label, count in sorted(total.items())},
    )
