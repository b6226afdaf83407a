"""A figure that is entered by hand: what was entered so far, and the form of those who may."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from analysis.forms import EnteredFigureForm
from analysis.links import entered_url, targets_url
from analysis.rules import can_enter_figure, can_read_targets, can_see_organization
from analysis.selectors import enterable_targets, entered_figures, visible_cycles, visible_units
from analysis.services import enter_figure
from assessments.models import Cycle
from foundation.common.errors import Invalid, require
from foundation.common.receipts import once, parse_key
from organization.models import Unit
from standards.enums import TargetKind, TargetUnit
from standards.models import Target


@dataclass(frozen=True)
class Asked:
    """Of what target, in what cycle, and of whom (None: the organization)."""

    cycle: Cycle
    target: Target
    unit: Unit | None


def _asked(request: HttpRequest, public_id, code: str) -> Asked:
    """Raises 404 for what the person may not see."""
    require(can_read_targets, request.person)
    cycle = get_object_or_404(visible_cycles(request.person), public_id=public_id)
    target = get_object_or_404(enterable_targets(cycle.standard_version), code=code)
    asked = request.GET.get("unit", "")
    if not asked:
        if not can_see_organization(request.person, cycle):
            raise Http404
        return Asked(cycle, target, None)
    unit = get_object_or_404(visible_units(request.person, cycle), code=asked)
    if target.kind == TargetKind.RANK:
        raise Http404
    return Asked(cycle, target, unit)


@require_http_methods(["GET", "POST"])
def entered_figure(request: HttpRequest, public_id, code: str) -> HttpResponse:
    asked = _asked(request, public_id, code)
    may_enter = can_enter_figure(request.person, asked.cycle)
    form = None
    if request.method == "POST":
        require(can_enter_figure, request.person, asked.cycle)
    if may_enter:
        form = EnteredFigureForm(request.POST or None, unit=str(TargetUnit(asked.target.unit).label))
    if request.method == "POST" and form.is_valid():
        try:
            return _entered(request, asked, form.cleaned_data)
        except Invalid as error:
            form.add_error(None, error)
    figures = entered_figures(asked.cycle, code, asked.unit)
    context = {
        "asked": asked,
        "figures": figures,
        "form": form,
        "back_url": targets_url(asked.cycle, **({"subject": asked.unit.code} if asked.unit else {})),
    }
    return render(request, "analysis/entered_figure.html", context, status=422 if form and form.is_bound else 200)


def _entered(request: HttpRequest, asked: Asked, values: dict) -> HttpResponse:
    def act() -> dict:
        figure = enter_figure(cycle=asked.cycle, target=asked.target, unit=asked.unit, actor=request.person, **values)
        return {"figure": str(figure.public_id)}

    payload = {"cycle": asked.cycle.code, "target": asked.target.code, "unit": asked.unit.code if asked.unit else ""}
    _answer, is_new = once(
        actor=request.person.public_id,
        action="analysis.figure.enter",
        key=parse_key(request.POST.get("client_key")),
        payload=payload | {name: str(value) for name, value in values.items()},
        act=act,
    )
    if is_new:
        taken_back = values["value"] is None
        messages.success(request, _("The figure is taken back.") if taken_back else _("The figure is entered."))
    return redirect(entered_url(asked.cycle, asked.target.code, asked.unit))
