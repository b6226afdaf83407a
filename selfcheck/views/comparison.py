"""Self against inspected: units of a cycle side by side, and both as a workbook."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET

from assessments.models import Cycle
from foundation.common.errors import require
from foundation.common.exports import workbook_response
from foundation.common.texts import localized
from organization.rules import sees_all_units
from selfcheck import rules
from selfcheck.enums import Direction
from selfcheck.selectors.checks import visible_to, with_self_checks
from selfcheck.selectors.figures import Compared, comparable, compared, of_cycle
from selfcheck.tabs import tabs_for
from selfcheck.views.checks import check_or_404
from selfcheck.views.drawing import drawn


def _chosen_cycle(request: HttpRequest) -> tuple[Cycle | None, list[Cycle]]:
    """By `?cycle=`; without it the latest of which there is something to compare, or else the latest."""
    cycles = list(with_self_checks(visible_to(request.person)))
    code = request.GET.get("cycle")
    if code:
        return next((one for one in cycles if one.code == code), None), cycles
    known = set(comparable(request.person).order_by().values_list("check_of__cycle", flat=True).distinct())
    return next((one for one in cycles if one.pk in known), cycles[0] if cycles else None), cycles


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    require(rules.can_see_self_checks, request.person)
    cycle, cycles = _chosen_cycle(request)
    rows = of_cycle(request.person, cycle) if cycle else []
    whole = [row for row in rows if row.comparison.whole]
    context = {
        "cycle": cycle,
        "cycles": cycles,
        "rows": rows,
        "missing": _missing(request, cycle, rows) if cycle else 0,
        "heading": _heading(rows),
        "plot": drawn([(row.comparison.whole, row.check.unit, row.check.get_absolute_url()) for row in whole]),
        "sees_all": sees_all_units(request.person),
        "tabs": tabs_for("comparison"),
    }
    return render(request, "selfcheck/comparison.html", context)


def _missing(request: HttpRequest, cycle: Cycle, rows: list[Compared]) -> int:
    """Self-checks of the cycle that the reader sees and that cannot be compared yet."""
    asked = visible_to(request.person).filter(cycle=cycle).exclude(state="withdrawn").count()
    return asked - len(rows)


def _heading(rows: list[Compared]) -> str:
    wholes = [row.comparison.whole for row in rows if row.comparison.whole]
    n = sum(line.direction == Direction.HIGHER for line in wholes)
    if not wholes:
        return _("Self against inspected")
    if not n:
        return _("No unit is known to rate itself higher than it was found")
    return ngettext(
        "%(n)d unit rates itself higher than it was found", "%(n)d units rate themselves higher than they were found", n
    ) % {"n": n}


@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """All indicators of all units of the cycle that the reader may see both sides of."""
    require(rules.can_see_self_checks, request.person)
    cycle, _cycles = _chosen_cycle(request)
    return _workbook(cycle.code if cycle else "", of_cycle(request.person, cycle) if cycle else [])


@require_GET
def unit_export(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    check = check_or_404(request, public_id)
    rows = compared(comparable(request.person).filter(check_of=check))
    return _workbook(f"{check.cycle.code} {check.unit.code}", rows)


def _workbook(name: str, rows: list[Compared]) -> HttpResponseBase:
    headers = [
        _("Cycle"), _("Unit"), _("Indicator"), _("Own score"), _("Inspected"), _("Sheets"), _("Inspected from"),
        _("Inspected to"), _("Difference"), _("Difference from"), _("Difference to"), _("Reading"), _("Small sample"), _("Handed in late"),
        _("Reason given by the unit"),
    ]  # fmt: skip
    title = _("Self-check %(name)s") % {"name": name}
    return workbook_response(name=title.strip(), sheet=name or _("Self-check"), headers=headers, rows=_cells(rows))


def _cells(rows: list[Compared]) -> Iterable[list]:
    for row in rows:
        lines = [*row.comparison.lines, *([row.comparison.whole] if row.comparison.whole else [])]
        for line in lines:
            one = line.indicator
            yield [
                row.check.cycle.code,
                localized(row.check.unit, "name"),
                f"{one.code} {localized(one, 'name')}" if one else _("Whole sheet"),
                line.own,
                line.found.value,
                line.found.n,
                line.found.low,
                line.found.high,
                line.difference,
                line.low,
                line.high,
                str(line.direction.label),
                _("yes") if line.small else "",
                _("yes") if row.sealed.was_late else "",
                line.reason,
            ]
