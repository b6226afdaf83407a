"""From a cell to a value of a record. Strict: what is not surely a number, a date or a yes is sent back with its reason, never guessed.

Each converter gets a cell that is not blank and returns the value or raises `BadValue`. Digits are ASCII digits: `９５`, `95%`, `NaN` and `1e5`
are not numbers.
"""

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from records.problems import BadValue
from records.reading.cells import Cell, CellError

NUMBER_LIMIT = 64
MAX_SECONDS = 31 * 86_400
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
ODD = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f]"
)  # control characters, and the carriage returns that are to be made plain newlines
WHOLE = re.compile(r"[0-9]{1,15}(?:\.0+)?")
DECIMAL = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")
CLOCK = re.compile(r"([0-9]{1,3}):([0-9]{2}):([0-9]{2})(?:\.[0-9]{1,6})?")
SPOKEN = re.compile(r"(?:([0-9]{1,3})(?:小时|时))?(?:([0-9]{1,4})(?:分钟|分))?(?:([0-9]{1,6})秒)?")
TIME_OF_DAY = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9])(?:\.[0-9]{1,6})?)?")
PHONE = re.compile(r"\(?\+?[0-9*][0-9* ()\-]{3,22}[0-9*]")
MOBILE = re.compile(r"(?:\+?86)?1[3-9][0-9]{9}")
IDENTITY = re.compile(r"[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]")

# In the numbers of many records, one a line: what a number must not be or hold. A line end within a number is found by counting.
ODD_NUMBER = re.compile(rf"[\x00-\x09\x0b-\x1f\x7f]|^(?:{MOBILE.pattern}|{IDENTITY.pattern})$", re.MULTILINE)

YES = frozenset("y yes true t 1 是 有 已接通 接通 已接听 接听 已解决 解决 已办结 是的 成功 √".split())
NO = frozenset("n no false f 0 否 无 未接通 未接 未接听 未解决 未办结 不是 失败 ×".split())
RATING_WORDS = {"非常满意": 5, "满意": 4, "一般": 3, "不满意": 2, "非常不满意": 1}
TOUCHPOINT_WORDS = {
    "phone": "phone call hotline telephone voice 电话 热线 来电 呼入 语音 客服热线",
    "online": "online chat web webchat app im 在线 在线客服 网上 网站 手机银行 网银 文字",
    "email": "email mail e-mail 邮件 电子邮件 邮箱",
    "counter": "counter branch face-to-face visit walk-in 柜面 柜台 网点 现场 面对面 厅堂",
    "after_sales": "after-sales aftersales 售后 售后服务 回访",
    "social": "social wechat weibo social-media 社交媒体 微信 微博 公众号 抖音",
    "unknown": "unknown 未注明 未知 不详",
}
TOUCHPOINTS = {word: code for code, words in TOUCHPOINT_WORDS.items() for word in words.split()}


def text(cell: Cell, limit: int) -> str:
    """Trimmed text with plain newlines; a number of a workbook as it was typed."""
    if isinstance(cell, str):
        found = cell.strip()
        if "\r" in found:
            found = found.replace("\r\n", "\n").replace("\r", "\n")
    elif isinstance(cell, bool) or not isinstance(cell, (int, float)):
        found = str(cell)
    elif float(cell).is_integer():
        if abs(cell) >= 1e15:
            raise BadValue("digits_lost")
        found = str(int(cell))
    else:
        found = repr(cell)
    if CONTROL.search(found):
        raise BadValue("control")
    if len(found) > limit:
        raise BadValue("long", limit=limit)
    return found


def number(cell: Cell) -> str:
    """A record's number: one line of text, nothing that names a person."""
    if isinstance(cell, (bool, date, time, timedelta)):
        raise BadValue("not_text", cell)
    found = text(cell, NUMBER_LIMIT)
    if "\n" in found or "\t" in found:
        raise BadValue("control")
    if len(found) >= 11 and (MOBILE.fullmatch(found) or (IDENTITY.fullmatch(found) and identity_checks(found))):
        raise BadValue("personal")
    return found


