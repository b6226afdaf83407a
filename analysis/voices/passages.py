"""The texts behind a figure: those that the reader may read, masked, with the words marked that brought them there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from analysis.enums import CountKind
from analysis.voices.asked import Asked, channels
from analysis.voices.figures import FEWEST
from analysis.voices.indexing import list_in_force
from analysis.voices.lists import theme_of
from analysis.voices.models import Mention, Term, VoiceText
from analysis.voices.sorting import Theme, pattern_of
from analysis.voices.tone import Tone
from organization.models import Person, Unit
from records.masking import masked
from records.texts import CONTENT_FROM, DISCONTENT_TO, SourceText, text_sources

LOW, HIGH = "low", "high"


@dataclass(frozen=True)
class Choice:
    """What the texts have in common: a word, a theme, no theme (`loose`), a score, a tone, a week. `marks`: what is marked in them."""

    name: str = ""
    word: int | None = None
    theme: Theme | None = None
    loose: bool = False
    score: str = ""
    toned: bool | None = None
    week: date | None = None
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Passage:
    """`text` as HTML, `label` and `url` of where it stands; `moved`: the words that moved its tone."""

    row: VoiceText
    text: SafeString
    plain: str
    source: str
    channel: str
    label: str
    url: str
    themes: list[str]
    moved: list[tuple[str, float]]


def chosen(query: Mapping[str, str], asked: Asked) -> Choice | None:
    """From an address; None where it names what is not there, or a word of so few texts that it is shown to nobody."""
    found = Choice()
    if number := query.get("theme", ""):
        themes = list_in_force()
        is_number = number.isascii() and number.isdigit() and len(number) < 10
        theme = theme_of(themes, int(number)) if themes and is_number else None
        if theme is None:
            return None
        found = replace(found, theme=theme, name=theme.name, marks=theme.words)
    if key := query.get("word", ""):
        word = _word(key, asked)
        if word is None:
            return None
        found = replace(found, word=int(key), name=word, marks=(*found.marks, word))
    score = query.get("score", "")
    tone = {"1": True, "0": False}.get(query.get("tone", ""))
    return replace(
        found,
        loose=query.get("loose") == "1",
        score=score if score in (LOW, HIGH) else "",
        toned=tone,
        week=_week(query.get("week", "")),
    )


def _word(key: str, asked: Asked) -> str | None:
    if not (key.isascii() and key.isdigit() and len(key) < 10):
        return None
    rows = asked.totals().filter(kind=CountKind.WORD, item=int(key))
    if sum(rows.values_list("n", flat=True)) < FEWEST:
        return None
    return Term.objects.filter(pk=int(key)).values_list("word", flat=True).first()


def _week(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found < date(2100, 1, 1) else None


def readable(person: Person) -> QuerySet[VoiceText]:
    """Rows of texts that the person may read in the rooms where they stand. Counting and listing ask the same."""
    conditions = [
        Q(source=code, key__in=source.visible_to(person).order_by().values("pk"))
        for code, source in text_sources.items()
    ]
    return VoiceText.objects.filter(reduce(or_, conditions, Q(pk=None)))


def rows_of(person: Person, asked: Asked, choice: Choice) -> QuerySet[VoiceText]:
    """Latest first."""
    rows = readable(person).filter(asked.condition())
    for kind, item in ((CountKind.WORD, choice.word), (CountKind.THEME, choice.theme and choice.theme.number)):
        if item is not None:
            rows = rows.filter(Exists(Mention.objects.filter(text=OuterRef("pk"), kind=kind, item=item)))
    if choice.loose:
        rows = rows.filter(~Exists(Mention.objects.filter(text=OuterRef("pk"), kind=CountKind.THEME)))
    if choice.score:
        rows = rows.filter(score__lte=DISCONTENT_TO) if choice.score == LOW else rows.filter(score__gte=CONTENT_FROM)
    if choice.toned is not None:
        rows = rows.filter(tone=choice.toned)
    if choice.week is not None:
        rows = rows.filter(day__gte=choice.week, day__lt=choice.week + timedelta(days=7))
    return rows.order_by("-day", "-pk")


def passages_of(rows: Sequence[VoiceText], choice: Choice, tone: Tone | None = None) -> list[Passage]:
    """In the order of the rows; a text that was erased since is left out. A fixed number of queries: two a source, and three."""
    texts: dict[tuple[str, int], SourceText] = {}
    links: dict[tuple[str, int], tuple[str, str]] = {}
    for code, source in text_sources.items():
        if keys := [row.key for row in rows if row.source == code]:
            texts |= {(code, key): text for key, text in source.load(keys).items()}
            links |= {(code, key): link for key, link in source.links(keys).items()}
    units = Unit.objects.in_bulk({row.unit_id for row in rows})
    names, labels = _theme_names(rows), channels()
    found = []
    for row in rows:
        text = texts.get((row.source, row.key))
        if text is None:
            continue
        row.unit = units[row.unit_id]
        plain = masked(text.text, text.names)
        label, url = links.get((row.source, row.key), ("", ""))
        found.append(
            Passage(
                row, marked(plain, choice.marks), plain, str(text_sources.get(row.source).label), str(labels.get(row.channel, "")), label, url,
                names.get(row.pk, []), tone.words_of(plain) if tone is not None and row.tone is not None else [],
            )
        )  # fmt: skip
    return found


def _theme_names(rows: Sequence[VoiceText]) -> dict[int, list[str]]:
    themes = list_in_force()
    if themes is None:
        return {}
    names = {entry["number"]: Theme.of(entry).name for entry in themes.content["themes"]}
    found: dict[int, list[str]] = {}
    mentions = Mention.objects.filter(text__in=[row.pk for row in rows], kind=CountKind.THEME).order_by("item")
    for text, item in mentions.values_list("text", "item"):
        if item in names:
            found.setdefault(text, []).append(names[item])
    return found


def marked(text: str, words: Sequence[str]) -> SafeString:
    """As HTML, with each of the words in `<mark>`. A pair of words is also found with a space between."""
    pattern = pattern_of(word.casefold() for word in words)
    if pattern is None:
        return conditional_escape(text)
    parts, at = [], 0
    for found in pattern.finditer(text):
        parts += [conditional_escape(text[at : found.start()]), format_html("<mark>{}</mark>", found[0])]
        at = found.end()
    return mark_safe("".join([*parts, conditional_escape(text[at:])]))


def to_check(person: Person, theme: int) -> VoiceText | None:
    """The next text in the drawn order that nobody has said anything of; drawn, so that what is said holds for all."""
    rows = readable(person).filter(
        Exists(Mention.objects.filter(text=OuterRef("pk"), kind=CountKind.THEME, item=theme))
    )
    return rows.exclude(checks__theme=theme).order_by("lot", "pk").first()
