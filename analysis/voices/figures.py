"""What the page of free texts shows: keywords with their change, themes over the weeks, what no theme covers, and the tone. From totals alone."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from analysis.enums import CountKind
from analysis.voices.asked import Asked
from analysis.voices.log_odds import changes, surely_from
from analysis.voices.models import Term, ThemeCheck, ToneModel, VoiceList
from analysis.voices.sorting import Theme
from feedback.figures import AnswerFigure, share_of
from organization.models import Person
from records.texts import CONTENT_FROM, DISCONTENT_TO, text_sources

# A word that fewer texts have is not shown to anybody, and no figure of fewer to whoever may not read the texts.
FEWEST = 5
KEYWORDS = 20
LOOSE_WORDS = 12
# A word goes without its own line where a pair has as good as all of its texts.
WITHIN = 0.8
RISING, FREQUENT = "rising", "frequent"
FEW_KINDS = (CountKind.TEXT, CountKind.THEME, CountKind.LOOSE, CountKind.SCORE, CountKind.TONE)


@dataclass(frozen=True)
class Line:
    """`n` of the texts in the period have it, `before` in the one before; `share` of the period's texts with Wilson's interval; `strip`: a share a
    week in percent (None: no texts at all), `counts` its texts. `is_few`, `is_before_few`: a figure too small to be told to this reader."""

    name: str
    item: int
    n: int
    before: int
    share: AnswerFigure
    strip: list[float | None]
    counts: list[int]
    z: float | None = None
    is_sure: bool = False
    is_few: bool = False
    is_before_few: bool = False
    checked: AnswerFigure | None = None

    @property
    def rises(self) -> bool:
        return self.z is not None and self.z > 0


@dataclass(frozen=True)
class Voices:
    asked: Asked
    n: int
    before: int
    weeks: list[int]
    keywords: list[Line]
    themes: list[Line]
    loose: AnswerFigure
    loose_n: int
    loose_words: list[tuple[str, int, int]]
    discontent: AnswerFigure
    discontent_before: AnswerFigure
    toned: AnswerFigure
    highest: float
    highest_word: float
    tone: ToneModel | None


def hides_from(person: Person) -> bool:
    """Whether some of the texts that the figures count may not be read by the person. One query a source that can."""
    return any(source.hides_from(person) for source in text_sources)


def voices_of(asked: Asked, themes: VoiceList | None, *, order: str = RISING, hidden: bool = False) -> Voices:
    """Nine queries, whatever the number of texts. `hidden`: of fewer than `FEWEST` texts nothing is told, for one of them may be hidden from the
    reader: neither its theme, now or as what was before, nor that it has none, nor its score or tone."""
    few = asked.totals(asked.before).filter(kind__in=FEW_KINDS)
    by_week: dict[tuple[int, int], dict[date, int]] = defaultdict(dict)
    for row in few.values("kind", "item", "week").annotate(sum=Sum("n")):
        by_week[row["kind"], row["item"]][row["week"]] = row["sum"]
    texts = by_week[CountKind.TEXT, 0]
    n, before = _within(texts, asked)
    keywords = _keywords(asked, texts, n, order)
    lines = _themes(asked, themes, by_week, texts, n, hidden=hidden)
    loose_n, _before = _within(by_week[CountKind.LOOSE, 0], asked)
    toned, other = (_within(by_week[CountKind.TONE, item], asked)[0] for item in (1, 0))
    scores = {score: _within(by_week[CountKind.SCORE, score], asked) for score in range(1, 6)}

    def told(figure: AnswerFigure) -> AnswerFigure:
        return share_of(0, 0) if hidden and figure.n < FEWEST else figure

    return Voices(
        asked=asked,
        n=n,
        before=before,
        weeks=[texts.get(week, 0) for week in asked.mondays],
        keywords=keywords,
        themes=lines,
        loose=share_of(0, 0) if hidden and 0 < loose_n < FEWEST else share_of(loose_n, n),
        loose_n=loose_n,
        loose_words=_loose_words(asked) if loose_n >= FEWEST else [],
        discontent=told(_discontent(scores, 0)),
        discontent_before=told(_discontent(scores, 1)),
        toned=told(share_of(toned, toned + other)),
        highest=_highest(lines),
        highest_word=_highest(keywords),
        tone=ToneModel.objects.defer("content").first(),
    )


def _highest(lines: Sequence[Line]) -> float:
    """The top of the scale that all plots share, in percent."""
    return max((share or 0 for line in lines for share in line.strip), default=0) or 1.0


def _within(weeks: Mapping[date, int], asked: Asked) -> tuple[int, int]:
    """(in the period, in the one before)."""
    now = sum(n for week, n in weeks.items() if week >= asked.start)
    return now, sum(weeks.values()) - now


def _discontent(scores: dict[int, tuple[int, int]], place: int) -> AnswerFigure:
    """Of the texts with a score of 1, 2, 4 or 5 beside them those with 1 or 2: what customers said themselves, without a model."""
    low = sum(scores[score][place] for score in scores if score <= DISCONTENT_TO)
    return share_of(low, low + sum(scores[score][place] for score in scores if score >= CONTENT_FROM))


def _strip(weeks: Mapping[date, int], texts: Mapping[date, int], asked: Asked) -> tuple[list[float | None], list[int]]:
    shares = [100 * weeks.get(week, 0) / texts[week] if texts.get(week) else None for week in asked.mondays]
    return shares, [weeks.get(week, 0) for week in asked.mondays]


def _themes(asked: Asked, themes: VoiceList | None, by_week, texts, n: int, *, hidden: bool) -> list[Line]:
    """All themes of the list, the most frequent first."""
    if themes is None:
        return []
    checked = defaultdict(lambda: [0, 0])
    for theme, is_right in ThemeCheck.objects.order_by().values_list("theme", "is_right"):
        checked[theme][not is_right] += 1
    lines = []
    for theme in map(Theme.of, themes.content["themes"]):
        weeks = by_week[CountKind.THEME, theme.number]
        now, before = _within(weeks, asked)
        strip, counts = _strip(weeks, texts, asked)
        right, wrong = checked[theme.number]
        is_few, is_before_few = (hidden and 0 < count < FEWEST for count in (now, before))
        share = share_of(now, n)
        lines.append(
            Line(
                name=theme.name, item=theme.number, n=0 if is_few else now, before=0 if is_before_few else before, is_few=is_few,
                is_before_few=is_before_few,
                share=share_of(0, 0) if is_few else share, strip=[] if is_few else strip, counts=[] if is_few else counts,
                checked=share_of(right, right + wrong),
            )
        )  # fmt: skip
    return sorted(lines, key=lambda line: (-line.n, not line.is_few, line.item))


def _keywords(asked: Asked, texts: Mapping[date, int], n: int, order: str) -> list[Line]:
    # Two plain sums instead of one with a condition a row, which takes twice as long.
    since = asked.totals(asked.before).filter(kind=CountKind.WORD)
    now, before = (
        dict(rows.values_list("item").annotate(sum=Sum("n")))
        for rows in (since.filter(week__gte=asked.start), since.filter(week__lt=asked.start))
    )
    told = changes(now, before)
    sure = surely_from(sum(count >= FEWEST for count in now.values()))
    shown = [item for item, count in now.items() if count >= FEWEST]

    def rank(item: int):
        return (-told[item].z if item in told and order == RISING else -now[item], -now[item], item)

    candidates = sorted(shown, key=rank)[: 3 * KEYWORDS]
    words = dict(Term.objects.filter(pk__in=candidates).values_list("pk", "word"))
    kept = _without_parts(candidates, words, now)[:KEYWORDS]
    weekly: dict[int, dict[date, int]] = defaultdict(dict)
    rows = asked.totals().filter(kind=CountKind.WORD, item__in=kept)
    for item, week, count in rows.values("item", "week").annotate(sum=Sum("n")).values_list("item", "week", "sum"):
        weekly[item][week] = count
    lines = []
    for item in kept:
        strip, counts = _strip(weekly[item], texts, asked)
        z = told[item].z if item in told else None
        lines.append(
            Line(words[item], item, now[item], before.get(item, 0), share_of(now[item], n), strip, counts, z, z is not None and abs(z) >= sure)
        )  # fmt: skip
    return lines


def _without_parts(items: Sequence[int], words: Mapping[int, str], counts: Mapping[int, int]) -> list[int]:
    """Without words of which a pair has as good as all texts: the pair says more."""
    longer = [(words[item], counts[item]) for item in items]

    def is_part(item: int) -> bool:
        word, count = words[item], counts[item]
        return any(word != other and word in other and n >= WITHIN * count for other, n in longer)

    return [item for item in items if not is_part(item)]


def _loose_words(asked: Asked) -> list[tuple[str, int, int]]:
    """(word, key, texts) of what no theme covers: where new themes come from."""
    rows = asked.totals().filter(kind=CountKind.LOOSE_WORD)
    found = rows.values("item").annotate(sum=Sum("n")).filter(sum__gte=FEWEST).order_by("-sum", "item")
    counts = dict(found.values_list("item", "sum")[: 2 * LOOSE_WORDS])
    words = dict(Term.objects.filter(pk__in=counts).values_list("pk", "word"))
    return [(words[item], item, counts[item]) for item in _without_parts(list(counts), words, counts)[:LOOSE_WORDS]]
