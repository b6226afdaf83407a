"""A version as what stands on paper: plain texts in the order of the page, without a word of layout."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _

from foundation.common import clock
from foundation.common.templatetags.marks import person_name
from foundation.common.texts import localized
from standards import selectors
from standards.digest import digest_of_content
from standards.enums import VersionState
from standards.models import Indicator, StandardVersion
from standards.printing.rules import rules_of, scoring_of, target_value
from standards.printing.texts import NOTHING, Speaker, Text, number

# What stands across each page of what nobody may take for a standard that holds.
MARKS = {VersionState.DRAFT: "Draft 草稿", VersionState.SUBMITTED: "Draft 草稿", VersionState.PILOT: "Pilot 试点"}


@dataclass(frozen=True)
class Row:
    """A line of a table; one that opens a group has its name in the first cell."""

    cells: tuple[Text, ...]
    opens: bool = False


@dataclass(frozen=True)
class Table:
    """`numeric`: the places of the columns of numbers, which stand right."""

    title: Text
    head: tuple[Text, ...]
    rows: tuple[Row, ...]
    numeric: tuple[int, ...] = ()


@dataclass(frozen=True)
class Rule:
    """How one indicator is scored: what is said of it, and points with what they are given for."""

    name: Text
    facts: tuple[Text, ...] = ()
    steps: tuple[tuple[Text, Text], ...] = ()


@dataclass(frozen=True)
class Group:
    name: Text
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Facts:
    title: Text
    pairs: tuple[tuple[Text, Text], ...]


@dataclass(frozen=True)
class Document:
    """`plain_title` and `running` (in the head of each page) are in the reader's language; `labels` are words of the layout."""

    languages: tuple[str, ...]
    plain_title: str
    running: str
    mark: str
    title: Text
    subtitle: Text
    facts: Facts
    standard: Table
    rules_title: Text
    groups: tuple[Group, ...]
    scoring: Facts
    targets: Table | None
    scope: Facts
    labels: dict[str, str] = field(default_factory=dict)


def document_of(version: StandardVersion, *, both: bool = False) -> Document:
    """Everything that the version says, in the reader's language or in both. A fixed number of queries."""
    say = Speaker(both=both)
    named = {"standard": localized(version.standard, "name"), "number": version.number}
    indicators, groups = selectors.indicators_of(version), selectors.dimensions_of(version)
    digest = digest_of_content(version, indicators)
    state = str(VersionState(version.state).label)
    return Document(
        languages=tuple(say.languages),
        plain_title=_("%(standard)s, version %(number)s") % named,
        running=" · ".join((_("%(standard)s, version %(number)s") % named, state, digest[:12])),
        mark=MARKS.get(version.state, ""),
        title=say.data(version.standard, "name"),
        subtitle=say.words(lambda: _("Version %(number)s") % named),
        facts=Facts(NOTHING, tuple(_facts(say, version, digest))),
        standard=_standard(say, version, groups),
        rules_title=say.words(lambda: _("Scoring rules")),
        groups=tuple(
            Group(
                say.data(group.dimension, "name"),
                tuple(Rule(_named(say, one), *rules_of(say, one)) for one in group.indicators),
            )
            for group in groups
        ),
        scoring=Facts(say.words(lambda: _("How a sheet is scored")), scoring_of(say, version)),
        targets=_targets(say, version),
        scope=_scope(say, version),
        labels={"page": _("Page %(page)s of %(pages)s")},
    )


def _facts(say: Speaker, version: StandardVersion, digest: str) -> Iterator[tuple[Text, Text]]:
    yield say.words(lambda: _("State")), say.words(lambda: VersionState(version.state).label)
    if version.in_force_from:
        yield (
            say.words(lambda: _("In force from")),
            say.words(lambda: formats.date_format(version.in_force_from, "DATE_FORMAT")),
        )
    if version.author:
        yield say.words(lambda: _("Author")), say.words(lambda: person_name(version.author))
    if version.approved_by:
        yield (
            say.words(lambda: _("Approved by")),
            say.words(
                lambda: (
                    _("%(person)s, %(day)s")
                    % {"person": person_name(version.approved_by), "day": _day(version.approved_at)}
                )
            ),
        )
    purpose = say.data(version, "purpose")
    if purpose:
        yield say.words(lambda: _("What this version changes and why")), purpose
    yield say.words(lambda: _("Digest of the content")), say.plain(digest)
    yield say.words(lambda: _("Printed on")), say.words(lambda: _day(clock.now()))


def _day(moment) -> str:
    return formats.date_format(clock.local(moment), "DATE_FORMAT")


def _standard(say: Speaker, version: StandardVersion, groups: list[selectors.DimensionRows]) -> Table:
    head = (
        say.words(lambda: _("Indicator")),
        say.words(lambda: _("What to look at")),
        say.words(lambda: _("Scale")),
        say.words(lambda: _("Weight")),
        say.words(lambda: _("Internal target")),
        say.words(lambda: _("Industry benchmark")),
    )
    rows: list[Row] = []
    for group in groups:
        opening = (
            say.data(group.dimension, "name"),
            NOTHING,
            NOTHING,
            _percent(say, group.weight),
            say.plain(number(group.dimension.target)),
            NOTHING,
        )
        rows.append(Row(opening, opens=True))
        rows += [Row(_cells(say, one)) for one in group.indicators]
    whole = sum(group.weight for group in groups)
    if rows:
        rows.append(
            Row(
                (
                    say.words(lambda: _("The whole")),
                    NOTHING,
                    NOTHING,
                    _percent(say, whole),
                    say.plain(number(version.target)),
                    NOTHING,
                ),
                opens=True,
            )
        )
    return Table(say.words(lambda: _("The standard")), head, tuple(rows), numeric=(3, 4, 5))


def _cells(say: Speaker, one: Indicator) -> tuple[Text, ...]:
    return (
        _named(say, one),
        say.data(one, "guidance"),
        say.words(one.get_scale_display),
        _percent(say, one.weight),
        say.plain(number(one.target)),
        say.plain(number(one.benchmark)),
    )


def _named(say: Speaker, one: Indicator) -> Text:
    """The code stands before the first language only."""
    (language, name), *others = say.data(one, "name") or say.plain(" ")
    return ((language, f"{one.code} {name}".strip()), *others)


def _percent(say: Speaker, weight: int) -> Text:
    return say.plain(f"{number(Decimal(weight) / 100)}%" if weight else "")


def _targets(say: Speaker, version: StandardVersion) -> Table | None:
    targets = selectors.targets_of(version)
    if not targets:
        return None
    head = (say.words(lambda: _("Target")), say.words(lambda: _("Internal")), say.words(lambda: _("Industry")))
    rows = tuple(
        Row((say.data(one, "name"), target_value(say, one, one.value), target_value(say, one, one.benchmark)))
        for one in targets
    )
    return Table(say.words(lambda: _("Targets")), head, rows, numeric=(1, 2))


def _scope(say: Speaker, version: StandardVersion) -> Facts:
    title = say.words(lambda: _("Scope"))
    spoken = say.each(lambda: selectors.scope_of(version))
    places = range(len(spoken[0][1]))
    pairs = [
        (
            say.same([(language, rows[place].aspect) for language, rows in spoken]),
            say.same(
                [
                    (language, ("、" if language == "zh-Hans" else ", ").join(rows[place].values))
                    for language, rows in spoken
                ]
            ),
        )
        for place in places
    ]
    everything = say.words(lambda: _("All departments, touchpoints, products and customers."))
    return Facts(title, tuple(pairs) or ((say.words(lambda: _("For")), everything),))
