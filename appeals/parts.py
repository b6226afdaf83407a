"""What this room shows on the page of a sealed sheet."""

from appeals.models import StaffSheet
from appeals.rules import may_appeal, sees_staff_words
from appeals.selectors import appeals_on, has_open_window, window_of
from assessments.models import ScoreSheet
from assessments.sheet_parts import SheetPart
from organization.models import Person


def show_appeals(sheet: ScoreSheet, reader: Person) -> SheetPart | None:
    """The appeals on the sheet that the reader may see, and the way to begin one."""
    found = list(appeals_on(sheet, reader))
    may_begin = may_appeal(reader, sheet) and has_open_window(sheet.cycle)
    if not found and not may_begin:
        return None
    begun = any(appeal.state == appeal.States.DRAFT for appeal in found)
    window = window_of(sheet.cycle) if may_begin else None
    return SheetPart(
        "appeals/_sheet_appeals.html",
        {"sheet": sheet, "appeals": found, "may_begin": may_begin and not begun, "window": window},
    )


def show_staff_word(sheet: ScoreSheet, reader: Person) -> SheetPart | None:
    """What the person whose work it is said, beside the score; earlier words stay to be read."""
    about = StaffSheet.objects.filter(sheet=sheet).select_related("person").first()
    if about is None or not sees_staff_words(reader, sheet):
        return None
    words = list(about.words.select_related("revision").order_by("-pk"))
    return SheetPart(
        "appeals/_sheet_word.html", {"about": about, "word": words[0] if words else None, "earlier": words[1:]}
    )
