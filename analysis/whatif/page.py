"""The page of a trial: fields, ranking before and after, pairs, and the same under other sets of weights."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _, ngettext

from analysis.peers import peer_groups
from analysis.reading_ranks import Placed, placed
from analysis.results import CycleResult, results_of
from analysis.whatif.firmness import Firmness, Pair, firmness_of, neighbours
from analysis.whatif.means import UnitMeans, means_of
from analysis.whatif.trial import TrialRow, try_weights
from analysis.whatif.weight_sets import Tried, WeightSet, sets_for, tried_weights
from assessments.models import Cycle
from foundation.common.texts import localized
from standards.models import StandardVersion
from standards.studies.groups import weighed_dimensions
from standards.studies.typed import percent_text, weight_field


@dataclass(frozen=True)
class Line:
    """A unit before and after: under the version's weights and under those that are tried."""

    before: TrialRow
    after: TrialRow

    @property
    def unit(self):
        return self.after.means.unit

    @property
    def move(self) -> int:
        """Places up; below 0: down."""
        if self.before.standing.rank is None or self.after.standing.rank is None:
            return 0
        return self.before.standing.rank - self.after.standing.rank

    @property
    def places(self) -> int:
        return abs(self.move)

    @property
    def crosses(self) -> bool:
        """Whether it stands elsewhere by its score alone: what intervals that overlap may hide from the rank."""
        return None not in (self.before.order, self.after.order) and self.before.order != self.after.order

    @property
    def is_by_interval(self) -> bool:
        """Its rank has changed though its score keeps its place: other intervals overlap than before."""
        return bool(self.move) and not self.crosses


@dataclass(frozen=True)
class WhatIf:
    version: StandardVersion
    cycle: Cycle
    result: CycleResult
    units: Sequence[UnitMeans]
    sets: Sequence[WeightSet]
    tried: Tried
    lines: Sequence[Line]

    @property
    def weights(self) -> Mapping[str, int]:
        return self.tried.weights

    @cached_property
    def firmness(self) -> Firmness:
        return firmness_of(self.units, self.weights)

    @property
    def pairs(self) -> list[Pair]:
        return neighbours([line.after for line in self.lines], self.weights)

    @property
    def crossed(self) -> int:
        return sum(line.crosses for line in self.lines)

    @property
    def moved(self) -> int:
        return sum(bool(line.move) for line in self.lines)

    @property
    def groups(self) -> list[tuple[str, list[Line], list[Placed]]]:
        """Comparable units together, by what such a group is called, and how their places come about; large ones first."""
        found: dict[str, list[Line]] = {}
        for line in self.lines:
            found.setdefault(line.unit.peer_group, []).append(line)
        known = [(group.label, found[group.word]) for group in peer_groups(self.result) if group.word in found]
        return [(label, lines, self.ranked(lines)) for label, lines in known]

    def ranked(self, lines: Sequence[Line]) -> list[Placed]:
        """Of one group, under the weights as last computed."""
        names = {line.unit.pk: localized(line.unit, "name") for line in lines}
        return placed(((line.unit.pk, line.after.standing) for line in lines), names)

    @property
    def without_results(self) -> list:
        """Indicators of the version that nobody was scored by in the quarter: they leave the denominator."""
        known = {code for one in self.units for code in one.points}
        return [one for rows in weighed_dimensions(self.version) for one in rows.indicators if one.code not in known]

    @property
    def gone(self) -> list:
        """Indicators of the quarter that the version no longer has."""
        own = {one.code for rows in weighed_dimensions(self.version) for one in rows.indicators}
        return [one for one in self.result.scheme.weighted if one.code not in own]

    def under_each_set(self) -> list[tuple[Line, list[tuple[str, bool]]]]:
        """Per unit its rank under each set, and whether that is another than under the version's own weights."""
        ranks = []
        for one in self.sets:
            rows = try_weights(self.units, one.weights)
            ranks.append({row.means.unit.pk: row.standing for row in rows})
        return [
            (line, [(own[line.unit.pk].label, own[line.unit.pk].rank != ranks[0][line.unit.pk].rank) for own in ranks])
            for line in self.lines
        ]

    def fields(self) -> list[dict]:
        form = self.tried.form
        return [
            {
                "dimension": rows.dimension,
                "total": percent_text(sum(form.given.get(one.code) or 0 for one in rows.indicators)),
                "lines": [
                    {
                        "indicator": one,
                        "name": weight_field(one),
                        "text": form.typed[one.code],
                        "error": form.errors.get(one.code, ""),
                        "own": percent_text(one.weight),
                    }
                    for one in rows.indicators
                ],
            }
            for rows in weighed_dimensions(self.version)
        ]


