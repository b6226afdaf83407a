"""How far assessors agree over the sessions of a period: tables of ratings made of open scores, and what `analysis.agreement` says of them.

A table has a row for each session and a place for each assessor. What somebody marked as not applicable is no rating and counts as not rated.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations

from django.db.models import QuerySet

from analysis.agreement.alpha import alpha
from analysis.agreement.icc import correlations_of
from analysis.agreement.kappa import Weights, cohen_kappa
from analysis.agreement.leniency import Leniency, leniencies_of
from analysis.agreement.outcome import Coefficient
from analysis.agreement.reading import Reading, read
from analysis.agreement.scales import Scale as RatingScale
from assessments.selectors.criteria import Criteria, criteria_of
from calibration.comparison import normalised
from calibration.enums import SCORES_OPEN
from calibration.models import SealedScore
from calibration.selectors.sessions import scores_visible_to
from foundation.common import clock
from organization.models import Person
from standards.enums import Scale
from standards.models import Indicator, StandardVersion

SMALL = 10  # items below which a figure is marked as a small sample


@dataclass(frozen=True)
class Ratings:
    """Open scores as rows by session: `people` in the order of the places, `scores` {session: {person: SealedScore}}."""

    version: StandardVersion
    criteria: Criteria
    people: tuple[Person, ...]
    scores: Mapping[int, Mapping[int, SealedScore]]

    def table(self, value) -> list[list]:
        """A row for each session; `value` gives a rating from a score, or None."""
        return [
            [value(row[person.pk]) if person.pk in row else None for person in self.people]
            for row in self.scores.values()
        ]

    @property
    def totals(self) -> list[list]:
        return self.table(lambda score: score.total)

    def of(self, code: str) -> list[list]:
        """The ratings of one indicator in the shape that its scale wants."""
        return self.table(lambda score: rating_of(self.criteria, code, score.marks.get(code, {})))

    def points_of(self, code: str) -> list[list]:
        return self.table(lambda score: normalised(self.criteria, code, score.marks.get(code, {})))


def rating_of(criteria: Criteria, code: str, mark: Mapping):
    """A level, triggered or not, or points; None for what is no rating."""
    if "level" in mark:
        return mark["level"]
    if "triggered" in mark:
        return mark["triggered"]
    return normalised(criteria, code, mark) if "points" in mark or "count" in mark else None


def ratings_in(version: StandardVersion, first: date, last: date, person: Person | None, *, since=None) -> Ratings:
    """The scores of the version's sessions that ended in the period (both days in it), as far as the person may read them. One query."""
    rows = scores_visible_to(person).filter(
        sheet__session__ended_at__gte=clock.at_local(first, 0),
        sheet__session__ended_at__lt=clock.at_local(last, 23, 59),
    )
    return _ratings(version, rows if since is None else rows.filter(sheet__session__created_at__gt=since))


def all_ratings(version: StandardVersion, first: date, *, since=None) -> Ratings:
    """The same whoever asks: for what is found by rule. One query."""
    rows = SealedScore.objects.select_related("sheet__assessor", "sheet__session").filter(
        sheet__session__state__in=SCORES_OPEN, sheet__session__ended_at__gte=clock.at_local(first, 0)
    )
    return _ratings(version, rows if since is None else rows.filter(sheet__session__created_at__gt=since))


def _ratings(version: StandardVersion, rows: QuerySet[SealedScore]) -> Ratings:
    rows = rows.filter(
        sheet__attempt=None, sheet__session__standard_version=version, sheet__session__state__in=SCORES_OPEN
    )
    scores: dict[int, dict[int, SealedScore]] = {}
    people: dict[int, Person] = {}
    for score in rows.order_by("sheet__session__number", "sheet__assessor__sort_key", "sheet"):
        sheet = score.sheet
        people[sheet.assessor_id] = sheet.assessor
        scores.setdefault(sheet.session_id, {})[sheet.assessor_id] = score
    ordered = tuple(sorted(people.values(), key=lambda one: (one.sort_key, one.pk)))
    return Ratings(version, criteria_of(version), ordered, scores)


@dataclass(frozen=True)
class Agreement:
    """One indicator, or the total where it is None. `icc`: ICC(2) of one assessor among those who scored most items together."""

    indicator: Indicator | None
    alpha: Coefficient
    icc: Coefficient | None
    reading: Reading
    lowest_pair: "Pair | None" = None

    @property
    def is_small(self) -> bool:
        return self.alpha.items < SMALL


@dataclass(frozen=True)
class Pair:
    """Two assessors and their kappa: weighted by the squared steps for rating levels, unweighted for yes/no and red lines."""

    one: Person
    other: Person
    kappa: Coefficient


SCALES = {Scale.RATING: RatingScale.ORDINAL, Scale.YES_NO: RatingScale.NOMINAL, Scale.CRITICAL: RatingScale.NOMINAL}


