"""How many items each stratum gives to a sample."""

from collections.abc import Mapping

from sampling.refusals import DrawRefused, Fault


def allocate(counts: Mapping[str, int], total: int, minimum: int = 0) -> dict[str, int]:
    """Spread `total` over strata in proportion to their `counts`, none below `minimum` where it has that many items.

    A stratum whose share falls short of its minimum gets the minimum; the others share what is left in proportion, in whole numbers by
    largest remainder (Hamilton), equal remainders by name. Exact integers throughout: the sum is `total`, no stratum gives more than it
    has, and the order of `counts` does not matter. Returned in the order of names.
    Raises DrawRefused where there are fewer than `total` items or the minimums alone exceed it, ValueError for negative numbers.
    """
    if total < 0 or minimum < 0 or any(count < 0 for count in counts.values()):
        raise ValueError("counts, total and minimum are not negative")
    floors = {name: min(minimum, counts[name]) for name in sorted(counts)}
    if total > sum(counts.values()):
        raise DrawRefused(Fault.TOO_FEW)
    if total < sum(floors.values()):
        raise DrawRefused(Fault.BELOW_MINIMUM)
    given: dict[str, int] = {}
    free = [name for name in floors if counts[name]]
    left, items = total, sum(counts.values())
    while True:
        # Each stratum that takes its minimum leaves less for the others, so one of them may fall below its own.
        short = [name for name in free if left * counts[name] < floors[name] * items]
        if not short:
            break
        for name in short:
            given[name] = floors[name]
        free = [name for name in free if name not in given]
        left, items = total - sum(given.values()), sum(counts[name] for name in free)
    given |= _largest_remainder({name: counts[name] for name in free}, left)
    return {name: given.get(name, 0) for name in floors}


def _largest_remainder(counts: Mapping[str, int], total: int) -> dict[str, int]:
    items = sum(counts.values())
    if not items:
        return {}
    shares = {name: divmod(total * count, items) for name, count in counts.items()}
    given = {name: whole for name, (whole, _) in shares.items()}
    by_remainder = sorted(shares, key=lambda name: (-shares[name][1], name))
    for name in by_remainder[: total - sum(given.values())]:
        given[name] += 1
    return given
