"""The published rule as a page: the few marks that docs/draw-rule.md uses, and nothing else. What is not such a mark is shown as it is typed."""

import re
from collections.abc import Iterator, Sequence

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

# The file leads to its like in the other language; the page has a switch for that.
_OTHER_LANGUAGE = re.compile(r"[^\n\[]*\[[^\]]+\]\(draw-rule[^)]*\)")
_ITEM = re.compile(r"(?:- |\d+\. )")
_MARKS = re.compile(r"`(?P<code>[^`]+)`|\*\*(?P<strong>[^*]+)\*\*|\*(?P<em>[^*]+)\*|\[(?P<link>[^\]]+)\]\([^)]+\)")


def sections_of(text: str) -> tuple[str, list[tuple[str, SafeString]]]:
    """(title, [(heading, what stands under it)]); what stands before the first heading has an empty one."""
    title, found, blocks = "", [("", [])], re.split(r"\n{2,}", text.strip())
    for block in blocks:
        if block.startswith("# "):
            title = block[2:].strip()
        elif block.startswith("## "):
            found.append((block[3:].strip(), []))
        elif not _OTHER_LANGUAGE.fullmatch(block):
            found[-1][1].append(block)
    return title, [(heading, mark_safe("".join(map(_block, rows)))) for heading, rows in found if rows]


def _block(block: str) -> str:
    lines = block.split("\n")
    if lines[0].startswith("|"):
        return _table(lines)
    if lines[0].startswith("- "):
        return format_html("<ul>{}</ul>", _items(lines))
    if _ITEM.match(lines[0]):
        return format_html("<ol>{}</ol>", _items(lines))
    return format_html("<p>{}</p>", inline(_flow(lines)))


def _items(lines: Sequence[str]) -> SafeString:
    return format_html_join("", "<li>{}</li>", ((inline(item),) for item in _joined(lines)))


def _joined(lines: Sequence[str]) -> Iterator[str]:
    """Each item with the lines that go on with it."""
    item = ""
    for line in lines:
        if _ITEM.match(line):
            if item:
                yield item
            item = _ITEM.sub("", line, count=1)
        else:
            item = _flow((item, line.strip()))
    yield item


def _flow(lines: Sequence[str]) -> str:
    """Lines as one; between Chinese characters without a space."""
    text = lines[0]
    for line in lines[1:]:
        text += line if text[-1:] > "\u2e7f" or line[:1] > "\u2e7f" else f" {line}"
    return text


def _table(lines: Sequence[str]) -> SafeString:
    """Head, rule, rows; a head without words is left out."""
    head, rows = _cells(lines[0]), [_cells(line) for line in lines[2:]]
    top = format_html(
        "<thead><tr>{}</tr></thead>", format_html_join("", '<th scope="col">{}</th>', ((inline(c),) for c in head))
    )
    body = format_html_join(
        "", "<tr>{}</tr>", ((format_html_join("", "<td>{}</td>", ((inline(cell),) for cell in row)),) for row in rows)
    )
    return format_html(
        '<div class="table-scroll"><table class="table table--tight">{}<tbody>{}</tbody></table></div>',
        top if any(head) else "",
        body,
    )


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def inline(text: str) -> SafeString:
    """Code, strong, emphasized; of a link its words, since the files beside the rule are no pages here. All else is escaped."""
    found, end = [], 0
    for match in _MARKS.finditer(text):
        found.append(escape(text[end : match.start()]))
        kind, words = match.lastgroup, match[match.lastgroup]
        found.append(
            escape(words) if kind == "link" else format_html("<{}>{}</{}>", mark_safe(kind), words, mark_safe(kind))
        )
        end = match.end()
    found.append(escape(text[end:]))
    return mark_safe("".join(found))
