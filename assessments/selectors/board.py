"""The board: who has how much to score, who is here, and which sheets nobody may score as they stand (R13)."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from assessments.enums import UNDER_WAY, SheetState
from assessments.methods import ON_THEIR_DAY
from assessments.models import Recusal, ScoreSheet
from assessments.selectors.exclusions import pieces_of_sheets, reasons_against
from assessments.selectors.recusals import in_force
from assessments.selectors.sheets import still_open
from assessments.selectors.teams import ASSESSING_ROLES
from foundation.common import clock
from foundation.workdays.calendar import add_workdays, is_workday
from organization.absences import absences_between, half_days, half_days_here
from organization.enums import Role
from organization.models import Absence, Person, RoleAssignment
from organization.rules import close_units
from organization.selectors import current, holding, people_in_force

SOON = 3  # working days within which a sheet counts as due
AHEAD = 10  # working days over which it is said how much somebody is here
# In a cycle that takes scores, or of a spot check.
STILL_SCORED = Q(plan=None) | Q(cycle__state__in=UNDER_WAY)


@dataclass(frozen=True)
class Load:
    """One assessor: `open` sheets of which so many are `soon` due and `late`; `all_open`: of all cycles, units and methods; `here` of `ahead`
    half-days; `away`: the absence that is now or comes next, if any."""

    person: Person
    open: int
    soon: int
    late: int
    sealed: int
    here: int
    ahead: int
    away: Absence | None
    all_open: int

    @property
    def is_tight(self) -> bool:
        """More sheets than half-days at work until the horizon. Whatever is looked at: somebody's time goes into all of them."""
        return self.all_open > self.here


def on_board(sheets: QuerySet[ScoreSheet]) -> QuerySet[ScoreSheet]:
    """What can still be given to somebody else: open, in a cycle that takes scores, or of a spot check."""
    return still_open(sheets).filter(STILL_SCORED)


def loads_of(sheets: QuerySet[ScoreSheet], all_open: dict[int, int] | None = None) -> list[Load]:
    """A row for everybody who has one of the sheets, and for each assessor who has none. A fixed number of queries.

    `sheets`: those of the cycle, unit or method that is looked at, sealed ones too. Both of a visit have it. Open are those that can still be
    scored (`on_board`). `all_open`: `open_counts` of all, where only some are looked at.
    """
    today = clock.today()
    horizon, soon = add_workdays(today, AHEAD - is_workday(today)), add_workdays(today, SOON)
    waiting = ~Q(state=SheetState.SUBMITTED) & STILL_SCORED
    counts: dict[int, list[int]] = {}
    for holder in ("assessor", "co_assessor"):
        for pk, *numbers in (
            sheets.order_by()
            .exclude(**{holder: None})
            .values_list(holder)
            .annotate(
                open=_count(waiting),
                soon=_count(waiting & Q(due_on__gte=today, due_on__lte=soon)),
                late=_count(waiting & Q(due_on__lt=today)),
                sealed=_count(Q(state=SheetState.SUBMITTED)),
            )
        ):
            held = counts.setdefault(pk, [0, 0, 0, 0])
            counts[pk] = [one + more for one, more in zip(held, numbers, strict=True)]
    assessors = holding(Person.objects.filter(left_on=None), Role.ASSESSOR).values("pk")
    people = list(people_in_force(outside=True).filter(Q(pk__in=counts) | Q(pk__in=assessors)))
    gone = Person.objects.filter(pk__in=set(counts) - {person.pk for person in people}).select_related("unit")
    people += [person for person in gone if counts[person.pk][0]]
    absences = absences_between(people, today, today + timedelta(days=366))
    ahead = len(half_days(today, horizon))
    rows = [
        Load(
            person,
            *(numbers := counts.get(person.pk, [0, 0, 0, 0])),
            here=0 if person.left_on else half_days_here(absences[person.pk], today, horizon),
            ahead=ahead,
            away=next(iter(absences[person.pk]), None),
            all_open=numbers[0] if all_open is None else all_open.get(person.pk, 0),
        )
        for person in people
    ]
    return sorted(rows, key=lambda row: (-row.late, -row.open, row.person.sort_key))


