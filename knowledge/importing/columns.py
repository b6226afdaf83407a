"""The columns of the workbook: what they are called in both languages, and how a cell becomes what an article says."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _, gettext_lazy, override, pgettext_lazy

from knowledge.enums import SourceKind
from knowledge.models import Category
from knowledge.selectors import categories_in_use
from knowledge.terms import split
from organization.models import Unit

LANGUAGES = ("zh-hans", "en")
WHOLE = re.compile(r"([0-9]{1,3})(?:\.0)?")
DAY = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})-([0-9]{1,2})|/([0-9]{1,2})/([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日)")
USUAL_MONTHS = 12


@dataclass(frozen=True)
class Column:
    """`name` is the field of `checked_content`; `label` and `help` are lazy; `wide`: how many characters the template shows."""

    name: str
    label: object
    help: object
    is_needed: bool = False
    wide: int = 24

    @property
    def names(self) -> set[str]:
        """In both languages, as a header may have it: with or without the star of what is needed."""
        found = set()
        for language in LANGUAGES:
            with override(language):
                found.add(_folded(str(self.label)))
        return found


COLUMNS = (
    Column("title_zh", gettext_lazy("Title in Chinese"), gettext_lazy("Up to 80 characters."), True, 32),
    Column("category", gettext_lazy("Category"), gettext_lazy("One of the list."), True, 14),
    Column(
        "questions_zh",
        gettext_lazy("How it is asked, in Chinese"),
        gettext_lazy("As customers say it, one question a line (Alt+Enter). Articles are found by them."),
        wide=36,
    ),
    Column(
        "answer_zh",
        gettext_lazy("Answer in Chinese"),
        gettext_lazy("“# ” begins a heading, “- ” a list, “1. ” numbered steps; **bold**; [text](https://…) a link."),
        True,
        60,
    ),
    Column("title_en", gettext_lazy("Title in English"), gettext_lazy("Up to 160 characters.")),
    Column("questions_en", gettext_lazy("How it is asked, in English"), gettext_lazy("One question a line.")),
    Column("answer_en", gettext_lazy("Answer in English"), gettext_lazy("As the Chinese one."), wide=36),
    Column(
        "keywords",
        gettext_lazy("Keywords"),
        gettext_lazy("Separated by commas. The initials of their pinyin find them too: xyk finds 信用卡."),
    ),
    Column("source_kind", gettext_lazy("Kind of source"), gettext_lazy("One of the list."), True, 16),
    Column(
        "source",
        gettext_lazy("Source"),
        gettext_lazy("Which document the answer rests on, with number and date."),
        True,
        32,
    ),
    Column("valid_from", gettext_lazy("Valid from"), gettext_lazy("A day such as 2027-01-31. Empty: from the approval on."), wide=14),
    Column(
        "valid_until",
        gettext_lazy("Valid until"),
        gettext_lazy("The last day, such as 2027-12-31. Empty: until further notice."),
        wide=14,
    ),
    Column(
        "review_months",
        gettext_lazy("Months until it is looked at again"),
        gettext_lazy("From 1 to 36. Empty: 12."),
        wide=10,
    ),
    Column(
        "indicators",
        pgettext_lazy("that an article is about", "Indicators"),
        gettext_lazy("Codes of the standards’ indicators that it is about, separated by commas."),
        wide=16,
    ),
    Column(
        "units",
        gettext_lazy("Only for people of these units"),
        gettext_lazy("Codes of units, separated by commas; those below them read it too. Empty: everybody."),
        wide=16,
    ),
)  # fmt: skip
BY_NAME = {column.name: column for column in COLUMNS}


def places_of(header: Iterable[str]) -> tuple[dict[str, int], list[str]]:
    """{field: place in the row}, and the headers that are none of ours."""
    known = {name: column.name for column in COLUMNS for name in column.names}
    found: dict[str, int] = {}
    strange = []
    for place, text in enumerate(header):
        name = known.get(_folded(text))
        if name is None or name in found:
            strange.append(text.strip())
        else:
            found[name] = place
    return found, [text for text in strange if text]


def _folded(text: str) -> str:
    return " ".join(text.replace("*", " ").casefold().split())


@dataclass(frozen=True)
class Offers:
    """What cells may name, read once a workbook."""

    categories: Mapping[str, Category]
    units: Mapping[str, Unit]

    @classmethod
    def read(cls) -> "Offers":
        rows = list(categories_in_use())
        names = {name.casefold(): row for row in rows for name in (row.name_en, row.name_zh) if name}
        return cls(names, {unit.code.casefold(): unit for unit in Unit.objects.filter(valid_to=None)})


def said_in(cells: Mapping[str, str], offers: Offers) -> tuple[dict, dict[str, str]]:
    """What `checked_content` takes, and {field: sentence} for what cannot be read at all."""
    said: dict = {name: cells.get(name, "") for name in BY_NAME}
    wrong: dict[str, str] = {}
    name = said["category"].strip()
    said["category"] = offers.categories.get(name.casefold())
    if name and said["category"] is None:
        wrong["category"] = _("There is no category “%(name)s”.") % {"name": name[:40]}
    kind = said["source_kind"].strip()
    said["source_kind"] = _kinds().get(kind.casefold(), "")
    if kind and not said["source_kind"]:
        wrong["source_kind"] = _("“%(name)s” is none of the list.") % {"name": kind[:40]}
    for field in ("valid_from", "valid_until"):
        text = said[field].strip()
        said[field] = _day(text)
        if text and said[field] is None:
            wrong[field] = _("“%(text)s” is no day such as 2027-01-31.") % {"text": text[:20]}
    months = said["review_months"].strip()
    match = WHOLE.fullmatch(months)
    said["review_months"] = int(match[1]) if match else (0 if months else USUAL_MONTHS)
    said["indicators"] = split(said["indicators"])
    codes = split(said["units"])
    said["units"] = [offers.units[code.casefold()] for code in codes if code.casefold() in offers.units]
    if unknown := [code for code in codes if code.casefold() not in offers.units]:
        wrong["units"] = _("There is no unit with the code %(code)s.") % {"code": unknown[0][:20]}
    return said, wrong


def _kinds() -> dict[str, str]:
    found = {kind.value: kind.value for kind in SourceKind}
    for language in LANGUAGES:
        with override(language):
            found |= {str(kind.label).casefold(): kind.value for kind in SourceKind}
    return found


def _day(text: str) -> date | None:
    if (match := DAY.fullmatch(text)) is None:
        return None
    try:
        return date(*(int(part) for part in match.groups() if part))
    except ValueError:
        return None
