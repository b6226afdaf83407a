"""The number of records while it is being chosen: what it comes to, why, and from which touchpoints."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from assessments.design_words import sentences_of
from assessments.enums import SizeWay
from assessments.forms.designs import SampleForm
from assessments.rules.plans import can_complete_plan
from assessments.selectors.plans import plans_visible_to
from assessments.selectors.size_basis import basis_of
from assessments.services.designs import reckon_design
from assessments.services.plan_frames import sizes_for
from foundation.common.errors import Invalid, require
from records.enums import Touchpoint


@require_GET
def plan_size(request: HttpRequest, public_id) -> HttpResponse:
    """A part of the plan's form, swapped in as one chooses. Changes nothing."""
    plan = get_object_or_404(plans_visible_to(request.person), public_id=public_id)
    require(can_complete_plan, request.person, plan)
    form = SampleForm(request.GET, plan=plan)
    context: dict = {"problems": [sentence for errors in form.errors.values() for sentence in errors]}
    if form.is_valid():
        wanted, basis = form.wanted(), basis_of(plan)
        try:
            size, design = reckon_design(plan, wanted, basis)
        except Invalid as error:
            context["problems"] = error.messages
        else:
            counts = {
                name: count
                for name, count in basis.counts.items()
                if not design.touchpoints or name in design.touchpoints
            }
            given = sizes_for(counts, size, design)
            context |= {
                "size": size,
                "is_by_hand": wanted.way == SizeWay.HAND,
                "reasons": sentences_of(design, size),
                "strata": [
                    (Touchpoint(name).label, count, given.get(name, 0)) for name, count in sorted(counts.items())
                ],
            }
    return render(request, "assessments/_plan_size.html", context)
