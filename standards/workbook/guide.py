"""What the first sheet tells the person who fills the workbook in."""

from django.utils.translation import gettext as _

from foundation.common.texts import labelled
from standards.workbook import shape


def lines() -> list[tuple[str, str]]:
    """(kind, text) in their order; the kinds are title, head and text."""
    return [
        ("title", _("The standard as a workbook: how to fill it in")),
        ("text", _("Change what you like on the sheets below, save the file as .xlsx, and bring it in on the page of the draft.")),
        ("text", _("You are shown what would change before anything is written; every mistake is named by its sheet and cell.")),
        ("head", _("How the sheets hang together")),
        *(("text", labelled(sheet.title, about)) for sheet, about in _sheets()),
        ("head", _("Rules")),
        (
            "text",
            _("Add rows below the others; the lists and limits reach down to row %(row)d. Empty rows between do no harm.")
            % {"row": shape.LAST_ROW},
        ),
        ("text", _("The order of the rows is the order of the standard. Codes link the sheets, and the versions of a standard with each other.")),
        ("text", _("Columns may be moved and further ones added for notes; the column names and the names of the sheets must stay.")),
        ("text", _("Numbers are written in digits with a point, such as 2.5. A percent sign is understood behind weights and shares.")),
        ("text", _("Formulas may be used; what counts is the result that Excel shows.")),
        ("text", _("A Chinese workbook can be brought in on an English page and the other way round.")),
    ]  # fmt: skip


def _sheets() -> list[tuple[shape.Sheet, str]]:
    return [
        (shape.SETTINGS, _("code and name of the standard, policies, the target of the whole")),
        (shape.DIMENSIONS, _("one row each, in their order")),
        (shape.INDICATORS, _("one row each, with the code of its dimension")),
        (shape.LEVELS, _("for ratings and yes or no: one row for each level, with the code of its indicator")),
        (shape.STEPS, _("for measured indicators: from which figure on how many points are given")),
        (shape.TARGETS, _("the figures to reach, beside those of the indicators")),
        (shape.SCOPE, _("whom and what the standard is for; an aspect without a row is not limited")),
    ]
