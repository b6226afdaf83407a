"""What stands on pages of other rooms: articles about an indicator in the table of a standard, and a panel to look for some and link them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from foundation.common.texts import localized
from knowledge.models import Article, ArticleVersion
from knowledge.ranking import find, in_order
from knowledge.rendering import excerpt, marked
from knowledge.selectors import about_indicators, for_list, in_force, visible_to
from organization.models import Person
from standards.models import Indicator, StandardVersion
from standards.panels import Note

SHOWN = 6
# What somebody has written at length shares few words with each article; a question of a few words shares most.
ALIKE = 0.12


def articles_of_version(version: StandardVersion, reader: Person) -> dict[str, list[Note]]:
    """{code: its articles}. Two queries, three where there are any."""
    codes = list(Indicator.objects.filter(dimension__version=version).values_list("code", flat=True))
    found: dict[str, list[Note]] = defaultdict(list)
    for article in about_indicators(reader, codes):
        note = Note(str(article), article.get_absolute_url())
        for link in article.about.all():
            found[link.code].append(note)
    return dict(found)


@dataclass(frozen=True)
class Row:
    article: Article
    title: SafeString
    excerpt: SafeString
    is_linked: bool


@dataclass(frozen=True)
class Panel:
    """`linked`: versions that are linked already; `rows`: found by `words`, or proposed where none were typed."""

    words: str
    rows: list[Row]
    linked: list[ArticleVersion] = field(default_factory=list)


def panel_for(
    reader: Person, *, words: str, about: str = "", codes: Iterable[str] = (), linked: Iterable[ArticleVersion] = ()
) -> Panel:
    """Articles in force that the reader may read: by the words; without any, those about the indicators and those that are like the text `about`."""
    linked, words = list(linked), words.strip()[:100]
    seen = in_force(visible_to(reader))
    if words:
        found = find(seen, words)
        rows = in_order(for_list(seen), found.keys[:SHOWN])
        terms = found.terms
    else:
        near = list(for_list(about_indicators(reader, codes))[:SHOWN]) if codes else []
        found = find(seen, about, enough=ALIKE)
        like = in_order(for_list(seen), found.keys[: SHOWN - len(near)])
        rows = near + [row for row in like if row not in near]
        terms = []
    have = {version.article_id for version in linked}
    return Panel(
        words,
        [
            Row(
                row,
                marked(localized(row, "title"), terms),
                excerpt(localized(row.current, "answer"), terms),
                row.pk in have,
            )
            for row in rows
        ],
        linked,
    )
