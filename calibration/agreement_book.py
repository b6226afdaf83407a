"""The figures of the agreement pages as rows of a workbook: one figure a row, never alone: interval, how many items and which."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from analysis.agreement.leniency import Leniency
from analysis.agreement.outcome import Coefficient
from analysis.agreement.reading import explain, read
from calibration.comparison import name_of
from calibration.selectors.agreement import Agreement, Lenient, Pair, Ratings
from foundation.common.templatetags.marks import person_name
from standards.models import Indicator

PLACES = Decimal("0.0001")


def headers() -> list[str]:
    return [
        _("Indicator"),
        _("Measure of agreement"),
        _("Assessors"),
        _("Value"),
        _("Interval from"),
        _("Interval to"),
        _("Items"),
        _("Number of assessors"),
        _("Reading"),
        _("Items that it is made of"),
    ]


def rows_of(ratings: Ratings, agreement: Agreement, pairs: Iterable[Pair]) -> list[list]:
    """Of one indicator, or of the totals: alpha, ICC, each pair."""
    indicator = agreement.indicator
    name = name_of(indicator) if indicator else _("Total")
    table = ratings.of(indicator.code) if indicator else ratings.totals
    items = _compared(ratings, table)
    everybody = _(", ").join(person_name(person) for person in ratings.people)
    rows = [_row(name, _("Alpha"), everybody, agreement.alpha, items)]
    if agreement.icc is not None:
        rows.append(_row(name, _("ICC"), "", agreement.icc, items))
    return rows + [_pair(ratings, name, table, pair) for pair in pairs]


def _pair(ratings: Ratings, name: str, table: list[list], pair: Pair) -> list:
    one, other = (ratings.people.index(person) for person in (pair.one, pair.other))
    both = [[row[one], row[other]] for row in table]
    who = f"{person_name(pair.one)} – {person_name(pair.other)}"
    return _row(name, _("Weighted kappa"), who, pair.kappa, _compared(ratings, both))


def leniency_rows(ratings: Ratings, found: Iterable[Lenient]) -> list[list]:
    """Points above (lenient) or below (strict) the others, for each assessor."""
    rows = []
    for one in found:
        place = ratings.people.index(one.person)
        own = [row if row[place] is not None else [] for row in ratings.totals]
        figures = _figures(one.leniency.value, one.leniency.low, one.leniency.high)
        who, items = person_name(one.person), _compared(ratings, own)
        reading = _in_words(one.leniency)
        rows.append(
            [_("Total"), _("Points above or below the others"), who, *figures, one.leniency.items, None, reading, items]
        )
    return rows


def _in_words(leniency: Leniency) -> str:
    if leniency.value is None:
        return _("nothing to compare with")
    if not leniency.is_sure:
        return _("cannot be told from the others")
    return _("lenient") if leniency.value > 0 else _("strict")


def own_rows(
    ratings: Ratings, own: Lenient | None, lines: Iterable[tuple[Indicator, Coefficient, int, int]]
) -> list[list]:
    """One's own figures against the middle of the others, who are not named."""
    rows = leniency_rows(ratings, [own] if own else [])
    place = next((at for at, person in enumerate(ratings.people) if own and person.pk == own.person.pk), None)
    if place is None:
        return rows
    who = person_name(own.person)
    for indicator, coefficient, count, same in lines:
        name = name_of(indicator)
        table = [row if row[place] is not None else [] for row in ratings.of(indicator.code)]
        items = _compared(ratings, table)
        rows.append([name, _("Same as the middle"), who, same, None, None, count, None, "", items])
        rows.append(_row(name, _("Alpha"), who, coefficient, items))
    return rows


def _row(name: str, figure: str, who: str, found: Coefficient, items: str) -> list:
    reading = explain(found.reason) if found.value is None else read(found).label
    return [
        name,
        figure,
        who,
        *_figures(found.value, found.low, found.high),
        found.items,
        found.assessors,
        reading,
        items,
    ]


def _figures(*values) -> list[Decimal | None]:
    """Rounded: what a workbook shows of a float is no exactness."""
    return [None if value is None else Decimal(str(float(value))).quantize(PLACES) for value in values]


def _compared(ratings: Ratings, table: list[list]) -> str:
    """Numbers of the sessions in which two have rated it."""
    numbers = (next(iter(row.values())).sheet.session.number for row in ratings.scores.values())
    rated = (sum(value is not None for value in row) > 1 for row in table)
    return _(", ").join(number for number, counts in zip(numbers, rated, strict=True) if counts)
