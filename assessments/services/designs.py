"""Keeping why a sample is as large as it is. The only writer of `SampleDesign`."""

from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.enums import SizeWay
from assessments.models import Plan, SampleDesign
from assessments.selectors.lots import judged_quarters
from assessments.selectors.size_basis import basis_of
from assessments.sizing import Basis, Reckoned, Wanted, reckon, severity_of
from records.enums import Touchpoint
from sampling.enums import Allocation, Severity
from sampling.switching import standing_after


def reckon_design(plan: Plan, wanted: Wanted, basis: Basis | None = None) -> tuple[int, SampleDesign]:
    """(records, the design as it would be kept). Writes nothing. Raises Invalid with {field: sentences}."""
    basis = basis or basis_of(plan)
    wanted = replace(wanted, touchpoints=tuple(name for name in Touchpoint.values if name in wanted.touchpoints))
    found = reckon(wanted, basis)
    return found.size, SampleDesign(plan=plan, **_fields(wanted, found, basis))


def problem_of_severity(plan: Plan) -> str:
    """A sentence where the department's standing has moved on since the plan was completed; empty where the size still is what the rules say.

    A quarter before may have been closed, or a sheet of it corrected. No query for a plan that is not of ISO 2859-1 (its `design` apart).
    """
    design = SampleDesign.objects.filter(plan=plan, way=SizeWay.ACCEPTANCE).first()
    if design is None:
        return ""
    standing = standing_after(one.lot for one in judged_quarters(plan.unit, plan.cycle.start))
    due = Severity(severity_of(standing, design.severity == Severity.REDUCED))
    if due == design.severity:
        return ""
    return _("The earlier quarters ask for %(severity)s now. Complete the plan again, so that its size follows.") % {
        "severity": due.label
    }


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
        reduced=design.severity == Severity.REDUCED,
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
