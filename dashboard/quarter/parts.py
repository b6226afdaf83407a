"""The parts of the page, each with the finding as its title and every figure with the address of what it is made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from django.utils.translation import gettext as _, ngettext

from analysis.estimates import ScoreEstimate
from analysis.links import indicator_url, targets_url, unit_url
from analysis.peers import PeerGroup
from analysis.ranking import Standing, rank_units
from analysis.reading_ranks import Placed, placed
from analysis.results import UnitResult
from analysis.sentences import about_quarter, about_ranking, about_weak_spots, listed
from analysis.targets.lines import Sheet, TargetLine
from analysis.targets.words import about_targets
from analysis.trends import chart_of
from dashboard.quarter.overview import Overview
from foundation.common.templatetags.numbers import plain
from foundation.common.texts import localized
from organization.models import Unit

BARS_SHOWN = 8
VITAL = Decimal(60)  # percent of all points lost that the title speaks of
FEW = 5  # as many indicators as may be called a few


@dataclass(frozen=True)
class Card:
    label: str
    score: ScoreEstimate
    url: str


def cards(view: Overview) -> list[Card]:
    """The whole and each dimension; a card opens the units that its mean is made of."""
    choice = view.choice
    found = [Card(_("Whole score"), view.overall.whole, choice.url("ranking", dimension=""))]
    for dimension in view.result.scheme.dimensions:
        if dimension.code in view.overall.dimensions:
            found.append(
                Card(
                    str(dimension),
                    view.overall.dimensions[dimension.code],
                    choice.url("ranking", dimension=dimension.code),
                )
            )
    return found


def heading(view: Overview) -> str:
    return about_quarter(view.result, view.choice.rows, view.overall)


def lead(view: Overview) -> str:
    """The cycle, how many units, and how far scoring has got."""
    rows = view.choice.rows
    units = ngettext("%(n)s unit", "%(n)s units", len(rows)) % {"n": plain(len(rows), 0)}
    facts = {"done": sum(row.sheets for row in rows), "planned": sum(row.planned for row in rows)}
    sheets = _("%(done)s of %(planned)s sheets scored") % {name: plain(count, 0) for name, count in facts.items()}
    return " · ".join([localized(view.result.cycle, "name"), units, sheets])


@dataclass(frozen=True)
class Ranking:
    """One group of comparable units: `rows` for `{% interval_plot %}`, the finding as its `title`, and how the places come about."""

    title: str
    rows: list[dict]
    ranked: list[Placed]


def score_in(row: UnitResult, dimension: str) -> ScoreEstimate:
    return row.dimensions[dimension] if dimension else row.whole


def standings(group: PeerGroup, dimension: str) -> list[tuple[UnitResult, Standing]]:
    """The group's units with their places, best first: as they are for the whole, anew for a dimension."""
    if not dimension:
        return [(row, row.standing) for row in group.rows]
    by_unit = {row.unit.pk: row for row in group.rows}
    ranked = rank_units({key: row.dimensions[dimension].estimate for key, row in by_unit.items()})
    return [(by_unit[key], standing) for key, standing in ranked.items()]


def rankings(view: Overview) -> list[Ranking]:
    choice = view.choice
    dimension = choice.dimension.code if choice.dimension else ""
    return [_ranking(view, group, dimension) for group in choice.shown]


def _ranking(view: Overview, group: PeerGroup, dimension: str) -> Ranking:
    found = standings(group, dimension)
    rows = []
    for row, standing in found:
        score = score_in(row, dimension)
        rows.append(
            {
                "rank": standing.rank,
                "tied": standing.label.endswith("="),
                "label": _named(row.unit, score),
                "url": unit_url(row.unit, view.result.cycle, dimension),
                "value": score.value,
                "half": score.half,
                "low": score.low,
                "high": score.high,
                "n": score.n,
                "small": score.small and score.value is not None,
            }
        )
    title = _ranking_title(view, group, about_ranking([(row.unit, standing) for row, standing in found]))
    names = {row.unit.pk: localized(row.unit, "name") for row, _standing in found}
    return Ranking(title, rows, placed(((row.unit.pk, standing) for row, standing in found), names))


def _named(unit: Unit, score: ScoreEstimate) -> str:
    """A score that a critical event holds down says so: the figure alone would look like bad service."""
    name = localized(unit, "name")
    return _("%(unit)s (critical event)") % {"unit": name} if score.events else name


