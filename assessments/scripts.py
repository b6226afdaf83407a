"""The script of a callback: lines to be said, of which the numbered ones are the questions. Pure but for the words of the usual script."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

# “1.”, “1、”, “１）”, “Q1:”
_NUMBERED = re.compile(r"\s*(?:Q|问)?\s*([0-9０-９]{1,2})\s*[.．、:：)）]\s*(.+)", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """`number` is empty for what is only said: the greeting, the thanks."""

    number: str
    text: str


def lines_of(script: str) -> list[Line]:
    """The script as it is read out, without empty lines."""
    found = []
    for text in filter(None, (line.strip() for line in script.splitlines())):
        numbered = _NUMBERED.fullmatch(text)
        found.append(Line(str(int(numbered[1])), numbered[2].strip()) if numbered else Line("", text))
    return found


def has_questions(script: str) -> bool:
    return any(line.number for line in lines_of(script))


def plain_script(script: str) -> str:
    """As it is kept: line feeds only, nothing around it."""
    return script.replace("\r\n", "\n").replace("\r", "\n").strip()


def usual_script() -> str:
    """What a lead begins with, in their language. It asks for what can be remembered, not for a mark."""
    return "\n".join(
        (
            _("Good day. I am calling from our service quality office about your recent contact with us. May I ask five questions, three minutes?"),
            "1. " + _("Did you reach us at once, or how long did you have to wait?"),
            "2. " + _("How did our colleague treat you: polite, patient, attentive?"),
            "3. " + _("Was your matter settled? If not, what is still open?"),
            "4. " + _("Was it explained to you clearly, costs and risks included?"),
            "5. " + _("How content are you on the whole, and what should we do better?"),
            _("Thank you. Is there anything else that we should pass on for you?"),
        )
    )  # fmt: skip
