"""A draft's weights: set by hand, or taken from experts, from past quarters, or from both."""

from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import once, parse_key, required_version
from standards.models import Indicator, StandardVersion
from standards.selectors import DimensionRows, visible_to
from standards.studies import services
from standards.studies.enums import StudyState, WeightSource
from standards.studies.forms import IntervalForm, ProposalForm
from standards.studies.groups import weighed_dimensions
from standards.studies.proposals import Proposal, propose
from standards.studies.quarters import quarters
from standards.studies.rules import can_weigh_version, is_open_for_weights
from standards.studies.selectors import months_between, settings_of
from standards.studies.typed import TypedWeights, loaded_field, percent_text, weight_field
from standards.weighting.shares import WHOLE, spread_rest

USUAL_ALPHA = Decimal("0.50")
QUARTERS_TAKEN = 4


def _version(request: HttpRequest, public_id, *, draft: bool = True) -> StandardVersion:
    version = get_object_or_404(visible_to(request.person), public_id=public_id)
    require(can_weigh_version, request.person, version)
    if draft and not is_open_for_weights(version):
        raise Conflict(
            _("The version is approved: its weights cannot be changed any more."),
            title=_("This version can no longer be changed"),
            url=version.get_absolute_url(),
        )
    return version


# by hand


@require_http_methods(["GET", "POST"])
def version_weights(request: HttpRequest, public_id) -> HttpResponse:
    version = _version(request, public_id)
    groups = weighed_dimensions(version)
    indicators = [one for group in groups for one in group.indicators]
    if request.method == "GET":
        return _show(request, version, groups, TypedWeights(indicators))
    form = TypedWeights(indicators, request.POST)
    if request.POST.get("action") == "spread":
        return _spread(request, version, groups, form)
    form.require_all()
    problems = [] if form.errors or form.total == WHOLE else [_about_sum(form.total)]
    if form.errors or problems:
        return _show(request, version, groups, form, problems=problems, status=422)
    try:
        _save(request, version, form)
    except Conflict as conflict:
        typed = [(f"{one.code} {one}", form.typed[one.code]) for one in indicators]
        raise Conflict(conflict.message, typed=typed) from None
    messages.success(request, _("The weights are set."))
    return redirect(version)


def _save(request: HttpRequest, version: StandardVersion, form: TypedWeights) -> None:
    seen = required_version(request.POST.get("version"))

    def act() -> dict:
        setting = services.set_weights(
            version=version,
            weights=form.given,
            actor=request.person,
            source=WeightSource.HAND,
            seen=seen,
        )
        return {"setting": str(setting.public_id)}

    once(
        actor=request.person.public_id,
        action="standards.weights.set",
        key=parse_key(request.POST.get("client_key")),
        payload=[str(version.public_id), form.given],
        act=act,
    )


def _spread(request: HttpRequest, version, groups: list[DimensionRows], form: TypedWeights) -> HttpResponse:
    """What is left goes to the empty fields, without any to those that nobody has typed in, else to all; nothing is stored yet."""
    if form.errors:
        return _show(request, version, groups, form, status=422)
    has_empty, untouched = None in form.given.values(), form.untouched
    try:
        form.take(spread_rest(form.given, movable=untouched))
    except ValueError:
        problem = (
            _("The weights that are given pass 100% already: nothing is left for the empty fields.")
            if has_empty
            else _("The weights that you have typed pass 100% already: nothing is left for the others.")
        )
        return _show(request, version, groups, form, problems=[problem], status=422)
    if has_empty:
        how = _("What was left is spread in equal parts over the fields that were empty.")
    elif 0 < len(untouched) < len(form.given):
        how = _(
            "The difference is spread in proportion over the weights that you have not typed; those that you have typed stay."
        )
    else:
        how = _("All weights are changed in proportion, to the hundredth.")
    return _show(request, version, groups, form, spread=how)


def _about_sum(total: int) -> str:
    return _("The weights add up to %(sum)s%% instead of 100%%.") % {"sum": percent_text(total)}


def _show(request, version, groups, form: TypedWeights, *, problems=(), spread="", status=200) -> HttpResponse:
    def line(one: Indicator) -> dict:
        return {
            "indicator": one,
            "name": weight_field(one),
            "loaded_name": loaded_field(one),
            "loaded": form.loaded[one.code],
            "text": form.typed[one.code],
            "error": form.errors.get(one.code, ""),
        }

    rows = [{"dimension": group.dimension, "lines": [line(one) for one in group.indicators]} for group in groups]
    for row, group in zip(rows, groups, strict=True):
        row["total"] = percent_text(sum(form.given.get(one.code) or 0 for one in group.indicators))
    context = {
        "version": version,
        "rows": rows,
        "total": percent_text(form.total),
        "rest": WHOLE - form.total,
        "rest_text": percent_text(abs(WHOLE - form.total)),
        "errors": len(form.errors),
        "problems": problems,
        "spread": spread,
        "history": settings_of(version)[:8],
    }
    return render(request, "standards/version_weights.html", context, status=status)


