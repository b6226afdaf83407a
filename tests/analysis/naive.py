"""Results once more, by another way: from the items of sealed revisions, without kept totals. Slow, plain, and sharing no code with the room."""

import statistics
from collections import defaultdict
from fractions import Fraction

from assessments.models import ItemScore, ScoreSheet
from standards.models import Indicator


def mean(values):
    values = list(values)
    return sum(values) / Fraction(len(values))


def sheets_of(cycle, unit):
    """[{indicator: Fraction of 0–100}] of the latest revisions of the unit's plan sheets, and whether a critical indicator was triggered."""
    found = []
    for sheet in ScoreSheet.objects.filter(cycle=cycle, unit=unit, plan__isnull=False, revision__isnull=False):
        marks, triggered = {}, False
        for item in ItemScore.objects.filter(revision=sheet.revision_id).select_related("indicator"):
            triggered = triggered or bool(item.triggered)
            if item.points is not None:
                marks[item.indicator] = Fraction(item.points) * 100 / Fraction(item.indicator.max_points)
        found.append((marks, triggered))
    return found


def weighted(marks):
    weight = sum(indicator.weight for indicator in marks)
    return sum(points * indicator.weight for indicator, points in marks.items()) / Fraction(weight)


def to_units(value):
    """Rounded half up to 1/10,000, as a sheet's total is stored."""
    doubled = 2 * value * 10_000 + 1
    return Fraction(doubled.numerator // (2 * doubled.denominator), 10_000)


def sheet_scores(cycle, unit):
    """{"": totals, dimension code: scores, indicator code: scores} as lists of Fractions."""
    found = defaultdict(list)
    for marks, triggered in sheets_of(cycle, unit):
        found[""].append(Fraction(0) if triggered else to_units(weighted(marks)))
        by_dimension = defaultdict(dict)
        for indicator, points in marks.items():
            found[indicator.code].append(to_units(points))
            by_dimension[indicator.dimension.code][indicator] = points
        for code, own in by_dimension.items():
            found[code].append(to_units(weighted(own)))
    return found


def score(cycle, unit, indicators, key, measured):
    """Weighted mean of the sheets' mean and of measured points; `measured`: {indicator code: Fraction points}."""
    on_sheets = [one for one in indicators if one.scale != "measured"]
    parts = []
    values = sheet_scores(cycle, unit).get(key)
    if values:
        parts.append((sum(one.weight for one in on_sheets), mean(values)))
    parts += [(one.weight, measured[one.code]) for one in indicators if one.code in measured]
    return (
        sum(weight * value for weight, value in parts) / Fraction(sum(weight for weight, _value in parts))
        if parts
        else None
    )


def whole_score(cycle, unit, measured):
    return score(cycle, unit, list(Indicator.objects.filter(version=cycle.standard_version)), "", measured)


def dimension_score(cycle, unit, code, measured):
    own = list(Indicator.objects.filter(version=cycle.standard_version, dimension__code=code))
    return score(cycle, unit, own, code, measured)


def standard_error(values, population=None):
    error = statistics.stdev(float(value) for value in values) / len(values) ** 0.5
    return error if population is None else error * (1 - len(values) / population) ** 0.5
