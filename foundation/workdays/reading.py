"""From what an administrator pastes to days: a table (date, off or worked, name), or the text of the notice itself."""

import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO

from django.utils.translation import gettext as _

from foundation.common.dates import day_text
from foundation.workdays.enums import DayKind

MOST_ROWS, MOST_DAYS, LONGEST_NAME, LONGEST_TABLE = 400, 366, 60, 40_000
DELIMITERS = ("\t", ";", "；", ",", "，")
HEADERS = {
    "date": ("date", "day", "日期", "日子"),
    "kind": ("type", "kind", "类型", "类别", "休班"),
    "name": ("name", "holiday name", "名称", "节日", "假期", "事由"),
}
KINDS = {
    DayKind.OFF: ("off", "day off", "holiday", "rest", "休", "放假", "休息", "休息日", "假", "假日", "节假日"),
    DayKind.WORKED: (
        "work", "worked", "workday", "working day", "makeup", "make-up", "makeup_workday", "班", "上班", "补班", "调休上班", "工作日",
    ),
}  # fmt: skip
WORDS = {word: kind for kind, words in KINDS.items() for word in words}
DAY = re.compile(r"(?:(\d{4})[年/.\-])?(\d{1,2})[月/.\-](\d{1,2})日?", re.ASCII)
SPAN = re.compile(r"\s*(?:~|～|至|到|–|—|\.\.+|\bto\b)\s*")
# In a notice: “2月5日（…）至11日放假”; whoever writes it leaves out the month where it is the same.
NOTICE_DAYS = re.compile(
    r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日(?:至(?:(?:(\d{4})年)?(\d{1,2})月)?(\d{1,2})日)?", re.ASCII
)
NOTICE_LINE = re.compile(r"^\s*(（?[一二三四五六七八九十]+）?[、.．]\s*)?([^：:，,。\d]{1,30})[：:](.+)$")
ASIDE = re.compile(r"（[^（）]*）|\([^()]*\)")


@dataclass(frozen=True, order=True)
class Day:
    """`kind`: off or work (`DayKind`)."""

    day: date
    kind: str
    name: str


@dataclass(frozen=True)
class Problem:
    """What is wrong with a row; row 0: with the whole."""

    row: int
    sentence: str


@dataclass(frozen=True)
class Reading:
    days: list[Day]
    problems: list[Problem]

    @property
    def digest(self) -> str:
        return digest_of(self.days)


def digest_of(days: list[Day]) -> str:
    """SHA-256 over a line a day, ascending: date, kind and name with a tab between."""
    lines = "".join(f"{one.day.isoformat()}\t{one.kind}\t{one.name}\n" for one in sorted(days))
    return hashlib.sha256(lines.encode()).hexdigest()


def as_table(days) -> str:
    """The days as a table that `read_days` reads again, in the reader's words; runs of days in one row."""
    rows: list[list] = []
    for one in sorted(days):
        last = rows[-1] if rows else None
        if last and one.day == last[1] + timedelta(days=1) and [one.kind, one.name] == last[2:]:
            last[1] = one.day
        else:
            rows.append([one.day, one.day, one.kind, one.name])
    return "".join(f"{_shown(first, last)}, {_word(kind)}, {name}\n" for first, last, kind, name in rows)


def _shown(first: date, last: date) -> str:
    return first.isoformat() if first == last else f"{first.isoformat()} ~ {last.isoformat()}"


def _word(kind: str) -> str:
    return str(DayKind(kind).label)


def read_days(text: str, year: int) -> Reading:
    """The days of the table or notice. Either all is right, or each problem names its row; nothing is guessed.

    A year's notice may reach back into December. A make-up day is a weekend day: a working day needs no making up.
    """
    if len(text) > LONGEST_TABLE or text.count("\n") > MOST_ROWS:
        return Reading([], [Problem(0, _("This is too long for the days of one year."))])
    if not text.strip():
        return Reading([], [])
    spans, problems = _notice(text, year) if _is_notice(text) else _table(text, year)
    days: dict[date, Day] = {}
    for row, first, last, kind, name in spans:
        problem = _problem_of(first, last, kind, name, year)
        if problem:
            problems.append(Problem(row, problem))
            continue
        for n in range((last - first).days + 1):
            one = Day(first + timedelta(days=n), kind, name)
            if days.setdefault(one.day, one) != one:
                problems.append(Problem(row, _("%(day)s is there twice.") % {"day": day_text(one.day)}))
    return Reading(sorted(days.values()), sorted(problems, key=lambda problem: problem.row))


