"""Reading attempts: who is qualified, on which sheets somebody could be tried, where they differed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from assessments.selectors.criteria import criteria_of
from calibration.comparison import mark_text, normalised
from calibration.enums import AttemptState, SessionState
from calibration.models import Attempt, BlindSheet, CalibrationSession
from calibration.qualifying import is_within
from calibration.rules.qualification import can_qualify
from calibration.rules.sessions import sees_all_sessions
from calibration.selectors.candidates import SCORING_ROLES, objections_to
from foundation.common import clock
from organization.models import Person, RoleAssignment
from organization.selectors import current, people_in_force
from standards.models import Indicator, StandardVersion


def attempts_visible_to(person: Person | None) -> QuerySet[Attempt]:
    """Leads, managers and supervisors: all; everybody else their own."""
    rows = Attempt.objects.select_related("person__unit", "standard_version__standard", "given_by")
    if person is None:
        return rows.none()
    return rows if sees_all_sessions(person) else rows.filter(person=person)


def qualified(version: StandardVersion, day: date | None = None) -> set[int]:
    """Keys of those who are qualified by this very version on the day. A new version is a new standard to score by. One query."""
    day = day or clock.today()
    rows = Attempt.objects.filter(standard_version=version, state=AttemptState.PASSED, valid_until__gte=day)
    return set(rows.values_list("person", flat=True))


def candidates() -> QuerySet[Person]:
    """Who can be given reference sheets."""
    holders = current(RoleAssignment.objects.filter(role__in=SCORING_ROLES)).values("person")
    people = list(people_in_force().filter(pk__in=holders, user__isnull=False))
    for person in people:
        person.assignments = person.current_roles
    return people_in_force().filter(pk__in=[person.pk for person in people if can_qualify(person)])


def reference_sheets(version: StandardVersion) -> QuerySet[CalibrationSession]:
    """Sessions of the version that ended with a reference score, the latest first."""
    rows = CalibrationSession.objects.filter(standard_version=version, state=SessionState.CLOSED)
    return rows.select_related("record__source", "unit", "standard_version__standard").order_by("-number")


def unknown_to(person: Person, sessions: Iterable[CalibrationSession]) -> list[CalibrationSession]:
    """Those that the person knows nothing of and may score: no place in them, not their unit or service, never scored before."""
    known = set(BlindSheet.objects.filter(assessor=person).values_list("session", flat=True))
    return [one for one in sessions if one.pk not in known and person.pk not in objections_to([person], one.record)]


@dataclass(frozen=True)
class Difference:
    """One mark against its reference. `distance`: points of 0–100, None where one of them has none."""

    indicator: Indicator
    given: str
    wanted: str
    why: str
    distance: Decimal | None
    is_within: bool
    is_same: bool


@dataclass(frozen=True)
class Checked:
    """A reference sheet as it was scored."""

    sheet: BlindSheet
    lines: tuple[Difference, ...]

    @property
    def off(self) -> int:
        return sum(not line.is_within for line in self.lines)


def checked_sheets(attempt: Attempt) -> list[Checked]:
    """Where the candidate differed; empty before it is judged, whoever asks. A few queries a sheet."""
    if attempt.state not in (AttemptState.PASSED, AttemptState.FAILED):
        return []
    criteria = criteria_of(attempt.standard_version)
    sheets = attempt.sheets.select_related("session__reference", "score").order_by("session__number")
    return [_checked(attempt, criteria, sheet) for sheet in sheets if hasattr(sheet, "score")]


def _checked(attempt: Attempt, criteria, sheet: BlindSheet) -> Checked:
    marks, reference = sheet.score.marks, sheet.session.reference.marks
    whys = {row.indicator.code: row.reason for row in sheet.session.reference_marks.select_related("indicator").order_by("number")}  # fmt: skip
    lines = []
    for code, indicator in criteria.indicators.items():
        if code not in marks and code not in reference:
            continue
        mark, wanted = marks.get(code, {}), reference.get(code, {})
        one, other = normalised(criteria, code, mark), normalised(criteria, code, wanted)
        lines.append(
            Difference(
                indicator=indicator,
                given=mark_text(indicator, mark),
                wanted=mark_text(indicator, wanted),
                why=whys.get(code, ""),
                distance=None if one is None or other is None else one - other,
                is_within=is_within(criteria, code, mark, wanted, attempt.tolerance),
                is_same=mark_text(indicator, mark) == mark_text(indicator, wanted),
            )
        )
    return Checked(sheet, tuple(lines))