def agreement_on(ratings: Ratings, indicator: Indicator) -> Agreement:
    table = ratings.of(indicator.code)
    found = alpha(table, SCALES.get(indicator.scale, RatingScale.INTERVAL))
    points = None if indicator.is_critical else ratings.points_of(indicator.code)
    known = [pair for pair in pairs_on(ratings, indicator) if pair.kappa.value is not None]
    return Agreement(
        indicator=indicator,
        alpha=found,
        icc=None if points is None else icc_of(points),
        reading=read(found),
        lowest_pair=min(known, key=lambda pair: pair.kappa.value, default=None),
    )


def agreement_on_totals(ratings: Ratings) -> Agreement:
    found = alpha(ratings.totals, RatingScale.INTERVAL)
    return Agreement(None, found, icc_of(ratings.totals), read(found))


def icc_of(table: Sequence[Sequence[Decimal | None]]) -> Coefficient:
    """ICC(2,1) over the largest part of the table without gaps, since assessors change from session to session."""
    best: tuple[int, ...] = ()
    most = 0
    for places in {tuple(place for place, value in enumerate(row) if value is not None) for row in table}:
        if len(places) < 2:
            continue
        items = sum(all(row[place] is not None for place in places) for row in table)
        if (items, len(places)) > (most, len(best)):
            best, most = places, items
    block = [[row[place] for place in best] for row in table if best and all(row[place] is not None for place in best)]
    return correlations_of(block).icc2.coefficient


def pairs_on(ratings: Ratings, indicator: Indicator) -> list[Pair]:
    """Every two who have rated an item together. Points have no categories and give none."""
    categories = _categories(ratings.criteria, indicator)
    if not categories:
        return []
    weights = Weights.QUADRATIC if indicator.scale == Scale.RATING else Weights.NONE
    table, found = ratings.of(indicator.code), []
    for one, other in combinations(range(len(ratings.people)), 2):
        pairs = [(row[one], row[other]) for row in table]
        if any(None not in pair for pair in pairs):
            kappa = cohen_kappa(pairs, categories, weights)
            found.append(Pair(ratings.people[one], ratings.people[other], kappa))
    return found


def _categories(criteria: Criteria, indicator: Indicator) -> list:
    if indicator.scale == Scale.CRITICAL:
        return [False, True]
    return sorted(criteria.levels[indicator.code]) if indicator.scale in Scale.with_levels() else []


@dataclass(frozen=True)
class Lenient:
    """How much an assessor's totals lie above (lenient) or below (strict) the others' on the same items, in points."""

    person: Person
    leniency: Leniency

    @property
    def is_small(self) -> bool:
        return self.leniency.items < SMALL


def leniencies(ratings: Ratings) -> list[Lenient]:
    """One for each assessor, the most lenient first; who has nothing to be compared with comes last."""
    found = [
        Lenient(person, leniency)
        for person, leniency in zip(ratings.people, leniencies_of(ratings.totals), strict=True)
    ]
    return sorted(found, key=lambda one: (one.leniency.value is None, -(one.leniency.value or 0)))


def agreements(ratings: Ratings) -> list[Agreement]:
    """Of each indicator on the sheet, in the standard's order."""
    return [agreement_on(ratings, indicator) for indicator in ratings.criteria.indicators.values()]


def against_others(ratings: Ratings, person: Person, indicators: Iterable[Indicator]) -> list[tuple[Indicator, Coefficient, int, int]]:  # fmt: skip
    """For each indicator (indicator, alpha of the person's ratings with the middle of the others', items, items on which they gave the same).

    The middle is the lower median of what the others gave, so that nobody of them can be told from it.
    """
    places = [place for place, one in enumerate(ratings.people) if one.pk == person.pk]
    if not places:
        return []
    own, found = places[0], []
    for indicator in indicators:
        table = []
        for row in ratings.of(indicator.code):
            others = sorted(value for place, value in enumerate(row) if place != own and value is not None)
            if row[own] is not None and others:
                table.append([row[own], others[(len(others) - 1) // 2]])
        same = sum(one == other for one, other in table)
        coefficient = alpha(table, SCALES.get(indicator.scale, RatingScale.INTERVAL))
        found.append((indicator, coefficient, len(table), same))
    return found


def own_ratings(version: StandardVersion, first: date, last: date, person: Person) -> Ratings:
    """Just the sessions in which the person has handed in a score, also for those who may see all."""
    ratings = ratings_in(version, first, last, person)
    scores = {session: row for session, row in ratings.scores.items() if person.pk in row}
    present = {one for row in scores.values() for one in row}
    people = tuple(one for one in ratings.people if one.pk in present)
    return Ratings(version, ratings.criteria, people, scores)
