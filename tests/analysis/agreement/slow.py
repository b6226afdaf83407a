"""Agreement once more, by the definitions, in fractions and without numpy. Slow, plain, and sharing no line with the project."""

from fractions import Fraction
from itertools import product


def squared(scale, one, other, ratings):
    """δ² of two ratings, given all ratings that count."""
    if scale == "nominal":
        return Fraction(one != other)
    if scale == "interval":
        return Fraction(one - other) ** 2
    if scale == "ratio":
        return Fraction(one - other, one + other) ** 2 if one + other else Fraction(0)
    low, high = min(one, other), max(one, other)
    between = sum(low <= rating <= high for rating in ratings)
    ends = Fraction(sum(rating == low for rating in ratings) + sum(rating == high for rating in ratings), 2)
    return (between - ends) ** 2 if one != other else Fraction(0)


def alpha(table, scale):
    """1 − (mean δ² of pairs within items, an item of m ratings weighing m) / (mean δ² of all pairs). None where it does not exist."""
    items = [[rating for rating in row if rating is not None] for row in table]
    items = [row for row in items if len(row) > 1]
    ratings = [rating for row in items for rating in row]
    n = len(ratings)
    if not n:
        return None
    observed = Fraction(0)
    for row in items:
        pairs = [(i, j) for i, j in product(range(len(row)), repeat=2) if i != j]
        observed += sum((squared(scale, row[i], row[j], ratings) for i, j in pairs), Fraction(0)) / (len(row) - 1)
    everywhere = [(i, j) for i, j in product(range(n), repeat=2) if i != j]
    expected = sum((squared(scale, ratings[i], ratings[j], ratings) for i, j in everywhere), Fraction(0)) / (n - 1)
    return 1 - observed / expected if expected else None


def kappa(pairs, categories, weights):
    """Mean disagreement of the pairs as they are, over that of every first rating with every second one."""
    pairs = [pair for pair in pairs if None not in pair]
    if not pairs:
        return None

    def apart(one, other):
        steps = abs(categories.index(one) - categories.index(other))
        return {"none": int(steps > 0), "linear": steps, "quadratic": steps**2}[weights]

    observed = Fraction(sum(apart(one, other) for one, other in pairs), len(pairs))
    everybody = [apart(one, other) for one, _ in pairs for _, other in pairs]
    expected = Fraction(sum(everybody), len(everybody))
    return 1 - observed / expected if expected else None


def fleiss(counts):
    """Share of agreeing pairs within items against that of two ratings drawn with putting back."""
    ratings = [[place for place, count in enumerate(row) for _ in range(count)] for row in counts]
    inside = [Fraction(sum(a == b for a, b in _ordered(row)), len(_ordered(row))) for row in ratings]
    alike = sum(inside) / len(inside)
    everything = [rating for row in ratings for rating in row]
    chance = Fraction(sum(a == b for a in everything for b in everything), len(everything) ** 2)
    return (alike - chance) / (1 - chance) if chance != 1 else None


def _ordered(row):
    return [(row[i], row[j]) for i, j in product(range(len(row)), repeat=2) if i != j]


def components(table):
    """Of the two-way model: mean squares between items, within items, between assessors, of the rest, from the deviations themselves."""
    n, k = len(table), len(table[0])
    mean = Fraction(sum(map(sum, table)), n * k)
    items = [Fraction(sum(row), k) for row in table]
    assessors = [Fraction(sum(row[j] for row in table), n) for j in range(k)]
    between = k * sum((one - mean) ** 2 for one in items) / (n - 1)
    within = sum((table[i][j] - items[i]) ** 2 for i in range(n) for j in range(k)) / Fraction(n * (k - 1))
    of_assessors = n * sum((one - mean) ** 2 for one in assessors) / (k - 1)
    rest = sum((table[i][j] - items[i] - assessors[j] + mean) ** 2 for i in range(n) for j in range(k))
    return between, within, of_assessors, rest / Fraction((n - 1) * (k - 1))


def correlations(table):
    """{form: (variance of items, all variance)} by the variance components of Shrout and Fleiss; for means the rest divided by k."""
    n, k = len(table), len(table[0])
    between, within, of_assessors, rest = components(table)
    own = (between - within) / k
    shared = (between - rest) / k
    leniency = (of_assessors - rest) / n
    return {
        "icc1": (own, own + within),
        "icc2": (shared, shared + leniency + rest),
        "icc3": (shared, shared + rest),
        "icc1_mean": (own, own + within / k),
        "icc2_mean": (shared, shared + (leniency + rest) / k),
        "icc3_mean": (shared, shared + rest / k),
    }


def concordance(table):
    """Variance of the items' rank sums over the largest that these ties allow: W from the ranks, by their mean correlation.

    W = (1 + (m − 1) r̄) / m holds without ties only; so the sums themselves are taken: S / (m Σ of each assessor's own sum of squares)."""
    columns = list(zip(*table, strict=True))
    ranked = [[_rank(score, column) for score in column] for column in columns]
    middle = Fraction(len(table) + 1, 2)
    sums = [sum(ranks) - len(columns) * middle for ranks in zip(*ranked, strict=True)]
    own = sum((rank - middle) ** 2 for ranks in ranked for rank in ranks)
    return sum(one**2 for one in sums) / (len(columns) * own) if own else None


def _rank(score, column):
    return 1 + sum(other < score for other in column) + Fraction(sum(other == score for other in column) - 1, 2)


def leniency(table, place, reference=None):
    """Each item's difference, one after the other."""
    found = []
    for item, row in enumerate(table):
        if row[place] is None:
            continue
        if reference is not None:
            if reference[item] is not None:
                found.append(Fraction(row[place]) - reference[item])
            continue
        others = [row[j] for j in range(len(row)) if j != place and row[j] is not None]
        if others:
            found.append(row[place] - Fraction(sum(others), len(others)))
    return found
