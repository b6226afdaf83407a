"""Weights as they are now, as the experts, the data and both together say. A lead looks at all of them and takes one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from foundation.common.errors import Invalid
from standards.models import Indicator, StandardVersion
from standards.models.study import WeightStudy
from standards.studies.digests import digest_of
from standards.studies.enums import StudyState, WeightSource
from standards.studies.groups import still_fits, weighed_dimensions
from standards.studies.quarters import Quarter
from standards.studies.results import experts_weights
from standards.weighting.combination import NothingInCommon, mix, multiply
from standards.weighting.entropy import EntropyWeights, NothingDiffers, entropy_weights
from standards.weighting.shares import WHOLE, Amount, apportion

# From two values min-max scaling makes 0 and 1 whatever lies between them: only three tell more than that.
FEWEST_ROWS = 3


@dataclass(frozen=True)
class Proposal:
    """`weights`: {indicator: share of 10,000}. `silent`: indicators of which the quarters say nothing; they keep their weight."""

    source: WeightSource
    weights: Mapping[str, int]
    base: Mapping[str, int]
    experts: Mapping[str, int] | None = None
    data: EntropyWeights | None = None
    data_weights: Mapping[str, int] | None = None
    silent: tuple[Indicator, ...] = ()
    terms: Mapping = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """What the page showed; whoever takes it takes just that."""
        return digest_of(self.source, dict(self.weights), dict(self.base), dict(self.terms))

    @property
    def without_weight(self) -> list[str]:
        return [code for code, weight in self.weights.items() if not weight]


def propose(
    version: StandardVersion,
    source: WeightSource,
    *,
    study: WeightStudy | None = None,
    quarters: Sequence[Quarter] = (),
    alpha: Decimal | None = None,
) -> Proposal:
    """What the weights would be. Raises Invalid with {field: sentence} for a study that is not closed or no longer fits, for quarters that
    say too little, and for an α that is missing or outside 0–1."""
    indicators = [one for rows in weighed_dimensions(version) for one in rows.indicators]
    base = {one.code: one.weight for one in indicators}
    experts = _experts(version, study) if source.needs_study else None
    # A draft whose weights do not add up yet is taken in its proportions.
    start = experts or apportion(base)
    if not source.needs_quarters:
        return Proposal(source, start, base, experts=experts, terms=_terms(study))
    found = _entropy([one.code for one in indicators], quarters)
    heard = {code: weight for code, weight in found.weights.items() if found.n[code] >= FEWEST_ROWS}
    data_weights = _within(start, heard)
    weights = {
        WeightSource.ENTROPY: lambda: data_weights,
        WeightSource.PRODUCT: lambda: _within(start, _product(start, heard)),
        WeightSource.MIXED: lambda: _within(start, _mixed(start, heard, alpha)),
    }[source]()
    terms = _terms(study) | {
        "quarters": [one.code for one in quarters],
        "units": sum(len(one.rows) for one in quarters),
        "entropy": {code: f"{value:.6f}" for code, value in found.entropy.items() if code in heard},
    }
    if source == WeightSource.MIXED:
        terms["alpha"] = f"{alpha:.2f}"
    silent = tuple(one for one in indicators if one.code not in heard)
    return Proposal(source, weights, base, experts, found, data_weights, silent, terms)


def _terms(study: WeightStudy | None) -> dict:
    return {"random_index": study.random_index} if study else {}


def _experts(version: StandardVersion, study: WeightStudy | None) -> dict[str, int]:
    if (
        study is None
        or study.standard_version_id != version.pk
        or study.state not in (StudyState.CLOSED, StudyState.ADOPTED)
    ):
        raise Invalid({"study": _("Choose a closed study of this version.")})
    if not still_fits(study):
        raise Invalid(
            {
                "study": _(
                    "The draft was changed since the experts compared its parts. Open a new study for what it is now."
                )
            }
        )
    return experts_weights(study, version)


def _entropy(codes: Sequence[str], quarters: Sequence[Quarter]) -> EntropyWeights:
    rows = [row for quarter in quarters for row in quarter.rows.values()]
    if not rows:
        raise Invalid({"quarters": _("Choose a quarter with results.")})
    columns = {code: [float(row[code]) if code in row else None for row in rows] for code in codes}
    columns = {
        code: column for code, column in columns.items() if sum(value is not None for value in column) >= FEWEST_ROWS
    }
    if not columns:
        raise Invalid(
            {
                "quarters": _("Entropy needs an indicator with results of %(fewest)d units at least.")
                % {"fewest": FEWEST_ROWS}
            }
        )
    try:
        return entropy_weights(columns)
    except NothingDiffers:
        raise Invalid(
            {"quarters": _("In these quarters no indicator differs between the units: entropy cannot weigh them.")}
        ) from None


def _within(start: Mapping[str, int], heard: Mapping[str, Amount]) -> dict[str, int]:
    """`start` with what its heard indicators hold together divided anew among them; the others keep theirs."""
    held = sum(start[code] for code in heard) or WHOLE * len(heard) // len(start)
    kept = {code: weight for code, weight in start.items() if code not in heard}
    if kept and sum(kept.values()) != WHOLE - held:
        kept = apportion(kept, WHOLE - held)
    shares = apportion(heard, held)
    return {code: shares[code] if code in shares else kept[code] for code in start}


def _product(start: Mapping[str, int], heard: Mapping[str, float]) -> dict[str, Fraction]:
    try:
        return multiply({code: start[code] for code in heard}, heard)
    except NothingInCommon:
        raise Invalid(
            {
                "source": _(
                    "What the experts weigh does not differ between the units, and the other way round: every product is 0."
                )
            }
        ) from None


def _mixed(start: Mapping[str, int], heard: Mapping[str, float], alpha: Decimal | None) -> dict[str, Fraction]:
    if alpha is None or not 0 <= alpha <= 1:
        raise Invalid({"alpha": _("A number from 0 to 1: the experts’ part.")})
    return mix({code: start[code] or 0 for code in heard}, heard, alpha)
