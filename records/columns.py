"""Columns of cells turned into columns of values. Texts that come again are converted once: a million rows cost what their distinct cells cost."""

import re
from collections.abc import Callable, Sequence

from foundation.common.engine import bulk_escaped, bulk_text
from records import values
from records.problems import BadValue, Problem
from records.reading import Cell, CellError
from records.reading.cells import is_blank

REMEMBERED = 50_000


class Column:
    """One column of a parsed block: `values` as Python has them, `texts` as the database's bulk format writes them. Either is made when it is
    asked for."""

    __slots__ = ("_cells", "_maps", "_texts", "_values")

    def __init__(
        self, values: Sequence | None, texts: Sequence[str] | None, cells: Sequence[Cell] = (), maps: tuple = ()
    ):
        self._values, self._texts, self._cells, self._maps = values, texts, cells, maps

    @property
    def values(self) -> Sequence:
        if self._values is None:
            self._values = list(map(self._maps[0].__getitem__, self._cells))
        return self._values

    @property
    def texts(self) -> Sequence[str]:
        if self._texts is None:
            self._texts = (
                list(map(self._maps[1].__getitem__, self._cells)) if self._maps else list(map(bulk_text, self._values))
            )
        return self._texts

    def kept(self, keep: list[int]) -> "Column":
        """Only the rows at these places."""
        if self._maps:
            return Column(None, None, [self._cells[i] for i in keep], self._maps)
        return Column([self.values[i] for i in keep], None if self._texts is None else [self._texts[i] for i in keep])


def plain(texts: Sequence[str]) -> Column:
    """A column of texts without anything to escape."""
    return Column(texts, texts)


def constant(value, count: int) -> Column:
    return Column([value] * count, [bulk_text(value)] * count)


class Remembering:
    """Converts a column whose cells come again and again."""

    def __init__(self, name: str, convert: Callable[[Cell], object], empty):
        self.name, self._convert, self._empty = name, convert, empty
        self._forget()

    def _forget(self) -> None:
        # New dictionaries, not emptied ones: columns of earlier blocks may still read from the old.
        self.bad: dict[Cell, Problem] = {}
        self._values: dict[Cell, object] = {"": self._empty, None: self._empty}
        self._texts: dict[Cell, str] = dict.fromkeys(("", None), bulk_text(self._empty))

    def convert(self, cells: Sequence[Cell]) -> Column:
        distinct = set(cells)
        if len(self._values) > REMEMBERED:
            self._forget()
        for cell in distinct.difference(self._values):
            self._learn(cell)
        return Column(None, None, cells, (self._values, self._texts))

    def _learn(self, cell: Cell) -> None:
        try:
            value = self._empty if is_blank(cell) else checked(cell, self._convert)
        except BadValue as error:
            self.bad[cell] = error.in_column(self.name)
            value = self._empty
        # Yes and no as 1 and 0, which they equal: the module of SQLite looks for an adapter of every other type, at a fifth of the insertion.
        self._values[cell] = int(value) if isinstance(value, bool) else value
        self._texts[cell] = bulk_text(value)

    def problems(self, cells: Sequence[Cell]) -> dict[int, Problem]:
        if not self.bad or self.bad.keys().isdisjoint(cells):
            return {}
        return {position: self.bad[cell] for position, cell in enumerate(cells) if cell in self.bad}


class Unique:
    """Converts a column of texts that hardly ever come again: looked at all at once, one by one only where something is odd. `odd` finds in a text
    of many lines what the converter must see."""

    def __init__(
        self,
        name: str,
        convert: Callable[[Cell], str],
        limit: int,
        *,
        odd: re.Pattern = values.ODD,
        one_line: bool = False,
    ):
        self.name, self._convert, self._limit, self._odd, self._one_line = name, convert, limit, odd, one_line
        self._problems: dict[int, Problem] = {}

    def convert(self, cells: Sequence[Cell]) -> Column:
        self._problems = {}
        try:
            found = list(map(str.strip, cells))
        except TypeError:
            found = None
        joined = "\n".join(found or ())
        # One line end between two texts is ours; more are the texts' own.
        has_lines = joined.count("\n") >= len(found or ())
        if (
            not found
            or max(map(len, found)) > self._limit
            or self._odd.search(joined)
            or (has_lines and self._one_line)
        ):
            return Column(list(map(self._one_by_one, range(len(cells)), cells)), None)
        escape = has_lines or "\\" in joined or "\t" in joined
        return Column(found, list(map(bulk_escaped, found)) if escape else found)

    def _one_by_one(self, position: int, cell: Cell) -> str:
        try:
            return "" if is_blank(cell) else checked(cell, self._convert)
        except BadValue as error:
            self._problems[position] = error.in_column(self.name)
            return ""

    def problems(self, cells: Sequence[Cell]) -> dict[int, Problem]:
        return self._problems


def checked(cell: Cell, convert: Callable[[Cell], object]):
    if isinstance(cell, CellError):
        values.refuse_error(cell)
    return convert(cell)


def told_apart(cells: Sequence[Cell]) -> Sequence[Cell]:
    """Booleans as Excel shows them: as keys, True and 1 would be the same cell."""
    if bool not in set(map(type, cells)):
        return cells
    return [("TRUE" if cell else "FALSE") if cell is True or cell is False else cell for cell in cells]


def empty_problems(cells: Sequence[Cell], name: str) -> dict[int, Problem]:
    """A problem for each blank cell of a column that must be filled."""
    problem = BadValue("empty").in_column(name)
    return {position: problem for position, cell in enumerate(cells) if is_blank(cell)}
