"""The agreement pages as workbooks: the same rights, the same period, the same figures."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from calibration.agreement_book import headers, leniency_rows, own_rows, rows_of
from calibration.forms.agreement import PeriodForm
from calibration.rules.sessions import can_see_calibration, sees_all_sessions
from calibration.selectors import agreement as selectors
from foundation.common.errors import require
from foundation.common.exports import workbook_response
from organization.rules import may_assess


@require_GET
def overview_export(request: HttpRequest) -> HttpResponseBase:
    require(sees_all_sessions, request.person)
    ratings = _ratings(request, selectors.ratings_in)
    total = selectors.agreement_on_totals(ratings)
    rows = rows_of(ratings, total, [])
    for line in selectors.agreements(ratings):
        rows += rows_of(ratings, line, [line.lowest_pair] if line.lowest_pair else [])
    rows += leniency_rows(ratings, selectors.leniencies(ratings))
    return _answer(_("Agreement"), rows)


@require_GET
def indicator_export(request: HttpRequest, code: str) -> HttpResponseBase:
    require(sees_all_sessions, request.person)
    ratings = _ratings(request, selectors.ratings_in)
    indicator = ratings.criteria.indicators.get(code)
    if indicator is None:
        raise Http404
    line = selectors.agreement_on(ratings, indicator)
    return _answer(f"{_('Agreement')}-{code}", rows_of(ratings, line, selectors.pairs_on(ratings, indicator)))


@require_GET
def own_export(request: HttpRequest) -> HttpResponseBase:
    person = request.person
    require(lambda one: can_see_calibration(one) and may_assess(one), person)
    ratings = _ratings(request, selectors.own_ratings)
    own = next((one for one in selectors.leniencies(ratings) if one.person.pk == person.pk), None)
    lines = selectors.against_others(ratings, person, ratings.criteria.indicators.values())
    return _answer(_("My agreement"), own_rows(ratings, own, lines))


def _ratings(request: HttpRequest, read) -> selectors.Ratings:
    version, first, last = PeriodForm(request.GET).chosen()
    if version is None:
        raise Http404
    return read(version, first, last, request.person)


def _answer(name: str, rows: list[list]) -> HttpResponseBase:
    return workbook_response(name=name, sheet=name, headers=headers(), rows=rows)
