"""What may be told of a quarter's spot checks: what was promised and done, and how risk weighed, never what is still to come."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assessments.enums import SpotCheckState
from assessments.models import Cycle, SpotCheckLot
from assessments.rules.spot_checks import sees_risks
from assessments.selectors.risks import BASE
from assessments.spot_lots import design_weight, expected_checks
from organization.models import Person, Unit


@dataclass(frozen=True)
class UnitChecks:
    """Checks of one unit in a cycle: promised, and those whose moment has come (`skipped`: there was nothing to look at)."""

    name_zh: str
    name_en: str
    promised: int
    done: int
    skipped: int

    @property
    def is_kept(self) -> bool:
        return self.done >= self.promised


@dataclass(frozen=True)
class UnitRisk:
    """Lots of one unit and what they are made of. `share`: of all lots, 0 to 1; `expected`: checks in the mean."""

    name_zh: str
    name_en: str
    lots: int
    base: int
    complaints: int
    result: int
    time: int
    complaint_share: str | None
    gap: str | None
    days: int | None
    share: float
    expected: float

    @property
    def to_target(self) -> Decimal | None:
        """Points of the last result above the target; negative below it."""
        return None if self.gap is None else -Decimal(self.gap)


def design_weights(cycle: Cycle) -> dict[int, Fraction]:
    """{key of a drawn check: how many records of its unit the checked one stands for}, for a result that wants to use spot checks (R11)."""
    lot = lot_of(cycle)
    if lot is None:
        return {}
    expected = expected_checks(lot.lots, lot.promised, lot.further)
    by_unit = {row["unit"]: expected[row["key"]] for row in lot.risks}
    checks = cycle.spot_checks.filter(state=SpotCheckState.DRAWN).select_related("unit", "draw")
    return {
        check.pk: design_weight(by_unit[str(check.unit.public_id)], sum(check.draw.frame_counts.values()))
        for check in checks
    }


def lot_of(cycle: Cycle) -> SpotCheckLot | None:
    return SpotCheckLot.objects.select_related("draw", "cycle").filter(cycle=cycle).first()


def promises_of(cycle: Cycle, lot: SpotCheckLot | None) -> list[UnitChecks]:
    """Each assessed unit, those that wait for a promised check first. Two statements."""
    rows = cycle.spot_checks.exclude(state=SpotCheckState.PLANNED).order_by().values_list("unit", "state")
    counts = Counter(rows)
    promised = lot.promised if lot else 1
    found = [
        UnitChecks(
            name_zh=unit.name_zh,
            name_en=unit.name_en,
            promised=promised,
            done=counts[unit.pk, SpotCheckState.DRAWN.value],
            skipped=counts[unit.pk, SpotCheckState.SKIPPED.value],
        )
        for unit in Unit.objects.filter(plans__cycle=cycle).order_by("code")
    ]
    return sorted(found, key=lambda row: row.is_kept)


def risks_shown_to(person: Person, lot: SpotCheckLot | None) -> list[UnitRisk]:
    """The lots of each unit, the most first: to the lead at once, to the others when the lot is revealed; empty for who may not see them."""
    if lot is None or not sees_risks(person, lot):
        return []
    expected = expected_checks(lot.lots, lot.promised, lot.further)
    total = sum(lot.lots.values())
    told = ("name_zh", "name_en", "lots", "complaints", "result", "time", "complaint_share", "gap", "days")
    rows = [
        UnitRisk(
            **{name: row[name] for name in told},
            base=BASE,
            share=row["lots"] / total,
            expected=float(expected[row["key"]]),
        )
        for row in lot.risks
    ]
    return sorted(rows, key=lambda row: -row.lots)
