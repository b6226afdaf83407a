"""From drawn items to numbered sheets with assessors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.assignment import Member, NobodyLeft, assign
from assessments.enums import Method
from assessments.models import Cycle, Plan, ScoreSheet, SpotCheck
from assessments.selectors.frames import VISIT, records_of_keys, visit_day
from foundation.common.engine import lock_for_transaction
from foundation.common.errors import Invalid
from foundation.common.texts import both
from foundation.notifications.services import notify
from organization.models import Person, Unit
from records.models import ServiceRecord
from sampling.models import DrawnItem

ASSESSORS_ON_VISIT = 2


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
    seed: bytes,
    due_on: date,
    counted: tuple[date, int] | None = None,
    loads: Mapping[str, int] | None = None,
) -> list[ScoreSheet]:
    """Give each item of the sample to assessors by chance, balanced, and make its sheet. The caller holds `lock_numbers`.

    A visit gets two assessors and is due on its day. `counted`: the day and the working days that `due_on` was counted from, where the
    sheets have a count of their own and do not follow their plan. Raises Invalid where nobody may take an item.
    """
    sample = [item for item in items if not item.is_reserve]
    records = records_of_keys(item.key for item in sample if item.stratum != VISIT)
    by_key = {str(person.public_id): person for person in people}
    team = [Member(key, by_key[key].unit_id) for key in sorted(by_key)]
    wanted = [(item.key, ASSESSORS_ON_VISIT if item.stratum == VISIT else 1) for item in sample]
    try:
        given = assign(
            wanted,
            team,
            seed,
            may_take=lambda member, key: not served(by_key[member.key], records.get(key)),
            loads=loads,
        )
    except NobodyLeft as problem:
        raise Invalid(_("Nobody of those who may assess can take the item %(key)s.") % {"key": problem.item}) from None
    present = ScoreSheet.objects.filter(cycle=occasion.cycle).count()
    rows = []
    for number, item in enumerate(sample, start=present + 1):
        first, *others = (by_key[member.key] for member in given[item.key])
        is_visit = item.stratum == VISIT
        rows.append(
            ScoreSheet(
                cycle=occasion.cycle,
                plan=occasion.plan,
                spot_check=occasion.spot_check,
                item=item,
                number=f"QA-{occasion.cycle.code}-{number:04d}",
                unit_id=occasion.unit_id,
                method=Method.ON_SITE if is_visit else Method.RECORD_REVIEW,
                standard_version=occasion.cycle.standard_version,
                record=None if is_visit else records[item.key],
                assessor=first,
                co_assessor=others[0] if others else None,
                due_on=min(visit_day(item.key), due_on) if is_visit else due_on,
                counted_from=counted[0] if counted and not is_visit else None,
                counted_days=counted[1] if counted and not is_visit else None,
            )
        )
    return ScoreSheet.objects.bulk_create(rows)


def served(person: Person, record: ServiceRecord | None) -> bool:
    """Whether the record is of the person's own service, as far as the record tells."""
    return record is not None and bool(record.agent) and record.agent in (person.name, person.staff_number)


def tell_assessors(sheets: Sequence[ScoreSheet], *, unit: Unit, due_on: date, about: str) -> None:
    """One notice to each assessor with the number of their new sheets. `about` makes it unique (the plan's or check's public id)."""
    mine: dict[int, list[Person]] = {}
    for sheet in sheets:
        for person in filter(None, (sheet.assessor, sheet.co_assessor)):
            mine.setdefault(person.pk, []).append(person)
    for people in mine.values():
        notify(
            users=[people[0].user],
            kind="assessments.sheets.assigned",
            url=reverse("assessments:sheet_list"),
            params={"count": len(people), "unit": both(unit, "name"), "due": due_on.isoformat()},
            dedupe=f"assessments.sheets.assigned:{about}",
        )
