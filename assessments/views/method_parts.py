"""What a method with rules of its own has beside the form, and on the page of a sheet that is read. Each method enters its two parts here."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from assessments.enums import Method
from assessments.models import ScoreSheet
from assessments.views.footage_panel import footage_panel, footage_reading
from assessments.views.interview_panel import interview_panel, interview_reading
from assessments.views.mystery_panel import mystery_panel


@dataclass(frozen=True)
class MethodPart:
    """`template` is drawn with `panel`; `label` names the part, where there is room for a word or two."""

    label: str
    template: str
    panel: object


# {method: (template, function(sheet, person, **more) → panel)}; `for_device` where the page leaves the house.
_SCORING: dict[str, tuple[str, Callable]] = {
    Method.INTERVIEW: ("assessments/_sheet_interview.html", interview_panel),
    Method.FOOTAGE: ("assessments/_sheet_footage.html", footage_panel),
    Method.MYSTERY: ("assessments/_sheet_mystery.html", mystery_panel),
}
_READING: dict[str, tuple[str, Callable]] = {
    Method.INTERVIEW: ("assessments/_reading_interview.html", interview_reading),
    Method.FOOTAGE: ("assessments/_reading_footage.html", footage_reading),
    Method.MYSTERY: ("assessments/_reading_mystery.html", mystery_panel),
}


def part_of_method(request: HttpRequest, sheet: ScoreSheet, **more) -> MethodPart | None:
    """Beside the form. `more`: what the method's panel takes of a page that is not as usual. None for methods without rules of their own."""
    asked = {"query": request.GET} if request.method == "GET" else {}
    return _part(_SCORING, request, sheet, **asked, **more)


def reading_of_method(request: HttpRequest, sheet: ScoreSheet) -> MethodPart | None:
    """On the page of a sheet, open or sealed, as far as the reader may see it."""
    return _part(_READING, request, sheet)


def _part(
    entered: dict[str, tuple[str, Callable]], request: HttpRequest, sheet: ScoreSheet, **more
) -> MethodPart | None:
    if sheet.method not in entered:
        return None
    template, make = entered[sheet.method]
    return MethodPart(sheet.get_method_display(), template, make(sheet, request.person, **more))
