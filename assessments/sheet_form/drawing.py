"""The scoring page's rows as HTML.

Twenty indicators with their buttons and rubrics are a thousand template nodes, and most rows look alike from sheet to sheet: unmarked, or with
one level chosen. What carries somebody's words, files or an error is drawn each time.
"""

from collections.abc import Iterable

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from assessments.sheet_form.rows import Group, Row
from standards.models import StandardVersion

_kept: dict[tuple, SafeString] = {}
KEEP_AT_MOST = 5_000


def draw_rows(groups: Iterable[Group], version: StandardVersion, *, may_add: bool) -> None:
    """Set `html` of every row. `may_add`: files may be added to the indicators."""
    keeps = version.is_frozen
    place = (version.public_id, get_language(), may_add)
    for group in groups:
        for row in group.rows:
            if keeps and not (row.reason or row.error or row.files):
                row.html = _kept_or_drawn((*place, *_look(row)), row, may_add)
            else:
                row.html = _draw(row, may_add)


def _look(row: Row) -> tuple:
    return (row.question.code, row.chosen, row.points, row.wants_reason, row.is_remark)


def _kept_or_drawn(look: tuple, row: Row, may_add: bool) -> SafeString:
    found = _kept.get(look)
    if found is None:
        if len(_kept) >= KEEP_AT_MOST:
            _kept.clear()
        found = _kept[look] = _draw(row, may_add)
    return found


def _draw(row: Row, may_add: bool) -> SafeString:
    return render_to_string("assessments/_sheet_row.html", {"row": row, "may_add": may_add})
