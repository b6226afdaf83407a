"""Whether a text speaks of discontent: learned from texts beside which the customer gave a score, and shown only where that is proven.

Labels come by themselves: a score of 1 or 2 is discontent, 4 or 5 is not; 3 says neither and is left out. The model is that of the tickets' topics
(`tickets.learning`): naive Bayes on characters in pairs and words, so that each decision can be shown word by word. It is judged on texts that it has
not seen, by its balanced accuracy (the mean of both labels' shares of right answers), with the interval of a mean of two shares. Only where the
lower end of that interval reaches 0.80 is a tone shown; decision 071 has what was measured.
"""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from analysis.voices.models import ToneModel
from foundation.audit.services import record_event
from records.texts import CONTENT_FROM, DISCONTENT_TO, SourceText, text_sources
from tickets.learning import Learned, Sample, cross_checked, terms_of

NEEDED = 0.80
# Of each label; from fewer nothing could be said of the accuracy.
FEWEST = 50
MOST = 20_000
Z = 1.959964
DISCONTENT, CONTENT = "discontent", "content"
# Below this difference of the two scores the text is left undecided: odds of three to one.
UNSURE = math.log(3)
SHOWN = 4


@dataclass(frozen=True)
class Judged:
    """Balanced accuracy with its 95 % interval, all from 0 to 1; `labels`: {label: (right, all)}."""

    n: int
    balanced: float
    low: float
    high: float
    labels: dict[str, tuple[int, int]]

    @property
    def is_proven(self) -> bool:
        return self.low >= NEEDED and min((count for _right, count in self.labels.values()), default=0) >= FEWEST


class Tone:
    """`of(text)`: True for discontent, False for none, None where the text does not say. `words_of(text)`: what moved it most."""

    def __init__(self, learned: Learned):
        self._learned = learned

    def of(self, text: str) -> bool | None:
        score = math.fsum(self._weights(text).values())
        return None if abs(score) < UNSURE else score > 0

    def words_of(self, text: str) -> list[tuple[str, float]]:
        """(word, how much it speaks for discontent), the strongest first."""
        weights = self._weights(text)
        return sorted(weights.items(), key=lambda item: (-abs(item[1]), item[0]))[:SHOWN]

    def _weights(self, text: str) -> dict[str, float]:
        """Both labels are taken to be equally common, so that a text is judged by its words alone."""
        known = [term for term in terms_of(text) if any(term in found for found in self._learned.counts.values())]
        return {term: self._learned.weight(DISCONTENT, term) - self._learned.weight(CONTENT, term) for term in known}


def label_of(score: int | None) -> str:
    """Empty for 3 and for texts without a score."""
    if score is None or DISCONTENT_TO < score < CONTENT_FROM:
        return ""
    return DISCONTENT if score <= DISCONTENT_TO else CONTENT


def samples_of(texts: Iterable[SourceText]) -> list[Sample]:
    return [(text.text, label) for text in texts if (label := label_of(text.score))]


def judge(samples: list[Sample]) -> Judged:
    """On texts not seen: each by what was learned from the other four fifths. Var of the mean of two shares: (p₁q₁/n₁ + p₂q₂/n₂) / 4, with one right
    and one wrong more in each (Agresti, Caffo 2000), so that nothing right or all right leaves a width."""
    told = cross_checked(samples)
    shares = [((right + 1) / (count + 2), count + 2) for right, count in told.labels.values()]
    width = Z * math.sqrt(sum(share * (1 - share) / count for share, count in shares)) / max(len(shares), 1)
    middle = sum(share for share, _count in shares) / max(len(shares), 1)
    return Judged(told.n, told.balanced, max(0.0, middle - width), min(1.0, middle + width), told.labels)


@transaction.atomic
def learn_tone() -> ToneModel | None:
    """From all sources' latest texts with a score. None where there are no two labels to be told apart; what was learned before is then gone."""
    samples = []
    for source in text_sources:
        samples += samples_of(_latest(source))
    if len({label for _text, label in samples}) < 2:
        ToneModel.objects.all().delete()
        return None
    told = judge(samples)
    content = ""
    if told.is_proven:
        learned = Learned.of(samples)
        content = json.dumps({"counts": learned.counts, "texts": learned.texts}, ensure_ascii=False, sort_keys=True)
    accuracy = {"balanced": told.balanced, "low": told.low, "high": told.high, "labels": told.labels}
    last = ToneModel.objects.first()
    if last is not None and (last.n, last.content) == (told.n, content):
        return last
    row = ToneModel.objects.create(n=told.n, content=content, accuracy=accuracy, is_shown=told.is_proven)
    ToneModel.objects.exclude(pk=row.pk).delete()
    record_event(actor=None, action="analysis.voices.learn", target=row, count=told.n)
    return row


def _latest(source) -> list[SourceText]:
    found: list[SourceText] = []
    after = 0
    while (last := source.last(after, 500)) is not None:
        found += [text for text in source.read(after, 500) if label_of(text.score)]
        found, after = found[-MOST:], last
    return found


def tone_shown() -> tuple[ToneModel | None, Tone | None]:
    """The model, and what tells the tone where it is proven. One query."""
    row = ToneModel.objects.first()
    if row is None or not row.is_shown:
        return row, None
    content = json.loads(row.content)
    return row, Tone(Learned(content["counts"], content["texts"]))
