"""Calendar quarters as `[start, end)`, their codes and names. Pure."""

from datetime import date, timedelta

ORDINALS_ZH = ("一", "二", "三", "四")


def quarter_start(day: date) -> date:
    """The first day of the quarter that the day lies in."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def next_quarter(start: date) -> date:
    """The first day of the quarter after the one that begins at `start`."""
    return quarter_start(start + timedelta(days=95))


def quarter_code(start: date) -> str:
    """`2026Q4`."""
    return f"{start.year}Q{(start.month - 1) // 3 + 1}"


def quarter_names(start: date) -> tuple[str, str]:
    """(Chinese, English)."""
    number = (start.month - 1) // 3
    return f"{start.year}年第{ORDINALS_ZH[number]}季度", f"Q{number + 1} {start.year}"
