"""What is looked at in a file before anybody decides about its columns: first rows, distinct values, how dates could be meant."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from itertools import islice

from records.dates import needing_order, possible_orders
from records.reading import OpenTable
from records.reading.cells import is_blank, shown

SAMPLED_ROWS = 20_000
PREVIEW_ROWS = 20
MAX_DISTINCT = 200
FEW = 0.1


@dataclass
class Analysis:
    """`preview` the first rows as text; `distinct` {header: its values, in order of frequency} for columns with few of them; `filled` {header: how
    many of the sampled rows have a value}; `orders` {header: possible orders of day, month and year} for columns with dates that need one;
    `unclear` {header: such a date} where these are more than a few: a stray one comes back with its row and is no reason to ask."""

    header: list[str]
    header_row: int
    estimate: int
    encoding: str = ""
    delimiter: str = ""
    certain: bool = True
    sheet: str = ""
    sheets: list[str] = field(default_factory=list)
    sampled: int = 0
    preview: list[list[str]] = field(default_factory=list)
    distinct: dict[str, list[str]] = field(default_factory=dict)
    filled: dict[str, int] = field(default_factory=dict)
    orders: dict[str, list[str]] = field(default_factory=dict)
    unclear: dict[str, str] = field(default_factory=dict)

    @classmethod
    def from_json(cls, data: dict) -> "Analysis":
        return cls(**data)

    def to_json(self) -> dict:
        return asdict(self)

    def column(self, name: str) -> list[str]:
        """The filled cells of a column in the preview."""
        position = self.header.index(name)
        return [row[position] for row in self.preview if row[position].strip()]


def analyse(table: OpenTable) -> Analysis:
    """Look at the first rows of an opened table."""
    found = Analysis(
        header=table.header,
        header_row=table.header_row,
        estimate=table.estimate,
        encoding=table.encoding,
        delimiter=table.delimiter,
        certain=table.certain,
        sheet=table.sheet,
        sheets=table.sheets,
    )
    looked_at = list(islice(table.rows(), SAMPLED_ROWS))
    if len(looked_at) < SAMPLED_ROWS:
        found.estimate = len(looked_at)
    elif table.estimate:
        # Texts of several lines make many lines of few rows.
        found.estimate = table.estimate * len(looked_at) // max(1, looked_at[-1].number - table.header_row)
    rows = [row.cells for row in looked_at if not row.problem]
    found.sampled = len(rows)
    found.preview = [[shown(cell)[:200] for cell in row] for row in rows[:PREVIEW_ROWS]]
    for name, cells in zip(table.header, zip(*rows, strict=True), strict=True) if rows else ():
        counts = Counter(cells)
        filled = [cell for cell in counts if not is_blank(cell)]
        found.filled[name] = sum(counts[cell] for cell in filled)
        open_dates = needing_order(filled)
        if open_dates:
            found.orders[name] = possible_orders(open_dates)
            if sum(counts[cell] for cell in open_dates) > FEW * found.filled[name]:
                found.unclear[name] = shown(open_dates[0])[:40]
        texts: Counter[str] = Counter()
        for cell in filled[: MAX_DISTINCT * 2]:
            texts[shown(cell).strip()] += counts[cell]
        if len(filled) <= MAX_DISTINCT * 2 and len(texts) <= MAX_DISTINCT and max(map(len, texts), default=0) <= 120:
            found.distinct[name] = sorted(texts, key=lambda text: (-texts[text], text))
    return found
