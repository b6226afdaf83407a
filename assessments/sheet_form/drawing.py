"""The scoring page's rows as HTML.

Twenty indicators with their buttons and rubrics are a thousand template nodes, and most rows look alike from sheet to sheet: unmarked, or with
one level chosen. What carries somebody's words, files or an error is drawn each time.
"""

from collections.abc import Iterable

from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from assessments.sheet_form.rows import Group, Row
from standards.models import StandardVersion

_kept: dict[tuple, SafeString] = {}
KEEP_AT_MOST = 5_000


def draw_rows(groups: Iterable[Group], version: StandardVersion, *, may_add: bool) -> None:
    """Set `html` of every row and group. `may_add`: files may be added to the indicators."""
    keeps = version.is_frozen
    place = (version.public_id, get_language(), may_add)
    for group in groups:
        for row in group.rows:
            if keeps and not (row.reason or row.error or row.files):
                row.html = _kept_or_drawn((*place, *_look(row)), row, may_add)
            else:
                row.html = _draw(row, may_add)
        group.html = mark_safe("".join([row.html for row in group.rows]))


def draw_choices(groups: Iterable[Group], version: StandardVersion) -> SafeString:
    """The indicators as options of a select, for what is added without scripts."""
    place = (version.public_id, get_language())
    found = _kept.get(place) if version.is_frozen else None
    if found is None:
        rows = [(row.question.code, row.question.code, row.question.name) for group in groups for row in group.rows]
        found = format_html_join("", '<option value="{}">{} {}</option>', rows)
        if version.is_frozen:
            _keep(place, found)
    return found


def _look(row: Row) -> tuple:
    return (row.question.code, row.chosen, row.points, row.wants_reason, row.is_remark)


def _kept_or_drawn(look: tuple, row: Row, may_add: bool) -> SafeString:
    found = _kept.get(look)
    return _keep(look, _draw(row, may_add)) if found is None else found


def _keep(look: tuple, drawn: SafeString) -> SafeString:
    if len(_kept) >= KEEP_AT_MOST:
        _kept.clear()
    _kept[look] = drawn
    return drawn


def _draw(row: Row, may_add: bool) -> SafeString:
    return render_to_string("assessments/_sheet_row.html", {"row": row, "may_add": may_add})
