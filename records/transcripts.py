"""What was said, turn by turn, from the text as it was imported."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

AGENT, CUSTOMER, OTHER = "agent", "customer", ""
# `0:08<TAB>A<TAB>text`, as recording systems export it; or `客户：text`, `坐席 09:12：text`, `Customer: text`, as people type it.
TABBED = re.compile(r"([0-9]{1,2}(?::[0-9]{2}){1,2})\t(\w+)\t(.*)")
NAMED = re.compile(r"(?:\[?([0-9]{1,2}(?::[0-9]{2}){1,2})\]? )?(\w{1,12}) ?[：:] ?(.+)")
SPEAKERS = {
    **dict.fromkeys(
        ("a", "agent", "staff", "csr", "坐席", "座席", "客服", "员工", "柜员", "工作人员", "客户经理"), AGENT
    ),
    **dict.fromkeys(("c", "customer", "client", "caller", "客户", "来电人", "用户", "顾客"), CUSTOMER),
}


class Turn(NamedTuple):
    """`time` since the start as written, `speaker` one of agent, customer and "" (nobody knows)."""

    time: str
    speaker: str
    text: str


def turns(text: str) -> list[Turn]:
    """The turns of a conversation; a text without speakers is one turn. A line without a speaker goes on where the last one ended."""
    found: list[Turn] = []
    for line in text.splitlines():
        parts = TABBED.fullmatch(line) or NAMED.fullmatch(line)
        if parts and parts[2].casefold() in SPEAKERS:
            found.append(Turn(parts[1] or "", SPEAKERS[parts[2].casefold()], parts[3].strip()))
        elif found:
            found[-1] = found[-1]._replace(text=f"{found[-1].text}\n{line}".strip())
        elif line.strip():
            found.append(Turn("", OTHER, line.strip()))
    return found


def draw_turns(said: Iterable[Turn]) -> SafeString:
    """The turns as HTML; nothing where nothing was said. Written by hand: it stands on the page that assessors open all day."""
    speaker = {CUSTOMER: _("Customer:"), AGENT: _("Staff:")}
    heard = {who: format_html('<span class="visually-hidden">{} </span>', word) for who, word in speaker.items()}
    heard[OTHER] = ""
    drawn = "".join(
        f'<div class="turn{" turn--customer" if one.speaker == CUSTOMER else ""}"><time>{conditional_escape(one.time)}</time>'
        f"<p>{heard[one.speaker]}{conditional_escape(one.text)}</p></div>"
        for one in said
    )
    return mark_safe(f'<div class="turns" lang="zh-Hans">{drawn}</div>' if drawn else "")
