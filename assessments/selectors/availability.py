"""Who may take an item but has little time for it: chance passes them by when something is given anew, as long as there is anybody else (R13)."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from assessments.enums import Exclusion
from assessments.models import ScoreSheet
from assessments.rules.teams import objections_to
from assessments.selectors.board import AHEAD, on_board, open_counts
from assessments.selectors.exclusions import Piece, pieces_of_sheets, reasons_against
from foundation.common import clock
from foundation.workdays.calendar import add_workdays, is_workday
from organization.absences import absences_between, half_days, half_days_here
from organization.models import Person

# Half-days at work, of the ten working days to come: with less nobody begins a sheet.
LEAST = 2


def find_short_of_time(people: Iterable[Person], pieces: Sequence[Piece]) -> dict[str, dict[int, Exclusion]]:
    """{key of the item: {key of the person: SOON or TIGHT}}. Two queries.

    SOON: away all of today, or at work for less than a day until the item is due or for ten working days, whichever comes first; a visit asks
    for its half-day alone, which is an exclusion of its own. TIGHT: has more open sheets than half-days at work in these ten days.
    """
    people, today = list(people), clock.today()
    horizon = add_workdays(today, AHEAD - is_workday(today))
    absences = absences_between(people, today, horizon)
    counts = open_counts(on_board(ScoreSheet.objects.all()))
    ahead = {person.pk: half_days_here(absences[person.pk], today, horizon) for person in people}
    tight = {pk: Exclusion.TIGHT for pk, here in ahead.items() if counts.get(pk, 0) > here}
    gone = {pk for pk, rows in absences.items() if is_workday(today) and not half_days_here(rows, today, today)}
    found: dict[str, dict[int, Exclusion]] = {}
    for piece in pieces:
        found[piece.key] = dict(tight)
        if piece.half_day:
            continue
        last = max(today, min(piece.due_on or horizon, horizon))
        least = min(LEAST, len(half_days(today, last)))
        for person in people:
            rows = absences[person.pk]
            if rows and (person.pk in gone or half_days_here(rows, today, last) < least):
                found[piece.key][person.pk] = Exclusion.SOON
    return found


def reasons_not_to_choose(people: Iterable[Person], sheets: Sequence[ScoreSheet]) -> dict[int, str]:
    """{key of the person: why they may not take one of the sheets at least}; who is not in it may take them all. What the choice of a person
    is refused for by `reassign_sheets`. A fixed number of queries for each unit and cycle that the sheets are of."""
    people, sheets = list(people), list(sheets)
    found: dict[int, str] = {}
    for unit, cycle in {(sheet.unit, sheet.cycle) for sheet in sheets}:
        found = objections_to(people, unit, cycle) | found
    pieces = pieces_of_sheets(sheets)
    pairs = [(person, pieces[sheet.pk]) for sheet in sheets for person in people]
    for (person, _piece), why in zip(pairs, reasons_against(pairs), strict=True):
        if why not in (None, Exclusion.LEFT):
            found.setdefault(person.pk, str(why.label))
    for sheet in sheets:
        for pk in sheet.holder_keys:
            found.setdefault(pk, _("has one of them already"))
    return found