def what_if(version: StandardVersion, cycle: Cycle, data: Mapping[str, str]) -> WhatIf:
    result = results_of(cycle)
    units = means_of(result)
    sets = sets_for(version, cycle, result.scheme)
    tried = tried_weights(version, sets, data)
    before = {row.means.unit.pk: row for row in try_weights(units, sets[0].weights)}
    lines = [Line(before[row.means.unit.pk], row) for row in try_weights(units, tried.weights)]
    return WhatIf(version, cycle, result, units, sets, tried, lines)


def headline(page: WhatIf) -> str:
    """What a change of weights would do, as a finding."""
    if not page.lines:
        return _("No results to try weights on")
    if page.tried.form.errors:
        return _("A weight cannot be read; the ranking is that of the version’s own weights")
    if not page.tried.is_typed:
        return headline_own(page)
    if page.moved:
        return _moved(page.moved) % {"n": page.moved, "version": page.version.number}
    told = _crossed() if page.crossed else _unmoved()
    return told % {"version": page.version.number}


def _moved(n: int) -> str:
    return ngettext(
        "Against version %(version)d these weights change the rank of %(n)d unit",
        "Against version %(version)d these weights change the rank of %(n)d units",
        n,
    )


def _unmoved() -> str:
    return _("Against version %(version)d these weights change no rank")


def _crossed() -> str:
    return _("Against version %(version)d these weights change the order of scores, but no rank: the intervals overlap")


def script_state(page: WhatIf) -> dict:
    """For `json_script`: what `whatif.js` computes with. Points in units of 1/10,000, so that they are whole numbers."""
    return {
        "own": dict(page.sets[0].weights),
        "sets": {one.name: dict(one.weights) for one in page.sets},
        "fields": {weight_field(one): one.code for rows in weighed_dimensions(page.version) for one in rows.indicators},
        "units": [
            {
                "key": str(one.unit.public_id),
                "group": one.unit.peer_group,
                "points": {code: int(points * 10_000) for code, points in one.points.items()},
                "errors": dict(one.errors),
                "inflation": one.inflation,
                "df": one.df,
            }
            for one in page.units
        ],
        "version": page.version.number,
        "say": {
            "none": _unmoved(),
            "crossed": _crossed(),
            "one": _moved(1),
            "many": _moved(2),
            "order": _("by score %(before)s → %(after)s"),
            "interval": _("only the overlap of intervals"),
            "own": headline_own(page),
            "number": _("A number from 0 to 100 with at most two decimals."),
            "missing": _("The weight is missing."),
            "zero": _("One weight at least is above 0."),
            "stale": _("A weight cannot be read; the ranking is still that of the weights before"),
            "up": _("up %(n)s"),
            "down": _("down %(n)s"),
        },
    }


def headline_own(page: WhatIf) -> str:
    count = page.firmness
    return ngettext(
        "%(firm)d of %(n)d pair of units would keep its order under any weights",
        "%(firm)d of %(n)d pairs of units would keep their order under any weights",
        count.pairs,
    ) % {"firm": count.firm, "n": count.pairs}


def export_headers() -> list[str]:
    return [
        _("Compared within"),
        _("Unit"),
        "n",
        _("Result of the quarter"),
        _("Rank in the quarter"),
        _("Score under the version’s weights"),
        _("Rank under the version’s weights"),
        _("Score under the tried weights"),
        _("± of it"),
        _("Rank under the tried weights"),
        _("Places up against the version’s weights"),
        _("Place by score alone under the version’s weights"),
        _("Place by score alone under the tried weights"),
    ]


def export_rows(page: WhatIf) -> list[list]:
    return [
        [
            line.unit.peer_group,
            str(line.unit),
            line.after.means.n,
            line.after.means.official.value,
            line.after.means.official_label,
            line.before.shown,
            line.before.standing.label,
            line.after.shown,
            line.after.shown_half,
            line.after.standing.label,
            Decimal(line.move),
            line.before.order,
            line.after.order,
        ]
        for line in page.lines
    ]
