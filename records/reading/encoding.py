"""Which encoding a text file is in: strictly one, or a question. Never a guess that leaves wrong characters in the database."""

import codecs
import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from foundation.common.errors import Invalid

CHUNK = 1 << 20
# Characters of a line: more than any row of a table has, and little enough to be held whole.
MAX_LINE = 2_000_000
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
UTF_16_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# What a person may choose where the file does not tell.
CHOICES = ("utf-8", "gb18030", "big5", "utf-16", "windows-1252", "cp949", "shift_jis")

# The characters that make up about half of any modern Chinese text, with what service records are full of.
# Wrongly decoded text (Korean or Western bytes read as GB18030) hardly contains them.
COMMON = frozenset(
    "的一是了我不在有人这他们来个上为和到大地中以要就时年出生会对可也你说那得于下自之后子国发过家学里用行日么着都小然"
    "好所去成经现种能多没些理动心面而天起力此情长点法作事只已如定开高因部从意见进它手当行问己很最新关更其间又由向"
    "客户服务银行电话坐席工号业务投诉编号日期时间评分满意度部门渠道内容是否接通解决等待秒通话长姓名手机号码备注序标识反馈"
    "理财信用卡贷款账户咨询办理网点柜台人员质量态度记录类型主题结果状态处网手机支分公司北京上海广深东南西北元月号"
    "，。！？；：、（）“”‘’《》【】—…　０１２３４５６７８９％￥·～"
)
PLAUSIBLE_SHARE = 0.2
# Controls, halves of pairs, what stands for no letter: no text holds them.
NO_TEXT = frozenset(("Cc", "Cs", "Cn", "Co"))
SAMPLE = 20_000


class NoTable(Invalid):
    """No encoding helps: a text has no zero bytes, and a table no lines without an end."""


class Found(NamedTuple):
    """`certain` is False where the bytes fit, but the text does not look like anything that people write."""

    encoding: str
    certain: bool
    lines: int


def find_encoding(path: Path, chosen: str = "") -> Found:
    """Read the whole file once. BOM, then UTF-8 strictly, then GB18030 strictly; `chosen` overrides. Raises Invalid."""
    with path.open("rb") as source:
        head = source.read(4096)
    if chosen:
        if chosen not in CHOICES:
            raise Invalid({"encoding": _("The encoding “%(name)s” is not known here.") % {"name": chosen[:40]}})
        encoding = _order_of_bytes(head) if chosen == "utf-16" and not head.startswith(UTF_16_BOMS) else chosen
        return Found(encoding, True, _decode(path, encoding))
    for bom, encoding in BOMS:
        if head.startswith(bom):
            return Found(encoding, True, _decode(path, encoding))
    if b"\0" in head:
        return _without_bom(path, head)
    try:
        return Found("utf-8", True, _decode(path, "utf-8"))
    except NoTable:
        raise
    except Invalid:
        pass
    try:
        lines = _decode(path, "gb18030")
    except Invalid:
        said = _(
            "The text is neither UTF-8 nor GB18030. Save the file as “CSV UTF-8” and try again, or choose its encoding."
        )
        raise Invalid({"encoding": said}) from None
    return Found("gb18030", looks_chinese(_beginning(path, "gb18030")), lines)


def looks_chinese(text: str) -> bool:
    """Whether enough of the characters beyond ASCII are everyday Chinese ones."""
    foreign = re.sub(r"[\x00-\x7f]", "", text)
    return not foreign or sum(c in COMMON for c in foreign) / len(foreign) >= PLAUSIBLE_SHARE


def _without_bom(path: Path, head: bytes) -> Found:
    """UTF-16 as some systems write it: every other byte of plain text is zero, and Chinese is Chinese in one order of the bytes alone."""
    for encoding, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        text = head[: len(head) // 2 * 2].decode(encoding, "ignore")
        is_western = zeros.count(0) > 0.3 * len(zeros) and head.count(0) == zeros.count(0)
        is_chinese = not text.isascii() and looks_chinese(text)
        if (is_western or is_chinese) and not any(
            unicodedata.category(letter) in NO_TEXT for letter in text if letter not in "\r\n\t"
        ):
            return Found(encoding, True, _decode(path, encoding))
    raise Invalid(_("This is not a text file, nor an Excel workbook. Bring a CSV, TSV, .xlsx or .xls file."))


def _order_of_bytes(head: bytes) -> str:
    """Of UTF-16 without a mark: the order in which more of the text is ASCII or everyday Chinese."""
    texts = {encoding: head.decode(encoding, "ignore") for encoding in ("utf-16-le", "utf-16-be")}
    return max(texts, key=lambda encoding: sum(letter.isascii() or letter in COMMON for letter in texts[encoding]))


def _decode(path: Path, encoding: str) -> int:
    """Decode everything strictly, keep nothing. Returns the number of lines; raises Invalid with the line that does not fit."""
    decoder, lines, last, begun = codecs.getincrementaldecoder(encoding)("strict"), 1, "\n", 0
    with path.open("rb") as source:
        while True:
            chunk = source.read(CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                line = lines + error.object[: error.start].count(b"\n")
                said = _("Line %(line)d cannot be read as %(encoding)s.")
                raise Invalid({"encoding": said % {"line": line, "encoding": encoding.upper()}}) from None
            if "\0" in text:
                raise NoTable(_("The file contains zero bytes: it is damaged or not a text file."))
            # A piece is shorter than the longest line, so only the one that goes on from piece to piece can be too long.
            end = max(text.rfind("\n"), text.rfind("\r"))
            begun = begun + len(text) if end < 0 else len(text) - end - 1
            if begun > MAX_LINE:
                raise NoTable(
                    _("Line %(line)d is longer than %(limit)d characters: this is no table of records.")
                    % {"line": lines, "limit": MAX_LINE}
                )
            lines += text.count("\n") if "\n" in text else text.count("\r")
            last = text[-1:] or last
            if not chunk:
                return lines - (last in "\r\n")


def _beginning(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding, newline="") as source:
        return source.read(SAMPLE)
