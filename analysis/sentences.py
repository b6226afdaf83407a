"""Findings as sentences, by rule from the figures. What the sample cannot tell is said to be so; nothing is said that no figure carries."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _, ngettext, pgettext

from analysis.computing import Scores
from analysis.estimates import ScoreEstimate, with_change
from analysis.ranking import Standing
from analysis.results import CycleResult, UnitResult
from analysis.scheme import DimensionInfo
from foundation.common.templatetags.numbers import plain, short
from foundation.common.texts import localized
from organization.models import Unit


def listed(names: Sequence[str]) -> str:
    """“A”, “A and B”, “A, B and C”."""
    names = [str(name) for name in names]
    if len(names) < 2:
        return "".join(names)
    head = pgettext("between names of a list", ", ").join(names[:-1])
    return _("%(head)s and %(last)s") % {"head": head, "last": names[-1]}


def gap(score: ScoreEstimate) -> Decimal:
    """Points below the target; negative above it."""
    return score.target - score.value


def surely_below(result: CycleResult, scores: Scores) -> list[DimensionInfo]:
    """Dimensions below their target beyond chance, the widest gap first."""
    below = [
        one for one in result.scheme.dimensions if one.weight and scores.dimensions[one.code].is_surely_below_target
    ]
    return sorted(below, key=lambda one: -gap(scores.dimensions[one.code]))


def _perhaps_below(result: CycleResult, scores: Scores) -> list[DimensionInfo]:
    return [one for one in result.scheme.dimensions if one.weight and scores.dimensions[one.code].is_below_target]


def about_quarter(result: CycleResult, rows: Sequence[UnitResult] | None = None, overall: Scores | None = None) -> str:
    """The headline of the manager's page: what misses its target, and where that is concentrated.

    `rows` and `overall` are those of the units that are looked at; by default all.
    """
    rows, overall = result.rows if rows is None else rows, overall or result.overall
    if overall.whole.value is None:
        return _("No figures yet for %(cycle)s") % {"cycle": localized(result.cycle, "name")}
    missed = surely_below(result, overall)
    if missed:
        return _missed(missed, rows)
    units = [row for row in rows if row.whole.is_surely_below_target]
    if units and (count := len(units)):
        names = listed([localized(row.unit, "name") for row in units[-2:]])
        text = ngettext(
            "On the whole on target, but %(units)s is below", "On the whole on target, but %(units)s are below", count
        )
        return text % {"units": names if count <= 2 else _("%(count)d units") % {"count": count}}
    unsure = _perhaps_below(result, overall)
    if unsure:
        return _("No dimension misses its target beyond chance; %(names)s cannot be told yet") % {
            "names": listed(unsure)
        }
    if any(one.target is not None for one in result.scheme.dimensions):
        return _("All dimensions reach their targets")
    return _("The whole stands at %(score)s points") % {"score": plain(overall.whole.value)}


def _missed(missed: list[DimensionInfo], rows: Sequence[UnitResult]) -> str:
    """Which dimensions miss their targets, and where the worst of them does."""
    worst, where = missed[0], _where(missed[0], rows)
    facts = {"names": listed(missed), "count": len(missed), "worst": worst, "where": where}
    if len(missed) == 1:
        return (_("%(names)s is below its target %(where)s") if where else _("%(names)s is below its target")) % facts
    if len(missed) == 2:
        return (
            _("%(names)s are below their targets; %(worst)s %(where)s")
            if where
            else _("%(names)s are below their targets")
        ) % facts
    if where:
        return _("%(count)d dimensions are below their targets; %(worst)s most of all, %(where)s") % facts
    return _("%(count)d dimensions are below their targets, %(worst)s most of all") % facts


def _where(dimension: DimensionInfo, rows: Sequence[UnitResult]) -> str:
    """“in every unit”, “in East Branch and West Branch”, “in 7 of 12 units, worst in East Branch”; empty where no single unit stands out."""
    known = [row for row in rows if row.dimensions[dimension.code].value is not None]
    below = sorted(
        (row for row in known if row.dimensions[dimension.code].is_surely_below_target),
        key=lambda row: row.dimensions[dimension.code].value,
    )
    if len(known) < 2 or not below:
        return ""
    names = listed([localized(row.unit, "name") for row in below[:2]])
    if len(below) == len(known):
        return _("in every unit")
    if len(below) <= 2:
        return _("in %(units)s") % {"units": names}
    return _("in %(count)d of %(all)d units, worst in %(units)s") % {
        "count": len(below),
        "all": len(known),
        "units": localized(below[0].unit, "name"),
    }


def about_few(name: str, score: ScoreEstimate) -> str:
    text = ngettext(
        "%(unit)s: one scored sheet is too few to show a figure",
        "%(unit)s: %(n)d scored sheets are too few to show a figure",
        score.n,
    )
    return text % {"unit": name, "n": score.n}


def standing_of(name: str, score: ScoreEstimate) -> str:
    """“East Branch scores 80.0, below the target of 90”; what chance leaves open is said to be open."""
    facts = {"unit": name, "score": plain(score.value), "target": short(score.target)}
    if score.target is None:
        return _("%(unit)s scores %(score)s") % facts
    if score.is_surely_below_target:
        return _("%(unit)s scores %(score)s, below the target of %(target)s") % facts
    if score.low is not None and score.low >= score.target:
        return _("%(unit)s scores %(score)s and reaches the target of %(target)s") % facts
    return _("%(unit)s scores %(score)s; whether it reaches the target of %(target)s cannot be told yet") % facts


def about_unit(result: CycleResult, row: UnitResult) -> str:
    """The headline of a unit's page."""
    unit, whole = localized(row.unit, "name"), row.whole
    if whole.few:
        return about_few(unit, whole)
    if whole.value is None:
        return _("No figures yet for %(unit)s") % {"unit": unit}
    text = standing_of(unit, whole)
    missed = surely_below(result, row)
    if not missed:
        return text
    furthest = max(_perhaps_below(result, row), key=lambda one: gap(row.dimensions[one.code]))
    score = row.dimensions[missed[0].code]
    # Another one may look further off by figures that chance alone may explain: then this is not called the furthest.
    sentence = (
        _("%(finding)s – furthest from its target: %(dimension)s, %(score)s of %(target)s")
        if furthest == missed[0]
        else _("%(finding)s – below its target beyond chance: %(dimension)s, %(score)s of %(target)s")
    )
    return sentence % {
        "finding": text,
        "dimension": missed[0],
        "score": plain(score.value),
        "target": short(score.target),
    }


