"""From drawn items to numbered sheets with assessors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.enums import AssignmentCause, Method
from assessments.methods import is_of_half_day, way_of_stratum
from assessments.models import Cycle, Plan, ScoreSheet, SpotCheck
from assessments.selectors.exclusions import piece_of_item
from assessments.selectors.frames import CALLBACK, day_of_key, records_of_items
from assessments.selectors.teams import eligible_assessors
from assessments.services.assigning import assign_pieces
from assessments.services.visitors import with_visitors
from foundation.common.engine import lock_for_transaction
from foundation.common.errors import Invalid
from foundation.common.texts import both
from foundation.notifications.services import notify
from organization.models import Person, Unit
from organization.tree import Tree
from records.models import ServiceRecord
from sampling.models import DrawnItem

NAMED = 5
ONE_STRATUM = "record"  # of a spot check, which looks at one record, whatever way the customer came


@dataclass(frozen=True)
class Occasion:
    """What the sheets are made for: a plan or a spot check."""

    cycle: Cycle
    unit_id: int
    plan: Plan | None = None
    spot_check: SpotCheck | None = None


def lock_numbers(cycle: Cycle) -> None:
    """Numbers of a cycle's sheets are given without a gap: one at a time until the transaction ends. Take it before any other lock."""
    lock_for_transaction(f"sheet-numbers-{cycle.pk}")


def make_sheets(
    *,
    occasion: Occasion,
    items: Sequence[DrawnItem],
    people: Sequence[Person],
    due_on: date,
    counted: tuple[date, int] | None = None,
    loads: Mapping[str, int] | None = None,
) -> list[ScoreSheet]:
    """Give each item of the sample to assessors by the draw's chance, balanced, and make its sheet. The caller holds `lock_numbers` and
    `lock_assignments`.

    A visit gets two assessors; what was drawn with its day is due on that day. `counted`: the day and the working days that `due_on` was
    counted from, where the sheets have a count of their own and do not follow their plan. Recusals, absences and expertise are gone round;
    what of them shaped the assignment is frozen with it. Where nobody of `people` may take an item, another assessor does. Raises Invalid
    where nobody at all may, or where a record is not what was frozen any more.
    """
    sample = [item for item in items if not item.is_reserve]
    records = records_of_items(sample)
    _require_as_frozen(sample, records, occasion.unit_id)
    pieces = [
        piece_of_item(
            item,
            records.get(item.key),
            unit_id=occasion.unit_id,
            cycle=occasion.cycle,
            due_on=due_day(item, due_on),
        )
        for item in sample
    ]
    unit = Unit.objects.get(pk=occasion.unit_id)
    people = with_visitors(people, occasion.plan)
    known = {person.pk for person in people}
    _assignment, given = assign_pieces(
        draw=sample[0].draw,
        cause=AssignmentCause.DRAW,
        # Mystery visits first: among the few who make them they are then in balance.
        pieces=sorted(pieces, key=lambda piece: piece.method != Method.MYSTERY),
        team=people,
        stand_ins=[person for person in eligible_assessors(unit, occasion.cycle) if person.pk not in known],
        loads=loads,
    )
    present = ScoreSheet.objects.filter(cycle=occasion.cycle).count()
    rows = []
    for number, (item, piece) in enumerate(zip(sample, pieces, strict=True), start=present + 1):
        first, *others = given[item.key]
        rows.append(
            ScoreSheet(
                cycle=occasion.cycle,
                plan=occasion.plan,
                spot_check=occasion.spot_check,
                item=item,
                number=f"QA-{occasion.cycle.code}-{number:04d}",
                unit_id=occasion.unit_id,
                method=piece.method,
                standard_version=occasion.cycle.standard_version,
                record=None if is_of_half_day(item.stratum) else records[item.key],
                assessor=first,
                co_assessor=others[0] if others else None,
                due_on=piece.due_on,
                counted_from=counted[0] if counted and not is_of_half_day(item.stratum) else None,
                counted_days=counted[1] if counted and not is_of_half_day(item.stratum) else None,
            )
        )
    return ScoreSheet.objects.bulk_create(rows)


def _require_as_frozen(sample: Sequence[DrawnItem], records: Mapping[str, ServiceRecord], unit_id: int) -> None:
    """Imports leave what is frozen alone (`records.holds`); whatever else has changed or removed a record is found here. Raises Invalid."""
    below = Tree.read().below({unit_id})
    wrong = [
        item.key
        for item in sample
        if not is_of_half_day(item.stratum) and not is_as_frozen(item, records.get(item.key), below)
    ]
    if wrong:
        raise Invalid(
            _(
                "These records are not there any more, or not of the unit and touchpoint for which they were drawn: %(keys)s"
            )
            % {"keys": _(", ").join(wrong[:NAMED])}
        )


def is_as_frozen(item: DrawnItem, record: ServiceRecord | None, below: set[int]) -> bool:
    """Whether the item's record still is of one of the units and came the way that its stratum says (a spot check has one stratum for
    all, and so have callbacks)."""
    return (
        record is not None
        and record.unit_id in below
        and item.stratum
        in (
            record.touchpoint,
            ONE_STRATUM,
            CALLBACK,
        )
    )


def due_day(item: DrawnItem, due_on: date) -> date:
    """What was drawn with its day is due then, anything else on the plan's or check's day."""
    return min(day_of_key(item.key), due_on) if way_of_stratum(item.stratum).on_its_day else due_on


def tell_assessors(sheets: Sequence[ScoreSheet], *, unit: Unit, due_on: date, about: str) -> None:
    """One notice to each assessor with the number of their new sheets. `about` makes it unique (the plan's or check's public id)."""
    mine: dict[int, list[Person]] = {}
    for sheet in sheets:
        for person in sheet.holders:
            mine.setdefault(person.pk, []).append(person)
    for people in mine.values():
        notify(
            users=[people[0].user],
            kind="assessments.sheets.assigned",
            url=reverse("assessments:sheet_list"),
            params={"count": len(people), "unit": both(unit, "name"), "due": due_on.isoformat()},
            dedupe=f"assessments.sheets.assigned:{about}",
        )