def identity_checks(digits: str) -> bool:
    """The check character of a resident identity number (GB 11643-1999: ISO 7064 MOD 11-2)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(d) * w for d, w in zip(digits[:17], weights, strict=True)) % 11] == digits[17].upper()


def yes_no(cell: Cell, words: dict[str, bool]) -> bool:
    if isinstance(cell, bool):
        return cell
    found = words.get(text(cell, 40).casefold())
    if found is None:
        raise BadValue("not_yes_no", cell)
    return found


def seconds(cell: Cell, factor: int = 1) -> int:
    """Whole seconds, rounded half up: from a number (of seconds, or of `factor` seconds), a duration cell, `0:02:23` or `2分23秒`."""
    if isinstance(cell, datetime) or isinstance(cell, (bool, date)):
        raise BadValue("not_seconds", cell)
    if isinstance(cell, time):
        found = Decimal(cell.hour * 3600 + cell.minute * 60 + cell.second) + Decimal(cell.microsecond) / 1_000_000
    elif isinstance(cell, timedelta):
        found = Decimal(cell.days * 86_400 + cell.seconds) + Decimal(cell.microseconds) / 1_000_000
    elif isinstance(cell, (int, float)):
        if 0 < cell < 1:
            raise BadValue("not_seconds", cell)  # a duration whose cell has lost its format: a fraction of a day
        found = Decimal(repr(cell)) * factor
    else:
        found = _seconds_from_text(text(cell, 40), cell, factor)
    if not 0 <= found <= MAX_SECONDS:
        raise BadValue("seconds_range", cell)
    return int(found.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _seconds_from_text(found: str, cell: Cell, factor: int) -> Decimal:
    if DECIMAL.fullmatch(found):
        return Decimal(found) * factor
    parts = CLOCK.fullmatch(found) or (SPOKEN.fullmatch(found) if found else None)
    if parts is None or parts.re is CLOCK and (int(parts[2]) > 59 or int(parts[3]) > 59):
        raise BadValue("not_seconds", cell)
    hours, minutes, rest = (int(part or 0) for part in parts.groups())
    return Decimal(hours * 3600 + minutes * 60 + rest)


def rating(cell: Cell) -> int:
    """1 to 5, as a number or in the usual Chinese words."""
    found = RATING_WORDS.get(cell.strip()) if isinstance(cell, str) else None
    found = whole(cell) if found is None else found
    if not 1 <= found <= 5:
        raise BadValue("rating_range", cell)
    return found


def whole(cell: Cell) -> int:
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        if abs(cell) >= 1e15 or not float(cell).is_integer():
            raise BadValue("not_whole", cell)
        return int(cell)
    if not isinstance(cell, str) or not WHOLE.fullmatch(cell.strip()):
        raise BadValue("not_whole", cell)
    return int(cell.strip().split(".")[0])


def phone(cell: Cell) -> str:
    """Digits (or the stars of a masked number) with a leading plus where there is one; spaces, dashes and brackets go."""
    found = text(cell, 24)
    if not PHONE.fullmatch(found):
        raise BadValue("not_phone")
    return plain_number(found)


# Of the blind index by which a customer is found: the same in records, tickets and questionnaires.
PHONE_INDEX = "customer-phone"


def plain_number(phone: str) -> str:
    """As it is kept and looked up, so that a customer is found however the number was written: without spaces, dashes and brackets."""
    return re.sub(r"[ ()\-]", "", phone)


def time_of_day(cell: Cell) -> int:
    """Seconds since midnight."""
    if isinstance(cell, datetime):
        cell = cell.time()
    if isinstance(cell, time):
        return cell.hour * 3600 + cell.minute * 60 + cell.second
    if isinstance(cell, timedelta) and timedelta(0) <= cell < timedelta(days=1):
        return int(cell.total_seconds())
    parts = TIME_OF_DAY.fullmatch(cell.strip()) if isinstance(cell, str) else None
    if parts is None:
        raise BadValue("not_time", cell)
    return int(parts[1]) * 3600 + int(parts[2]) * 60 + int(parts[3] or 0)


def refuse_error(cell: CellError) -> None:
    raise BadValue("formula") if cell.code == "=?" else BadValue("cell_error", cell)