def about_change(result: CycleResult, score: ScoreEstimate) -> str:
    """“up by 1.3 since Q3 2026”, “not distinguishably different from …”; empty without a cycle before."""
    if score.change is None:
        return ""
    facts = {"points": plain(abs(score.change)), "cycle": localized(result.previous, "name")}
    if not score.significant:
        return _("no change since %(cycle)s that goes beyond chance") % facts
    return (
        _("up by %(points)s since %(cycle)s") if score.change > 0 else _("down by %(points)s since %(cycle)s")
    ) % facts


def about_ranking(placed: Sequence[tuple[Unit, Standing]]) -> str:
    """One group of comparable units with their places: who stands out, if anybody does."""
    ranked = [(unit, standing) for unit, standing in placed if standing.rank is not None]
    first = [unit for unit, standing in ranked if standing.rank == 1]
    if not ranked:
        return _("no unit has enough figures to be ranked")
    if len(ranked) == 1:
        return _("one unit, nothing to compare")
    if len(first) == len(ranked):
        return _("no two units can be told apart")
    if len(first) == 1:
        return _("%(unit)s leads") % {"unit": localized(first[0], "name")}
    return _("the first %(count)d cannot be told apart") % {"count": len(first)}


def about_weak_spots(result: CycleResult, rows: Sequence[UnitResult]) -> str:
    """The heat map's title: the dimension in which most units miss their target beyond chance, and the worst of them."""
    spots = {
        one: [row for row in rows if row.dimensions[one.code].is_surely_below_target]
        for one in result.scheme.dimensions
        if one.weight
    }
    dimension = max(
        spots, key=lambda one: (len(spots[one]), sum(gap(row.dimensions[one.code]) for row in spots[one])), default=None
    )
    if dimension is None or not spots[dimension]:
        return _("No weak spot goes beyond chance")
    return _("Weak spot: %(dimension)s %(where)s") % {"dimension": dimension, "where": _where(dimension, rows)}


def about_trend(what: str, scores: Sequence[ScoreEstimate], names: Sequence[str]) -> str:
    """The trend's title: the last step, if it goes beyond chance; otherwise the whole span; otherwise that nothing has moved."""
    known = [(score, name) for score, name in zip(scores, names, strict=True) if score.value is not None]
    if len(known) < 2:
        return _("%(what)s: one quarter so far, a trend needs two") % {"what": what}
    last = with_change(known[-1][0], known[-2][0])
    span = with_change(known[-1][0], known[0][0])
    step = last if last.significant else span
    since = known[-2][1] if last.significant else known[0][1]
    facts = {"what": what, "points": plain(abs(step.change)), "since": since}
    if not step.significant:
        return _("%(what)s: no change since %(since)s that goes beyond chance") % facts
    return (
        _("%(what)s: up by %(points)s points since %(since)s")
        if step.change > 0
        else _("%(what)s: down by %(points)s points since %(since)s")
    ) % facts
