"""From what a lead wants to a number of records, and from that number to strata. No database: what is known comes in as a `Basis`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from assessments.enums import SizeWay
from foundation.common.errors import Invalid
from sampling.acceptance import AQLS, LEVELS, SMALLEST_LOT, AcceptancePlan, plan_for
from sampling.allocation import allocate, allocate_as_chosen, allocate_by_spread, allocate_equally
from sampling.enums import Allocation, Severity
from sampling.sizes import size_for_mean
from sampling.switching import Standing

MOST_RECORDS = 500
FINEST, COARSEST = Decimal("0.5"), Decimal(20)  # ± points
MOST_MINIMUM = 50
LONGEST_REASON = 300


@dataclass(frozen=True)
class Wanted:
    """What the lead chooses. `size` counts only by hand, `precision` (± points at 95 %), `level`, `aql` and `reduced` only in their way.

    `touchpoints` empty: all. `shares` {touchpoint: records} is the chosen allocation. `reason`: why so many by hand; what was mended where
    inspection had been discontinued.
    """

    way: str = SizeWay.HAND
    size: int = 0
    precision: Decimal | None = None
    level: str = "II"
    aql: str = "6.5"
    reduced: bool = False
    touchpoints: tuple[str, ...] = ()
    allocation: str = Allocation.PROPORTIONAL
    minimum: int = 1
    shares: Mapping[str, int] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True)
class Basis:
    """What is known of the unit: records by touchpoint so far and in the quarter before, how sheets spread, and where it stands.

    `deviation` in points, of single sheets; `deviation_cycle` None: nothing is known and the usual spread is taken. `spreads`: the same by
    touchpoint, where enough sheets were sealed. `lots`: how many quarters `standing` follows from.
    """

    counts: Mapping[str, int]
    counts_before: Mapping[str, int]
    deviation: float
    deviation_cycle: object | None
    spreads: Mapping[str, float]
    standing: Standing
    lots: int

    def population(self, touchpoints: tuple[str, ...] = ()) -> int:
        """The records to draw from: as many as there are, or were in the quarter before, whichever is more."""
        return max(sum(_only(counts, touchpoints).values()) for counts in (self.counts, self.counts_before))


@dataclass(frozen=True)
class Reckoned:
    """`size`: records to look at. `plan` and `severity` only from ISO 2859-1."""

    size: int
    population: int
    plan: AcceptancePlan | None = None
    severity: str = ""


def reckon(wanted: Wanted, basis: Basis) -> Reckoned:
    """The number of records. Raises Invalid with {field: sentences} for what cannot be had."""
    wrong = _problems(wanted, basis)
    if wrong:
        raise Invalid(wrong)
    found = _WAYS[SizeWay(wanted.way)](wanted, basis)
    by_hand = wanted.way == SizeWay.HAND and wanted.allocation != Allocation.CHOSEN
    if found.size > MOST_RECORDS and not by_hand:  # what is typed in is checked beside its field
        field_name = {SizeWay.HAND: "allocation", SizeWay.PRECISION: "precision"}.get(wanted.way, "level")
        sentence = _("That takes %(size)d records; a plan looks at %(most)d at most.")
        raise Invalid({field_name: [sentence % {"size": found.size, "most": MOST_RECORDS}]})
    _require_fitting(wanted, basis, found.size)
    return found


def _problems(wanted: Wanted, basis: Basis) -> dict[str, list[str]]:
    wrong: dict[str, list[str]] = {}
    if wanted.way not in SizeWay.values:
        wrong["way"] = [_("Choose one of the ways.")]
    if wanted.allocation not in Allocation.values:
        wrong["allocation"] = [_("Choose one of the ways.")]
    elif wanted.allocation == Allocation.NEYMAN and not basis.spreads:
        wrong["allocation"] = [
            _("How sheets spread by touchpoint is not known from an earlier quarter; Neyman's way needs it.")
        ]
    elif wanted.allocation == Allocation.CHOSEN and not sum(_only(wanted.shares, wanted.touchpoints).values()):
        wrong["allocation"] = [_("Give a number of records for one touchpoint at least.")]
    if not 0 <= wanted.minimum <= MOST_MINIMUM:
        wrong["minimum"] = [_("Between 0 and %(most)d.") % {"most": MOST_MINIMUM}]
    if len(wanted.reason) > LONGEST_REASON:
        wrong["reason"] = [_("At most %(most)d characters.") % {"most": LONGEST_REASON}]
    if wanted.way == SizeWay.PRECISION and (wanted.precision is None or not FINEST <= wanted.precision <= COARSEST):
        wrong["precision"] = [_("Between %(low)s and %(high)s points.") % {"low": FINEST, "high": COARSEST}]
    if wanted.way == SizeWay.ACCEPTANCE:
        wrong |= _problems_of_acceptance(wanted, basis)
    return wrong


def _problems_of_acceptance(wanted: Wanted, basis: Basis) -> dict[str, list[str]]:
    wrong = {}
    if wanted.level not in LEVELS:
        wrong["level"] = [_("Choose one of the inspection levels.")]
    elif basis.population(wanted.touchpoints) < SMALLEST_LOT:
        wrong["level"] = [_("There are no records yet, and were none in the quarter before, that would make a lot.")]
    if wanted.aql not in AQLS:
        wrong["aql"] = [_("Choose one of the quality levels.")]
    if basis.standing.severity == Severity.DISCONTINUED and not wanted.reason:
        wrong["reason"] = [
            _("Five quarters were refused under tightened inspection. Say what was mended before it goes on.")
        ]
    if wanted.reduced and not (basis.standing.may_reduce or basis.standing.severity == Severity.REDUCED):
        wrong["reduced"] = [_("Reduced inspection is not open to this department.")]
    return wrong


def _by_hand(wanted: Wanted, basis: Basis) -> Reckoned:
    chosen = wanted.allocation == Allocation.CHOSEN
    size = sum(_only(wanted.shares, wanted.touchpoints).values()) if chosen else wanted.size
    return Reckoned(size, basis.population(wanted.touchpoints))


def _by_precision(wanted: Wanted, basis: Basis) -> Reckoned:
    population = basis.population(wanted.touchpoints)
    return Reckoned(size_for_mean(float(wanted.precision), basis.deviation, population=population or None), population)


def _by_acceptance(wanted: Wanted, basis: Basis) -> Reckoned:
    lot, severity = basis.population(wanted.touchpoints), severity_of(basis.standing, wanted.reduced)
    plan = plan_for(lot, wanted.level, wanted.aql, severity)
    return Reckoned(min(plan.size, lot), lot, plan, severity)


def severity_of(standing: Standing, reduced: bool) -> str:
    """How the next lot is inspected: as the rules say; reduced only where they allow it and somebody asks for it."""
    if standing.severity == Severity.DISCONTINUED:
        return Severity.TIGHTENED
    if standing.severity == Severity.REDUCED or standing.may_reduce:
        return Severity.REDUCED if reduced else Severity.NORMAL
    return Severity(standing.severity)


_WAYS = {SizeWay.HAND: _by_hand, SizeWay.PRECISION: _by_precision, SizeWay.ACCEPTANCE: _by_acceptance}


def _require_fitting(wanted: Wanted, basis: Basis, size: int) -> None:
    if wanted.allocation == Allocation.CHOSEN:
        chosen = sum(_only(wanted.shares, wanted.touchpoints).values())
        if chosen != size:
            sentence = _("The numbers by touchpoint add up to %(chosen)d, and %(size)d records are needed.")
            raise Invalid({"allocation": [sentence % {"chosen": chosen, "size": size}]})
        return
    strata = len(_only(basis.counts, wanted.touchpoints))
    if wanted.minimum > 1 and strata * wanted.minimum > size:
        sentence = _("%(strata)d touchpoints with %(minimum)d each are more than the sample of %(size)d.")
        raise Invalid({"minimum": [sentence % {"strata": strata, "minimum": wanted.minimum, "size": size}]})


def _only(counts: Mapping[str, int], touchpoints: tuple[str, ...]) -> dict[str, int]:
    return {name: count for name, count in counts.items() if not touchpoints or name in touchpoints}


def spread_over(
    counts: Mapping[str, int],
    size: int,
    *,
    allocation: str = Allocation.PROPORTIONAL,
    minimum: int = 1,
    shares: Mapping[str, int] | None = None,
    spreads: Mapping[str, float] | None = None,
    deviation: float = 1.0,
) -> dict[str, int]:
    """{stratum: records} without empty ones. Where fewer exist than are wanted all are drawn; a minimum that the size cannot give is lowered.

    `deviation` stands in for the strata whose spread is not known.
    """
    counts = {name: count for name, count in counts.items() if count}
    if not counts:
        return {}
    size = min(size, sum(counts.values()))
    least = min(minimum, size // len(counts))
    if allocation == Allocation.CHOSEN:
        given = allocate_as_chosen(counts, shares or {})
    elif allocation == Allocation.EQUAL:
        given = allocate_equally(counts, size, least)
    elif allocation == Allocation.NEYMAN:
        found = {name: (spreads or {}).get(name, deviation) for name in counts}
        deviations = {name: Fraction(spread).limit_denominator(1000) for name, spread in found.items()}
        given = allocate_by_spread(counts, deviations, size, least)
    else:
        given = allocate(counts, size, least)
    return {name: number for name, number in given.items() if number}
