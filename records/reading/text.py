"""Delimited text: the delimiter is found, the rows are streamed, a broken row does not take its neighbours along."""

import csv
from collections import Counter, deque
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from foundation.common.errors import Invalid
from records.problems import Problem
from records.reading.cells import Row

DELIMITERS = (",", "\t", ";", "|")
SNIFFED_ROWS = 60
MAX_FIELD = 100_000
MAX_BROKEN = 1_000


class TextTable:
    """Rows of a decoded text file; may be read any number of times, in constant memory."""

    def __init__(self, path: Path, encoding: str, delimiter: str = ""):
        self.path, self.encoding = path, encoding
        self.delimiter = delimiter or self._find_delimiter()

    def rows(self) -> Iterator[Row]:
        """All rows with their line numbers, blank ones included, cells as they stand.

        A row whose quotes are broken ends with its first line: what the open quotation mark has swallowed is read again as rows.
        """
        csv.field_size_limit(MAX_FIELD)
        recent: list[str] = []
        again: deque[str] = deque()
        read, broken = 0, 0
        with self._open() as source:
            while True:
                reader = csv.reader(_lines(source, again, recent), delimiter=self.delimiter, strict=True)
                try:
                    number = read + 1
                    for cells in reader:
                        recent.clear()
                        yield Row(number, cells)
                        number = read + reader.line_num + 1
                    return
                except csv.Error:
                    broken += 1
                    if broken > MAX_BROKEN:
                        raise Invalid(_("Too many rows have broken quotation marks, the last one in line %(line)d.") % {"line": number}) from None
                    again.extendleft(reversed(recent[1:]))
                    yield Row(number, [recent[0].rstrip("\r\n")[:2000]], Problem("quotes"))
                    recent.clear()
                    read = number

    def _open(self):
        return self.path.open(encoding=self.encoding, newline="")

    def _find_delimiter(self) -> str:
        """The delimiter under which most of the first rows have the same number of cells, more than one."""
        best, best_fit = ",", (0, 0)
        for delimiter in DELIMITERS:
            self.delimiter = delimiter
            widths = Counter(len(row.cells) for row in islice(self.rows(), SNIFFED_ROWS) if any(row.cells) and not row.problem)
            del widths[1]
            if widths:
                width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
                if (count, width) > best_fit:
                    best, best_fit = delimiter, (count, width)
        return best


def _lines(source, again: deque[str], recent: list[str]) -> Iterator[str]:
    """The lines to parse, those to be read again first; `recent` collects the lines of the row under way."""
    while again:
        recent.append(again.popleft())
        yield recent[-1]
    for line in source:
        recent.append(line)
        yield line


def refuse_markup(head: bytes) -> None:
    """Many systems save a web page under the name .xls; reading its tags as text would fill the table with rubbish."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta")):
        raise Invalid(_("This is a web page or XML under another name. Open it in Excel, save it as .xlsx and import that."))
    if start.startswith((b"%pdf", b"{\\rtf")):
        raise Invalid(_("This is a document, not a table. Bring a CSV, TSV, .xlsx or .xls file."))