def _problem_of(first: date, last: date, kind: str, name: str, year: int) -> str:
    if last < first:
        return _("The last day comes before the first.")
    if first < date(year - 1, 12, 1) or last > date(year, 12, 31):
        return _("Not within %(year)d (December of the year before is allowed).") % {"year": year}
    if not name:
        return _("The name of the holiday is missing.")
    if len(name) > LONGEST_NAME:
        return _("The name is longer than %(most)d characters.") % {"most": LONGEST_NAME}
    if kind == DayKind.WORKED:
        weekdays = [day for day in (first, last) if day.weekday() < 5]
        if weekdays or (last - first).days > 1:
            day = weekdays[0] if weekdays else first
            return _("%(day)s is no weekend day, so it cannot be one that is worked for a holiday.") % {
                "day": day_text(day)
            }
    return ""


Span = tuple[int, date, date, str, str]


def _table(text: str, year: int) -> tuple[list[Span], list[Problem]]:
    lines = text.splitlines()
    first = next(line for line in lines if line.strip())
    delimiter = next((sign for sign in DELIMITERS if sign in first), ",")
    order, spans, problems = {"date": 0, "kind": 1, "name": 2}, [], []
    seen = False
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        cells = [cell.strip() for cell in next(csv.reader(StringIO(line), delimiter=delimiter), [])]
        if not seen:
            seen = True
            if found := _header(cells):
                order = found
                continue
        span = _row(cells, order, year)
        if isinstance(span, str):
            problems.append(Problem(number, span))
        else:
            spans.append((number, *span))
    return spans, problems


def _header(cells: list[str]) -> dict[str, int] | None:
    """Where date, kind and name stand, if this is a row of column names."""
    plain = [cell.strip("\ufeff ").lower() for cell in cells]
    found = {
        what: next((place for place, cell in enumerate(plain) if cell in names), None)
        for what, names in HEADERS.items()
    }
    return found if None not in found.values() else None


def _row(cells: list[str], order: dict[str, int], year: int) -> tuple[date, date, str, str] | str:
    if len(cells) <= max(order.values()):
        return _("Three cells are needed: date, off or worked, name.")
    when, kind, name = (cells[order[what]] for what in ("date", "kind", "name"))
    known = WORDS.get(kind.lower()) or next((one.value for one in DayKind if kind == str(one.label)), None)
    parts = SPAN.split(when)
    days = [_day(part, year) for part in parts]
    if len(parts) > 2 or None in days:
        return _("“%(text)s” is no date. Write 2027-02-05, or 2027-02-05 ~ 2027-02-11 for several days.") % {
            "text": when[:40]
        }
    if known is None:
        return _("“%(text)s” says neither that the day is off nor that it is worked.") % {"text": kind[:40]}
    return days[0], days[-1], str(known), name


def _day(text: str, year: int) -> date | None:
    match = DAY.fullmatch(text.strip())
    return _date(int(match[1] or year), int(match[2]), int(match[3])) if match else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _is_notice(text: str) -> bool:
    return any(NOTICE_LINE.match(line) and ("放假" in line or "上班" in line) for line in text.splitlines())


def _notice(text: str, year: int) -> tuple[list[Span], list[Problem]]:
    """Lines like “二、春节：2月5日至11日放假调休，共7天。1月31日上班。”; other lines of the notice say nothing of days."""
    spans, problems = [], []
    for number, line in enumerate(text.splitlines(), start=1):
        match = NOTICE_LINE.match(line)
        if not match or not ("放假" in line or "上班" in line):
            continue
        name, body = match[2].strip(), ASIDE.sub("", match[3])
        for sentence in _sentences(body):
            kind = DayKind.OFF if "放假" in sentence else DayKind.WORKED if "上班" in sentence else None
            if kind is None:
                continue
            found = [_notice_span(one, year) for one in NOTICE_DAYS.finditer(sentence)]
            if not found and not match[1]:
                continue  # what is said before and after the numbered paragraphs
            if not found or any(None in span for span in found):
                problems.append(Problem(number, _("No date can be read here.")))
                continue
            spans += [(number, *span, kind.value, name) for span in found]
    return spans, problems


def _sentences(body: str) -> Iterator[str]:
    for sentence in re.split(r"[。；;]", body):
        if "放假" in sentence and "上班" in sentence:
            yield from re.split(r"[，,]", sentence)
        else:
            yield sentence


def _notice_span(match: re.Match, year: int) -> tuple[date | None, date | None]:
    first_year = int(match[1] or year)
    first = _date(first_year, int(match[2]), int(match[3]))
    if match[6] is None:
        return first, first
    month = int(match[5] or match[2])
    # “12月30日至1月1日” of a notice that names its year only once.
    last_year = int(match[4] or (first_year + (month < int(match[2])) if match[1] else first_year))
    return first, _date(last_year, month, int(match[6]))