def _ranking_title(view: Overview, group: PeerGroup, finding: str) -> str:
    facts = {"group": group.label, "dimension": view.choice.dimension, "finding": finding}
    if view.choice.dimension:
        return (_("%(dimension)s, %(group)s: %(finding)s") if group.label else _("%(dimension)s: %(finding)s")) % facts
    return (_("%(group)s ranking: %(finding)s") if group.label else _("Ranking: %(finding)s")) % facts


def ranking_reach(rankings: list[Ranking]) -> list[Decimal]:
    """All ends of all intervals: groups side by side share one axis, so that a dot means the same in each."""
    ends = []
    for ranking in rankings:
        for row in ranking.rows:
            if row["value"] is not None:
                ends += [end for end in (row["value"], row["low"], row["high"]) if end is not None]
    return ends


def heat_map(view: Overview) -> dict:
    """Unit × dimension, units in the order of the ranking."""
    dimensions = [one for one in view.result.scheme.dimensions if one.weight]
    cycle = view.result.cycle

    def cells(row: UnitResult) -> Iterator[dict]:
        for one in dimensions:
            score = row.dimensions[one.code]
            yield {"value": score.value, "n": score.n, "small": score.small, "url": unit_url(row.unit, cycle, one.code)}

    rows = [
        {"label": localized(row.unit, "name"), "url": unit_url(row.unit, cycle), "cells": list(cells(row))}
        for row in view.choice.rows
    ]
    return {
        "title": about_weak_spots(view.result, view.choice.rows),
        "columns": [str(one) for one in dimensions],
        "rows": rows,
    }


def points_lost(view: Overview) -> dict:
    """Where the points are lost: weight × (100 − score) of each indicator, in points of the whole, largest first.

    The title names how many indicators make up the bulk of all points lost, if they are few.
    """
    lost = [
        (indicator, Decimal(indicator.weight) / 10_000 * (100 - score.value))
        for indicator in view.result.scheme.weighted
        if (score := view.overall.indicators[indicator.code]).value is not None
    ]
    lost = sorted((pair for pair in lost if pair[1] > 0), key=lambda pair: -pair[1])
    total = sum((points for _indicator, points in lost), Decimal(0))
    shown = [
        {"label": str(indicator), "value": points, "url": indicator_url(indicator, view.result.cycle)}
        for indicator, points in lost[:BARS_SHOWN]
    ]
    return {
        "title": _about_lost([points for _one, points in lost], total),
        "rows": shown,
        "total": total,
        "more": max(len(lost) - BARS_SHOWN, 0),
    }


def _about_lost(lost: list[Decimal], total: Decimal) -> str:
    if not total:
        return _("No points are lost")
    sofar = list(accumulate(lost))
    count = next(number for number, points in enumerate(sofar, start=1) if points / total * 100 >= VITAL)
    if count > FEW:
        return _("Points lost: spread over many indicators")
    share = plain(sofar[count - 1] / total * 100, 0)
    text = ngettext(
        "Points lost: one indicator makes up %(share)s %%",
        "Points lost: %(count)d indicators make up %(share)s %%",
        count,
    )
    return text % {"count": count, "share": share}


def trend(view: Overview) -> dict:
    choice, scheme = view.choice, view.result.scheme
    name = str(choice.dimension) if choice.dimension else _("Whole score")
    return chart_of(view.trend, name, target=choice.dimension.target if choice.dimension else scheme.target)


def without_data(view: Overview) -> str:
    """Names of the units that have no figure yet."""
    rows = [row for row in view.choice.rows if row.whole.value is None and not row.whole.few]
    return listed([localized(row.unit, "name") for row in rows])


def with_too_few(view: Overview) -> str:
    """Names of the units of which too few sheets have been scored."""
    return listed([localized(row.unit, "name") for row in view.choice.rows if row.whole.few])


@dataclass(frozen=True)
class Targets:
    """The version's own list of figures; scores against their targets stand above on the page."""

    title: str
    lines: tuple[TargetLine, ...]
    url: str


def targets(view: Overview) -> Targets | None:
    """Of all chosen units together; None where the standard names no figures."""
    sheet = Sheet(view.result, chosen=view.choice.units)
    if not sheet.figures:
        return None
    lines = tuple(sheet.of_organization(sheet.figures))
    title = about_targets((line.aim, line.actual) for line in lines)
    return Targets(title, lines, targets_url(view.result.cycle))
