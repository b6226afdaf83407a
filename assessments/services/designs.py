"""Keeping why a sample is as large as it is. The only writer of `SampleDesign`."""

from dataclasses import replace
from decimal import Decimal

from assessments.enums import SizeWay
from assessments.models import Plan, SampleDesign
from assessments.selectors.size_basis import basis_of
from assessments.sizing import Basis, Reckoned, Wanted, reckon
from records.enums import Touchpoint
from sampling.enums import Allocation


def reckon_design(plan: Plan, wanted: Wanted, basis: Basis | None = None) -> tuple[int, SampleDesign]:
    """(records, the design as it would be kept). Writes nothing. Raises Invalid with {field: sentences}."""
    basis = basis or basis_of(plan)
    wanted = replace(wanted, touchpoints=tuple(name for name in Touchpoint.values if name in wanted.touchpoints))
    found = reckon(wanted, basis)
    return found.size, SampleDesign(plan=plan, **_fields(wanted, found, basis))


def keep_design(plan: Plan, design: SampleDesign) -> SampleDesign:
    """Replace what was kept for the plan. The caller is in the transaction that changes the plan."""
    names = [field.name for field in SampleDesign._meta.concrete_fields if field.name not in ("id", "plan")]
    kept, _is_new = SampleDesign.objects.update_or_create(
        plan=plan, defaults={name: getattr(design, name) for name in names}
    )
    return kept


def wanted_of(design: SampleDesign | None, size: int) -> Wanted:
    """What was chosen when the design was kept, to choose it again."""
    if design is None:
        return Wanted(size=size)
    return Wanted(
        way=design.way,
        size=size,
        precision=design.precision,
        level=design.level or Wanted.level,
        aql=design.aql or Wanted.aql,
        reduced=design.severity == "reduced",
        touchpoints=tuple(design.touchpoints),
        allocation=design.allocation,
        minimum=design.minimum,
        shares=design.shares,
        reason=design.reason,
    )


def _chosen(wanted: Wanted) -> dict[str, int]:
    allowed = wanted.touchpoints or Touchpoint.values
    return {name: wanted.shares[name] for name in allowed if wanted.shares.get(name)}


def _fields(wanted: Wanted, found: Reckoned, basis: Basis) -> dict:
    chosen = wanted.allocation == Allocation.CHOSEN
    fields = {
        "way": wanted.way,
        "reason": wanted.reason,
        "touchpoints": list(wanted.touchpoints),
        "allocation": wanted.allocation,
        "minimum": wanted.minimum,
        "shares": _chosen(wanted) if chosen else {},
        "population": found.population,
        "deviation": Decimal(f"{basis.deviation:.4f}"),
        "deviation_cycle": basis.deviation_cycle,
        "spreads": {name: f"{spread:.4f}" for name, spread in basis.spreads.items()},
    }
    if wanted.way == SizeWay.PRECISION:
        fields["precision"] = wanted.precision
    if found.plan is not None:
        fields |= {
            "level": wanted.level,
            "aql": wanted.aql,
            "severity": found.severity,
            "letter": found.plan.letter,
            "size": found.plan.size,
            "acceptance": found.plan.acceptance,
            "rejection": found.plan.rejection,
            "lots": basis.lots,
            "score": basis.standing.score,
        }
    return fields
