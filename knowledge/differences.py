"""Two texts side by side: which lines stay, go, come or change, and within a changed line which letters."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True)
class Line:
    """`status`: same, gone, new or changed; a side that has no such line is None."""

    before: SafeString | None
    after: SafeString | None
    status: str


def compared(before: str, after: str) -> list[Line]:
    """Line by line."""
    one, other = before.splitlines(), after.splitlines()
    rows: list[Line] = []
    for act, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if act == "equal":
            rows += [Line(escape(text), escape(text), "same") for text in one[a:b]]
            continue
        paired = min(b - a, d - c)
        rows += [
            Line(*_letters(left, right), "changed")
            for left, right in zip(one[a : a + paired], other[c : c + paired], strict=True)
        ]
        rows += [Line(format_html("<del>{}</del>", text), None, "gone") for text in one[a + paired : b]]
        rows += [Line(None, format_html("<ins>{}</ins>", text), "new") for text in other[c + paired : d]]
    return rows


def _letters(before: str, after: str) -> tuple[SafeString, SafeString]:
    left, right = [], []
    for act, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if act == "equal":
            left.append(escape(before[a:b]))
            right.append(escape(after[c:d]))
            continue
        if b > a:
            left.append(format_html("<del>{}</del>", before[a:b]))
        if d > c:
            right.append(format_html("<ins>{}</ins>", after[c:d]))
    return mark_safe("".join(left)), mark_safe("".join(right))
