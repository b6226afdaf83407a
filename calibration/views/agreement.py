"""How far assessors agree: all of it for those who plan, manage or watch, one's own for those who score."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from calibration.forms.agreement import PeriodForm
from calibration.rules.sessions import can_see_calibration, sees_all_sessions
from calibration.selectors import agreement as selectors
from calibration.selectors.policy import policy_for
from calibration.selectors.sessions import visible_to
from calibration.tabs import tabs_for
from foundation.common.errors import require
from organization.rules import may_assess


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    require(sees_all_sessions, request.person)
    form = PeriodForm(request.GET)
    version, first, last = form.chosen()
    context = {"form": form, "version": version, "tabs": tabs_for(request.person, "agreement")}
    if version is not None:
        ratings = selectors.ratings_in(version, first, last, request.person)
        lines = selectors.agreements(ratings)
        wanted = policy_for(version.standard).alpha_wanted
        context |= {
            "sessions": len(ratings.scores),
            "people": len(ratings.people),
            "wanted": wanted,
            "total": selectors.agreement_on_totals(ratings),
            "lines": lines,
            "low": sum(line.alpha.value is not None and line.alpha.value < wanted for line in lines),
            "leniencies": selectors.leniencies(ratings),
        }
    return render(request, "calibration/agreement.html", context)


@require_GET
def indicator_agreement(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator: every pair of assessors, and the sessions that the figures are made of."""
    require(sees_all_sessions, request.person)
    form = PeriodForm(request.GET)
    version, first, last = form.chosen()
    if version is None:
        raise Http404
    ratings = selectors.ratings_in(version, first, last, request.person)
    indicator = ratings.criteria.indicators.get(code)
    if indicator is None:
        raise Http404
    line = selectors.agreement_on(ratings, indicator)
    context = {
        "form": form,
        "version": version,
        "indicator": indicator,
        "line": line,
        "wanted": policy_for(version.standard).alpha_wanted,
        "pairs": sorted(
            selectors.pairs_on(ratings, indicator), key=lambda pair: (pair.kappa.value is None, pair.kappa.value or 0)
        ),
        "sessions": visible_to(request.person).filter(pk__in=ratings.scores).order_by("-number"),
    }
    return render(request, "calibration/agreement_indicator.html", context)


@require_GET
def own_agreement(request: HttpRequest) -> HttpResponse:
    """One's own marks beside the middle of the others', who are not named."""
    person = request.person
    require(lambda one: can_see_calibration(one) and may_assess(one), person)
    form = PeriodForm(request.GET)
    version, first, last = form.chosen()
    context = {"form": form, "version": version, "tabs": tabs_for(person, "mine")}
    if version is not None:
        ratings = selectors.own_ratings(version, first, last, person)
        own = next((one for one in selectors.leniencies(ratings) if one.person.pk == person.pk), None)
        context |= {
            "sessions": len(ratings.scores),
            "own": own,
            "verdict": _verdict(own),
            "lines": selectors.against_others(ratings, person, ratings.criteria.indicators.values()),
        }
    return render(request, "calibration/my_agreement.html", context)


def _verdict(own) -> str:
    """What the leniency says, in words."""
    if own is None or own.leniency.value is None:
        return _("You have not been compared with anybody yet")
    if not own.leniency.is_sure:
        return _("You score about as the others do")
    return _("You score more leniently than the others") if own.leniency.value > 0 else _("You score more strictly than the others")  # fmt: skip
