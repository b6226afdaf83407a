"""Which open sheets a recusal in advance takes from whoever declares it, and which of them somebody else could take (R13)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from assessments.enums import SheetState
from assessments.models import Recusal, ScoreSheet
from assessments.rules.recusals import covers
from assessments.selectors.exclusions import find_exclusions, pieces_of_sheets
from assessments.selectors.sheets import scored_by, still_open
from assessments.services.assigning import pool_for
from foundation.common import clock
from organization.models import Person
from organization.tree import Tree


@dataclass(frozen=True)
class Touched:
    """A sheet that would change hands. `is_begun`: something is marked on it; `has_taker`: as things are somebody else may take it."""

    sheet: ScoreSheet
    is_begun: bool
    has_taker: bool


def keys_of_open(person: Person) -> list[int]:
    return list(still_open(scored_by(person)).values_list("pk", flat=True))


def touched_by(recusal: Recusal, sheets: Iterable[ScoreSheet]) -> list[ScoreSheet]:
    """Those of the sheets that the recusal, which need not be kept yet, takes from its person; they come as `reassignment.lock_sheets` reads
    them. A sheet that is blocked already waits for the lead."""
    sheets = list(sheets)
    pieces, tree, today = pieces_of_sheets(sheets), Tree.read(), clock.today()
    return [
        sheet
        for sheet in sheets
        if recusal.person_id in sheet.holder_keys
        and sheet.state != SheetState.SUBMITTED
        and not sheet.is_blocked
        and covers(recusal, pieces[sheet.pk], tree, today)
    ]


def reach_of(recusal: Recusal) -> list[Touched]:
    """What declaring it would move, in the order of numbers. Reads only; chance decides when it is declared."""
    rows = ScoreSheet.objects.select_related("cycle", "plan", "unit", "record", "item", "assessor", "co_assessor")
    sheets = touched_by(recusal, rows.filter(pk__in=keys_of_open(recusal.person)).order_by("number"))
    pieces = pieces_of_sheets(sheets)
    pools: dict[tuple, list[Person]] = {}
    found = []
    for sheet in sheets:
        place = (sheet.plan_id, sheet.unit_id, sheet.cycle_id)
        if place not in pools:
            team, stand_ins = pool_for(sheet.plan, sheet.unit, sheet.cycle)
            pools[place] = [*team, *stand_ins]
        holders = {sheet.assessor_id, sheet.co_assessor_id}
        others = [person for person in pools[place] if person.pk not in holders]
        piece = replace(pieces[sheet.pk], left=pieces[sheet.pk].left | {recusal.person_id})
        kept_out = find_exclusions(others, [piece])[piece.key]
        found.append(Touched(sheet, bool(sheet.draft), any(person.pk not in kept_out for person in others)))
    return found
