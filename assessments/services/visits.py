"""When and where a visit took place, open or covert, as its assessors state it. Nothing is filled in for them: what is sealed was typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time

from django.utils.translation import gettext as _

from assessments.enums import Method
from assessments.models import ScoreSheet
from assessments.selectors.frames import half_day_of_key
from assessments.services.marks import CONTROLS
from foundation.common import clock
from foundation.common.receipts import payload_digest

LONGEST_PLACE, LONGEST_WHY, LONGEST_MET = 120, 200, 300
# A half-day with the lunch hour, which belongs to both: whoever enters at ten to twelve is not late.
HALVES = {"am": (time(0), time(13)), "pm": (time(12), time.max)}


@dataclass(frozen=True)
class Visit:
    """`at` is aware; None or an empty place: not stated yet. `is_unreadable`: something was typed that is no time.

    The rest is of a mystery visit: when the visitor left, why it was not on the drawn half-day, and who was met, as described.
    """

    at: datetime | None = None
    place: str = ""
    is_unreadable: bool = False
    left_at: datetime | None = None
    is_end_unreadable: bool = False
    why: str = ""
    met: str = ""

    def stated(self) -> list:
        """For the receipt of a submit: what was stated, nothing where the method does not ask for it."""
        more = [self.left_at, self.why, self.met]
        return [self.at, self.place, *(more if any(more) else [])]


# Field of the page → (column of the sheet, attribute of Visit).
_ON_SITE = {"visit_at": ("visited_at", "at"), "visit_place": ("place", "place")}
_MYSTERY = {
    **_ON_SITE,
    "visit_left": ("left_at", "left_at"),
    "visit_why": ("off_day_reason", "why"),
    "visit_met": ("met", "met"),
}
STATED: Mapping[str, Mapping[str, tuple[str, str]]] = {Method.ON_SITE: _ON_SITE, Method.MYSTERY: _MYSTERY}


def visit_of(sheet: ScoreSheet) -> Visit:
    """As the sheet has it."""
    return Visit(**{attribute: getattr(sheet, column) for column, attribute in STATED.get(sheet.method, {}).values()})


def visit_problems(sheet: ScoreSheet, visit: Visit | None) -> Mapping[str, str]:
    """What cannot be kept of the visit, in words: {field of the page: sentence}. Not stated yet is no problem."""
    if visit is None or sheet.method not in STATED:
        return {}
    is_covert = sheet.method == Method.MYSTERY
    problems = {}
    if visit.is_unreadable:
        problems["visit_at"] = _enter_time(sheet)
    elif visit.at is not None and visit.at > clock.now():
        problems["visit_at"] = _("The visit cannot be in the future.")
    _check_text(
        problems,
        "visit_place",
        visit.place,
        _("The place is longer than %(limit)s characters.") % {"limit": LONGEST_PLACE},
        _("The place contains characters that cannot be kept."),
        LONGEST_PLACE,
    )
    return _problems_of_mystery(sheet, visit) | problems if is_covert else problems


def _problems_of_mystery(sheet: ScoreSheet, visit: Visit) -> dict[str, str]:
    problems: dict[str, str] = {}
    if visit.at is not None and not visit.is_unreadable and _is_before_its_draw(sheet, visit.at):
        problems["visit_at"] = _("The visit cannot have been before it was drawn.")
    if visit.is_end_unreadable:
        problems["visit_left"] = _("Enter the time at which you left.")
    elif visit.left_at is not None and visit.left_at > clock.now():
        problems["visit_left"] = _("The visit cannot be in the future.")
    elif visit.left_at is not None and visit.at is not None and visit.left_at <= visit.at <= clock.now():
        problems["visit_left"] = _("You left after you came: the time out is later than the time in.")
    unkept = _("This contains characters that cannot be kept.")
    for field, text, limit in (("visit_why", visit.why, LONGEST_WHY), ("visit_met", visit.met, LONGEST_MET)):
        _check_text(problems, field, text, _("At most %(most)d characters.") % {"most": limit}, unkept, limit)
    return problems


def _is_before_its_draw(sheet: ScoreSheet, came: datetime) -> bool:
    """Whatever the reason: nobody can have gone there before chance had said when. After the quarter somebody may, until the sheets are due."""
    drawn_at = sheet.item.draw.drawn_at
    return drawn_at is not None and came < drawn_at


def _check_text(problems: dict[str, str], field: str, text: str, too_long: str, unkept: str, limit: int) -> None:
    if len(text.strip()) > limit:
        problems[field] = too_long
    elif CONTROLS.search(text.strip()):
        problems[field] = unkept


def _enter_time(sheet: ScoreSheet) -> str:
    if sheet.method == Method.MYSTERY:
        return _("Enter the time at which you came in.")
    return _("Enter the time of the visit.")


def visit_columns(sheet: ScoreSheet, visit: Visit | None) -> dict:
    """The columns of the sheet that the visit changes. What has a problem stays as it was: no mark is lost for a mistyped hour."""
    if visit is None or sheet.method not in STATED:
        return {}
    problems = visit_problems(sheet, visit)
    return {
        column: value.strip() if isinstance(value := getattr(visit, attribute), str) else value
        for field, (column, attribute) in STATED[sheet.method].items()
        if field not in problems
    }


def visit_gaps(sheet: ScoreSheet, visit: Visit | None) -> Mapping[str, str]:
    """What keeps the visit from being sealed, in the same words. Without `visit` what the sheet has counts."""
    if sheet.method not in STATED:
        return {}
    visit = visit or visit_of(sheet)
    gaps = {}
    if visit.at is None:
        gaps["visit_at"] = _enter_time(sheet)
    if not visit.place.strip():
        gaps["visit_place"] = _("Enter the place of the visit.")
    if sheet.method == Method.MYSTERY:
        gaps |= _gaps_of_mystery(sheet, visit)
    return gaps | visit_problems(sheet, visit)


def _gaps_of_mystery(sheet: ScoreSheet, visit: Visit) -> dict[str, str]:
    gaps = {}
    if visit.left_at is None:
        gaps["visit_left"] = _("Enter the time at which you left.")
    if not visit.why.strip() and not is_on_half_day(sheet, visit):
        gaps["visit_why"] = _("Say why the visit was not on the half-day that was drawn.")
    if not visit.met.strip():
        gaps["visit_met"] = _("Describe whom you met; no name is needed.")
    return gaps


def is_on_half_day(sheet: ScoreSheet, visit: Visit) -> bool:
    """Whether what is stated of coming and going lies on the half-day that was drawn; what is not stated yet does."""
    drawn = half_day_of_key(sheet.item.key)
    if drawn is None:
        return True
    day, half = drawn
    first, last = HALVES[half]
    moments = [clock.local(moment) for moment in (visit.at, visit.left_at) if moment is not None]
    return all(moment.date() == day and first <= moment.time() <= last for moment in moments)


def seal_of_covert_visit(sheet: ScoreSheet, _schema: int) -> str:
    """SHA-256 over what a mystery visit states beside time and place, with the sheet's random id, so that nobody can guess a text back.

    Empty where none of it is stated: so were sheets sealed before mystery visits stated anything, and none can be since.
    """
    if sheet.left_at is None and not sheet.met and not sheet.off_day_reason:
        return ""
    left_at = sheet.left_at.astimezone(UTC).isoformat(timespec="microseconds") if sheet.left_at else ""
    return payload_digest(
        {"sheet": str(sheet.public_id), "left_at": left_at, "why": sheet.off_day_reason, "met": sheet.met}
    )
