"""How many items each stratum gives to a sample.

Four ways to spread a total: in proportion to the strata's items, equally, by items times spread (Neyman), or as somebody chose. Exact
fractions until one rounding by largest remainder (Hamilton), equal remainders by name: the sum is the total, nobody gives more than there is,
and the order in which strata come does not matter. Largest remainder keeps within one of the exact share, but it is not monotone: a larger
sample may take one item less from a stratum.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import floor

from sampling.refusals import DrawRefused, Fault

Counts = Mapping[str, int]


def allocate(counts: Counts, total: int, minimum: int = 0) -> dict[str, int]:
    """Spread `total` over strata in proportion to their `counts`, none below `minimum` where it has that many items.

    A stratum whose share falls short of its minimum gets the minimum; the others share what is left in proportion. Returned in the order of
    names. Raises DrawRefused where there are fewer than `total` items or the minimums alone exceed it, ValueError for negative numbers.
    """
    return _spread(counts, counts, total, minimum)


def allocate_equally(counts: Counts, total: int, minimum: int = 0) -> dict[str, int]:
    """As many from each stratum, or all that a stratum has, the others sharing the rest. Returns and raises as `allocate`."""
    return _spread(counts, dict.fromkeys(counts, 1), total, minimum)


def allocate_by_spread(
    counts: Counts, deviations: Mapping[str, Fraction | int], total: int, minimum: int = 0
) -> dict[str, int]:
    """Neyman's allocation: in proportion to items times standard deviation, the smallest variance of the mean for this total.

    After Cochran, Sampling Techniques (3rd edition 1977), 5.26: n_h = n · N_h S_h / Σ N S. Whoever would give more than they have gives all
    (5.30), whoever has no spread gives the minimum, and more only when all others are used up. Returns and raises as `allocate`; a stratum
    without a deviation, or a negative one, is a ValueError.
    """
    if any(name not in deviations or deviations[name] < 0 for name in counts):
        raise ValueError("each stratum has a deviation, none of them negative")
    return _spread(counts, {name: count * Fraction(deviations[name]) for name, count in counts.items()}, total, minimum)


def allocate_as_chosen(counts: Counts, shares: Counts) -> dict[str, int]:
    """What was chosen for each stratum, or all that there is; what is missing in one is not made up by another.

    Raises ValueError for a negative number.
    """
    if any(number < 0 for number in (*counts.values(), *shares.values())):
        raise ValueError("counts and shares are not negative")
    return {name: min(shares.get(name, 0), counts[name]) for name in sorted(counts)}


def _spread(counts: Counts, weights: Mapping[str, Fraction | int], total: int, minimum: int) -> dict[str, int]:
    if total < 0 or minimum < 0 or any(count < 0 for count in counts.values()):
        raise ValueError("counts, total and minimum are not negative")
    lowest = {name: min(minimum, counts[name]) for name in sorted(counts)}
    if total > sum(counts.values()):
        raise DrawRefused(Fault.TOO_FEW)
    if total < sum(lowest.values()):
        raise DrawRefused(Fault.BELOW_MINIMUM)
    weighty = {name: Fraction(weights[name]) for name in lowest if counts[name] and weights[name]}
    rest = [name for name in lowest if counts[name] and not weights[name]]
    most = sum(counts[name] for name in weighty)
    left = total - sum(lowest[name] for name in rest)
    given = _round(_shares(weighty, lowest, counts, min(left, most)))
    # What has no weight gives more than its minimum only when the others have nothing more to give.
    given |= _round(
        _shares({name: Fraction(counts[name]) for name in rest}, lowest, counts, total - sum(given.values()))
    )
    return {name: given.get(name, 0) for name in lowest}


def _shares(weights: Mapping[str, Fraction], lowest: Counts, highest: Counts, total: int) -> dict[str, Fraction]:
    """The shares λ · weight, held between lowest and highest, that add up to `total`: one λ for all of them."""
    turns = sorted({Fraction(bound[name]) / weights[name] for name in weights for bound in (lowest, highest)})
    for turn in turns:
        held = {name: min(max(turn * weight, lowest[name]), highest[name]) for name, weight in weights.items()}
        if sum(held.values()) >= total:
            break
    else:
        return {}
    # Below this turn and above the one before, the free ones grow with λ and the others stand still.
    before = max((one for one in turns if one < turn), default=turn)
    free = [
        name for name, weight in weights.items() if lowest[name] <= before * weight and turn * weight <= highest[name]
    ]
    fixed = {
        name: Fraction(lowest[name] if turn * weight <= lowest[name] else highest[name])
        for name, weight in weights.items()
        if name not in free
    }
    scale = sum(weights[name] for name in free)
    left = total - sum(fixed.values())
    return fixed | {name: left * weights[name] / scale for name in free}


def _round(shares: Mapping[str, Fraction]) -> dict[str, int]:
    given = {name: floor(share) for name, share in shares.items()}
    missing = sum(shares.values(), Fraction(0)) - sum(given.values())
    by_remainder = sorted(shares, key=lambda name: (given[name] - shares[name], name))
    for name in by_remainder[: int(missing)]:
        given[name] += 1
    return given
