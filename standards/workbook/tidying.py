"""Content as a workbook can say it."""

import dataclasses
import re

from standards.content import StandardContent

# What no cell can hold; a line break in a cell is a single line feed.
UNSAYABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# A workbook writes a character that XML cannot hold as _x000D_, and text that only looks like that with its first mark escaped in turn.
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def tidy(content: StandardContent) -> StandardContent:
    """The same with tuples for lists, and texts without control characters, blanks around them and other people's line breaks."""
    return _tidy(content)


def tidy_text(text: str) -> str:
    return UNSAYABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def as_stored(text: str) -> str:
    """How a workbook stores the text."""
    return ESCAPED.sub(r"_x005F_x\1_", text)


def as_meant(text: str) -> str:
    """The text that a workbook's stored one means."""
    return ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text)


def _tidy(value):
    if dataclasses.is_dataclass(value):
        return dataclasses.replace(
            value, **{one.name: _tidy(getattr(value, one.name)) for one in dataclasses.fields(value)}
        )
    if isinstance(value, list | tuple):
        return tuple(map(_tidy, value))
    # Choices are texts too, and are left as they are.
    return tidy_text(value) if type(value) is str else value