# from experts and data


@require_http_methods(["GET", "POST"])
def weight_proposal(request: HttpRequest, public_id) -> HttpResponse:
    """The choice lives in the URL; a POST takes what it shows."""
    version = _version(request, public_id)
    studies = list(version.weight_studies.filter(state__in=(StudyState.CLOSED, StudyState.ADOPTED)).order_by("-number"))
    past = quarters()
    form = ProposalForm(request.GET or _first_choice(studies, past), studies=studies, quarters=past)
    proposal = _proposal(version, form, studies, past)
    if request.method == "POST" and proposal is not None:
        _adopt(request, version, form, proposal, studies)
        messages.success(request, _("The weights are set."))
        return redirect(version)
    context = {
        "version": version,
        "form": form,
        "proposal": proposal,
        "groups": _columns(version, proposal) if proposal else [],
        "silent": proposal.silent if proposal else (),
        "without_weight": proposal.without_weight if proposal else [],
        "studies": studies,
        "past": past,
    }
    return render(
        request, "standards/weight_proposal.html", context, status=422 if proposal is None and form.errors else 200
    )


def _first_choice(studies: list, past: list) -> dict:
    return {
        "source": WeightSource.EXPERTS if studies else WeightSource.ENTROPY,
        "study": str(studies[0].public_id) if studies else "",
        "quarters": [one.code for one in past[:QUARTERS_TAKEN]],
        "alpha": USUAL_ALPHA,
    }


def _chosen_study(form: ProposalForm, studies: list):
    return next((one for one in studies if str(one.public_id) == form.cleaned_data["study"]), None)


def _proposal(version: StandardVersion, form: ProposalForm, studies: list, past: list) -> Proposal | None:
    """None: the form says what is wrong."""
    if not form.is_valid():
        return None
    cleaned = form.cleaned_data
    try:
        return propose(
            version,
            WeightSource(cleaned["source"]),
            study=_chosen_study(form, studies),
            quarters=[one for one in past if one.code in cleaned["quarters"]],
            alpha=cleaned["alpha"],
        )
    except Invalid as error:
        form.add_error(None, error)
        return None


def _adopt(request, version: StandardVersion, form: ProposalForm, proposal: Proposal, studies: list) -> None:
    seen = required_version(request.POST.get("version"))

    def act() -> dict:
        setting = services.adopt_proposal(
            version=version,
            proposal=proposal,
            actor=request.person,
            study=_chosen_study(form, studies),
            seen=seen,
            shown=request.POST.get("digest") or "-",
        )
        return {"setting": str(setting.public_id)}

    once(
        actor=request.person.public_id,
        action="standards.weights.set",
        key=parse_key(request.POST.get("client_key")),
        payload=[str(version.public_id), request.POST.get("digest", "")],
        act=act,
    )


def _columns(version: StandardVersion, proposal: Proposal) -> list[dict]:
    """Per dimension its indicators with now, experts, entropy and the outcome, in percent."""

    def cell(weights, code: str) -> str:
        return "" if weights is None else percent_text(weights[code])

    groups = []
    for group in weighed_dimensions(version):
        codes = [one.code for one in group.indicators]
        lines = [
            {
                "indicator": one,
                "now": percent_text(one.weight),
                "experts": cell(proposal.experts, one.code),
                "entropy": f"{proposal.data.entropy[one.code]:.3f}"
                if proposal.data and one.code in proposal.data.entropy
                else "",
                "data": cell(proposal.data_weights, one.code),
                "result": percent_text(proposal.weights[one.code]),
                "change": Decimal(proposal.weights[one.code] - one.weight) / 100,
            }
            for one in group.indicators
        ]
        groups.append(
            {
                "dimension": group.dimension,
                "lines": lines,
                "now": percent_text(group.weight),
                "result": percent_text(sum(proposal.weights[code] for code in codes)),
            }
        )
    return groups


# how often


@require_http_methods(["GET", "POST"])
def weight_interval(request: HttpRequest, public_id) -> HttpResponse:
    version = _version(request, public_id, draft=False)
    form = IntervalForm(
        request.POST if request.method == "POST" else None, initial={"months": months_between(version.standard)}
    )
    if request.method == "POST" and form.is_valid():
        services.set_weight_interval(version=version, months=form.cleaned_data["months"], actor=request.person)
        messages.success(request, _("The interval is set."))
        return redirect(version)
    context = {
        "form": form,
        "heading": _("How often the weights are adjusted"),
        "lead": str(version.standard),
        "submit_label": _("Save"),
        "cancel_url": version.get_absolute_url(),
        "action": reverse("standards:weight_interval", kwargs={"public_id": public_id}),
    }
    return render(request, "generic/form.html", context, status=422 if form.is_bound else 200)
