"""What pages show of a customer who must not be shown: 138****5678, 王**."""

import re
import unicodedata
from collections.abc import Iterable

# What may be somebody's number: seven digits and more, full-width ones too, however they are grouped; X ends some identity numbers. Eleven and more
# in a row are one also where letters touch them (wx13812345678), and seven that are spelled in Chinese.
DIGIT, BETWEEN = "[0-9０-９]", r"[ \u00a0\u3000.．·・()（）_\-‐-―－]"
NUMBER = re.compile(
    rf"(?<![0-9０-９A-Za-z])\+?{DIGIT}(?:{BETWEEN}{{0,2}}{DIGIT}){{6,}}[Xx]?(?![0-9０-９A-Za-z])"
    rf"|(?<!{DIGIT}){DIGIT}{{11,}}[Xx]?(?!{DIGIT})"
    "|[〇零一二三四五六七八九幺]{7,}"
)
# Begun once in a run and never gone back over: a long text without any address takes no longer than others.
MAIL = re.compile(r"(?<![\w.+-])[\w.+-]++[@＠][\w-]+(?:\.[\w-]+)+", re.ASCII)


def mask_phone(number: str) -> str:
    """The first three and the last four digits of a mobile number; of shorter ones the last two."""
    if not number:
        return ""
    if len(number) >= 11:
        return f"{number[:-8]}****{number[-4:]}"
    return "*" * max(2, len(number) - 2) + number[2:][-2:]


def mask_name(name: str) -> str:
    """The family name in Chinese, the first letter otherwise."""
    name = name.strip()
    return f"{name[0]}**" if name else ""


def names_in(*names: str) -> tuple[str, ...]:
    """Those of the names that can be looked for in a text: one letter alone would take half of it away."""
    return tuple(name for name in map(str.strip, names) if len(name) > 1)


def masked(text: str, names: Iterable[str] = ()) -> str:
    """Without numbers of telephones, cards and identity papers, addresses of mail, and names that are known to stand in it."""
    for name in names:
        text = text.replace(name, mask_name(name))
    text = MAIL.sub(lambda found: f"{found[0][0]}***@***", text)
    return NUMBER.sub(_masked_number, text)


def _masked_number(found: re.Match) -> str:
    digits = "".join(
        letter for letter in unicodedata.normalize("NFKC", found[0]) if letter.isascii() and letter.isalnum()
    )
    return (
        mask_phone(digits)
        if len(digits) == 11
        else f"{'*' * 4}{digits[-4:]}"
        if len(digits) > 11
        else f"***{digits[-2:]}"
    )
