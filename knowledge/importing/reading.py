"""Reading the workbook: each row is taken or refused with its reasons. Nothing is written here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from foundation.common.errors import Invalid
from foundation.common.tables import rows_of
from knowledge.importing.columns import BY_NAME, COLUMNS, Offers, places_of, said_in
from knowledge.selectors import drafts_visible_to, visible_to
from knowledge.services.content import checked_content
from organization.models import Person

MOST_ROWS = 200
# Of a file with more rows than this nothing is held that nobody could take.
MOST_READ = 10 * MOST_ROWS
MOST_BYTES = 4 << 20


@dataclass(frozen=True)
class Line:
    """A row of the workbook: its number there, its cells {field: text}, and why it is not taken (empty: it is)."""

    number: int
    cells: Mapping[str, str]
    reasons: Sequence[str] = ()

    @property
    def title(self) -> str:
        return self.cells.get("title_zh", "").strip()


@dataclass
class Reading:
    """`strange`: headers that are none of ours, whose columns are left out."""

    taken: list[Line] = field(default_factory=list)
    refused: list[Line] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)


def read_articles(path: Path, reader: Person) -> Reading:
    """Raises Invalid for a file that is no such workbook at all."""
    rows = rows_of(path, MOST_READ + 2)
    header, *body = rows or [[]]
    places, strange = places_of(header)
    if missing := [column for column in COLUMNS if column.is_needed and column.name not in places]:
        raise Invalid(
            _("The column “%(name)s” is missing. Download the template and fill it in.") % {"name": missing[0].label}
        )
    if len(body) > MOST_READ:
        raise Invalid(
            _("There are more than %(n)d rows in it. Bring up to %(most)d articles at a time.")
            % {"n": MOST_READ, "most": MOST_ROWS}
        )
    lines = [
        Line(number, {name: row[place] if place < len(row) else "" for name, place in places.items()})
        for number, row in enumerate(body, start=2)
    ]
    lines = [line for line in lines if any(text.strip() for text in line.cells.values())]
    if not lines:
        raise Invalid(_("There is no article in the workbook."))
    if len(lines) > MOST_ROWS:
        raise Invalid(
            _("Bring up to %(most)d articles at a time; these are %(n)d.") % {"most": MOST_ROWS, "n": len(lines)}
        )
    return judged(lines, reader, strange)


def judged(lines: Iterable[Line], reader: Person, strange: Sequence[str] = ()) -> Reading:
    """Asked again when what was previewed is stored: a category may have been retired, an article written in between."""
    found, offers = Reading(strange=list(strange)), Offers.read()
    lines = list(lines)
    there = titles_there(reader, [line.title for line in lines])
    seen: dict[str, int] = {}
    for line in lines:
        reasons = problems_of(line.cells, offers)
        if line.title in there:
            reasons.append(_("An article of this title is there already: %(number)s.") % {"number": there[line.title]})
        elif line.title in seen:
            reasons.append(_("Row %(row)d has the same title.") % {"row": seen[line.title]})
        seen.setdefault(line.title, line.number)
        (found.refused if reasons else found.taken).append(Line(line.number, line.cells, reasons))
    return found


def content_in(cells: Mapping[str, str], offers: Offers) -> dict:
    """As `checked_content` gives it. Raises Invalid ({field: sentence})."""
    said, wrong = said_in(cells, offers)
    try:
        content = checked_content(said)
    except Invalid as refusal:
        raise Invalid({**_first_sentences(refusal), **wrong}) from None
    if wrong:
        raise Invalid(wrong)
    return content


def problems_of(cells: Mapping[str, str], offers: Offers) -> list[str]:
    """A sentence each, with the name of its column."""
    try:
        content_in(cells, offers)
    except Invalid as refusal:
        wrong = _first_sentences(refusal)
        return [f"{BY_NAME[name].label}{_(': ')}{wrong[name]}" for name in BY_NAME if name in wrong]
    return []


def _first_sentences(refusal: Invalid) -> dict[str, str]:
    if not hasattr(refusal, "error_dict"):  # a text that no database takes, wherever it stands
        return {COLUMNS[0].name: refusal.messages[0]}
    return {name: sentences[0] for name, sentences in refusal.message_dict.items()}


def titles_there(reader: Person, titles: Iterable[str]) -> dict[str, str]:
    """{title: number} of the articles and drafts that the reader may see: what others have is none of theirs to know."""
    wanted = {title for title in titles if title}
    articles = visible_to(reader).filter(title_zh__in=wanted).values_list("title_zh", "number")
    drafts = drafts_visible_to(reader).filter(title_zh__in=wanted).values_list("title_zh", "article__number")
    return dict(drafts) | dict(articles)
