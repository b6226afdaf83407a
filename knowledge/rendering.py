"""An answer as it is shown. A small part of Markdown: headings, lists, emphasis, quotations, tables and links; no HTML and no pictures.

What is typed can never become markup of another kind: HTML is off, so every letter of it is escaped, and links lead only to http, https and mailto.
"""

import re
from functools import lru_cache

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from knowledge.terms import HAN, WORD, plain

LINK = re.compile(r"^(https?://|mailto:)", re.IGNORECASE)
AROUND = 60
# Blanks and not `\s`: at each of many empty lines it would look at all that follow.
HEADING = re.compile(r"(?m)^[ \t]*#{1,6}[ \t]+(.*)$")
# Full-width punctuation is as wide as a space after it would be; without it, a space tells the points of a list apart.
_AFTER_MARKS = re.compile(r"(?<=[\u3000-\u303f\uff00-\uffef]) ")


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    reader = MarkdownIt("zero", {"html": False, "breaks": True, "linkify": False})
    reader.enable(["heading", "list", "emphasis", "blockquote", "table", "link", "newline", "escape"])
    reader.validateLink = lambda url: bool(LINK.match(url.strip()))
    reader.add_render_rule("heading_open", _heading)
    reader.add_render_rule("heading_close", _heading)
    reader.add_render_rule("link_open", _link)
    reader.add_render_rule("table_open", lambda *_args: '<div class="table-scroll"><table class="table">')
    reader.add_render_rule("table_close", lambda *_args: "</table></div>")
    return reader


def _heading(_renderer, tokens, at, _options, _env) -> str:
    """The page has the first heading, its parts the second: an answer begins with the third."""
    token = tokens[at]
    level = min(int(token.tag[1:]) + 2, 6)
    return f"<h{level}>" if token.nesting == 1 else f"</h{level}>\n"


def _link(renderer, tokens, at, options, env) -> str:
    tokens[at].attrSet("rel", "noopener noreferrer")
    return renderer.renderToken(tokens, at, options, env)


@lru_cache(maxsize=512)
def rendered(text: str) -> SafeString:
    return mark_safe(_reader().render(text))


def bare(text: str) -> str:
    """The same without its marks, on one line, for excerpts: a heading leads into what follows it."""
    text = HEADING.sub(lambda found: found[1].rstrip() + (":" if found[1].isascii() else "："), text)
    joined = " ".join(re.sub(r"(?m)^[ \t]*([-*+>]|\d+\.)\s+|\*+|\|", "", text).split())
    return _AFTER_MARKS.sub("", joined)


def marked(text: str, terms: list[str]) -> SafeString:
    """The text with what was looked for marked."""
    spans = _spans(text, terms)
    parts, at = [], 0
    for start, end in spans:
        parts += [escape(text[at:start]), format_html("<mark>{}</mark>", text[start:end])]
        at = end
    return mark_safe("".join([*parts, escape(text[at:])]))


def excerpt(text: str, terms: list[str]) -> SafeString:
    """Some of the text around the first place that was looked for, marked."""
    text = bare(text)
    spans = _spans(text, terms)
    start = max(0, spans[0][0] - AROUND // 3) if spans else 0
    shown = text[start : start + 2 * AROUND]
    return format_html(
        "{}{}{}", "…" if start else "", marked(shown, terms), "…" if start + 2 * AROUND < len(text) else ""
    )


def _spans(text: str, terms: list[str]) -> list[tuple[int, int]]:
    """[(start, end)] of all that is one of the terms, those that touch joined."""
    low = plain(text)
    if len(low) != len(text):
        return []
    wanted = set(terms)
    found = [match.span() for match in WORD.finditer(low) if {match.group(), match.group().removesuffix("s")} & wanted]
    for run in HAN.finditer(low):
        start, end = run.span()
        found += [(at, at + 2) for at in range(start, end - 1) if low[at : at + 2] in wanted]
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
