"""Published answers on agreement. Where the shared reference folder is at hand, everything in it is compared as well."""

import csv
import json
from pathlib import Path

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "F_rater_agreement"

# Krippendorff 2011, section C to E: four observers, twelve units; a row for each unit.
KRIPPENDORFF = list(
    zip(
        (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
        (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
        (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
        (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
        strict=True,
    )
)
KRIPPENDORFF_ALPHA = {"nominal": 0.743, "ordinal": 0.815, "interval": 0.849, "ratio": 0.797}

# Shrout and Fleiss 1979, table 2: six targets, four judges; table 4: the six forms.
SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
SHROUT_FLEISS_ICC = {
    "icc1": 0.17,
    "icc2": 0.29,
    "icc3": 0.71,
    "icc1_mean": 0.44,
    "icc2_mean": 0.62,
    "icc3_mean": 0.91,
}

# Cohen 1968: proportions of 200 cases in hundredths, and how much each disagreement counts.
COHEN_1968 = [[44, 7, 9], [5, 20, 5], [1, 3, 6]]
COHEN_1968_WEIGHTS = [[0, 1, 3], [1, 0, 6], [3, 6, 0]]


def reference() -> dict[str, dict]:
    """The entries of the shared file by id; raises FileNotFoundError where it is absent."""
    return {entry["id"]: entry for entry in json.loads((FOLDER / "reference.json").read_text(encoding="utf-8"))}


def table_of(name: str) -> list[list]:
    """The rows of a shared file: numbers, None for an empty cell, texts as they are."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as source:
        return [[_cell(cell) for cell in row] for row in list(csv.reader(source))[1:]]


def _cell(text: str):
    if not text:
        return None
    return int(text) if text.isdigit() else text
