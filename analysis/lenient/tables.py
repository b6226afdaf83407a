"""Leniencies as rows of a workbook."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from analysis.lenient.additive import Effect
from analysis.lenient.lines import Leniencies
from analysis.tables import shown
from foundation.common.texts import localized


def leniency_headers() -> list[str]:
    return [
        _("Of whom"),
        _("Number"),
        _("Name"),
        _("Sheets"),
        _("Leniency, points"),
        _("95 % interval: lower end"),
        _("95 % interval: upper end"),
        _("Beyond chance"),
        _("Whole score"),
        _("Adjusted for leniency"),
    ]


def leniency_rows(found: Leniencies) -> Iterator[list]:
    """Rounded as the page shows them."""
    for line in found.assessors:
        person = line.assessor
        yield [_("Assessor"), person.staff_number, localized(person, "name"), *_effect(line.effect), None, None]
    for line in found.units:
        unit, whole = line.row.unit, line.row.whole
        yield [
            _("Unit"), unit.code, localized(unit, "name"), *_effect(line.lift), shown(whole.value), shown(line.adjusted),
        ]  # fmt: skip


def _effect(effect: Effect) -> list:
    ends = [None if value is None else shown(Decimal(value)) for value in (effect.value, effect.low, effect.high)]
    return [effect.n, *ends, _("yes") if effect.is_sure else ""]