def open_counts(sheets: QuerySet[ScoreSheet]) -> dict[int, int]:
    """{key of the person: how many of the sheets}, alone or as one of two. One query."""
    counts: dict[int, int] = {}
    for pair in sheets.order_by().values_list("assessor", "co_assessor"):
        for pk in pair:
            if pk is not None:
                counts[pk] = counts.get(pk, 0) + 1
    return counts


def _count(condition: Q) -> Count:
    return Count("pk", filter=condition)


def stuck_on(sheets: QuerySet[ScoreSheet]) -> list[tuple[ScoreSheet, str]]:
    """[(sheet, why it cannot go on as it is)]: recused with nobody left; and those whose assessor has left, has lost the role, has stepped back
    in advance or become too close to the unit, cannot be there on the day of the visit, or is away until the sheet is due. A fixed number of
    queries for each cycle."""
    suspects = Q(is_blocked=True) | Q(method__in=ON_THEIR_DAY, due_on__gte=clock.today())
    assessing = set(current(RoleAssignment.objects.filter(role__in=ASSESSING_ROLES)).values_list("person", flat=True))
    today = clock.today()
    away = Absence.objects.filter(withdrawn_at=None, first_day__lte=today, last_day__gte=today).values("person")
    recused = in_force(Recusal.objects.order_by()).values("person")
    for holder in ("assessor", "co_assessor"):
        suspects |= Q(**{f"{holder}__in": away}) | Q(**{f"{holder}__in": recused})
        suspects |= Q(**{f"{holder}__left_on__isnull": False}) | Q(**{f"{holder}__access_until__lt": today})
        suspects |= Q(**{f"{holder}__isnull": False}) & ~Q(**{f"{holder}__in": assessing})
        # Among these are pairs that are not too close; `reasons_against` leaves them out. A term for each pair would be thousands.
        close = _too_close(sheets, holder)
        suspects |= Q(
            **{f"{holder}__in": {person for person, _unit in close}}, unit__in={unit for _person, unit in close}
        )
    rows = list(
        sheets.filter(suspects)
        .select_related("cycle", "unit", "item", "record", "assessor__unit", "co_assessor__unit")
        .order_by("due_on", "number")
    )
    pieces = pieces_of_sheets(rows)
    pairs = [(holder, pieces[sheet.pk]) for sheet in rows for holder in sheet.holders]
    reasons: dict[int, str] = {}
    for (_holder, piece), why in zip(pairs, reasons_against(pairs), strict=True):
        if why is not None:
            reasons.setdefault(piece.sheet_id, str(why.label))
    return [(sheet, why) for sheet in rows if (why := _why(sheet, assessing, reasons.get(sheet.pk, "")))]


def _too_close(sheets: QuerySet[ScoreSheet], holder: str) -> list[tuple[int, int]]:
    """(person, unit) of sheets whose assessor belongs to the unit's line by now. Three queries."""
    pairs = set(sheets.order_by().exclude(**{holder: None}).values_list(holder, "unit").distinct())
    close = close_units(Person.objects.filter(pk__in={person for person, _unit in pairs}))
    return [(person, unit) for person, unit in pairs if unit in close.get(person, ())]


def _why(sheet: ScoreSheet, assessing: set[int], reason: str) -> str:
    holders = sheet.holders
    if sheet.is_blocked:
        return _("nobody is left who may score it")
    if any(one.left_on for one in holders):
        return _("its assessor has left")
    if any(one.is_expired for one in holders):
        return _("the account of its assessor has ended")
    return reason or (_("its assessor assesses no more") if any(one.pk not in assessing for one in holders) else "")


def board_order(sheets: QuerySet[ScoreSheet]) -> QuerySet[ScoreSheet]:
    """Blocked ones first, then by day."""
    rank = Case(When(is_blocked=True, then=Value(0)), default=Value(1), output_field=IntegerField())
    return sheets.order_by(rank, F("due_on").asc(nulls_last=True), "number", "pk")
