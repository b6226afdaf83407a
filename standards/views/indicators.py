"""The indicators of a draft: add, change, move, take out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foundation.common.errors import Invalid
from standards import services
from standards.enums import Scale
from standards.forms import BreakPointFormSet, IndicatorForm, LevelFormSet
from standards.forms.indicator import USED
from standards.models import Indicator, StandardVersion
from standards.presets.shape import STEPS
from standards.reading import INDICATOR, LEVEL
from standards.views.editing import confirm_removal, editor, find_draft, find_in, lock_of


@require_http_methods(["GET", "POST"])
def indicator(request: HttpRequest, public_id, code: str | None = None) -> HttpResponse:
    """Add one (to the dimension named in the address), or change the one with the code."""
    version = find_draft(request, public_id)
    row = None if code is None else find_in(version.indicators.select_related("dimension"), code)
    posted = request.POST if request.method == "POST" else None
    form = IndicatorForm(posted, version=version, initial=_initial(request, version, row))
    # What is posted is compared with nothing: every row that is not empty counts, changed or not.
    levels = LevelFormSet(posted, prefix="level", initial=None if posted else _levels(row))
    steps = BreakPointFormSet(posted, prefix="step", initial=None if posted else _steps(row))
    levels.extra, steps.extra = (0, 0) if posted else (1, 1)
    if posted is not None and all([form.is_valid(), *(rows.is_valid() for rows in _used(posted, levels, steps))]):
        try:
            services.save_indicator(
                version=version,
                actor=request.person,
                dimension=form.cleaned_data["dimension"],
                content=form.content(levels, steps),
                lock=form.cleaned_data["lock"],
                before=code,
            )
        except Invalid as error:
            _show(form, error)
        else:
            messages.success(request, _("The indicator is saved."))
            if "and_next" in request.POST:
                address = editor(version).replace("/edit/", "/indicator/")
                return redirect(f"{address}?dimension={form.cleaned_data['dimension']}")
            return redirect(editor(version, f"indicator-{form.cleaned_data['code']}"))
    context = {
        "object": version,
        "row": row,
        "form": form,
        "levels": levels,
        "steps": steps,
        "uses": {name: " ".join(scales) for name, scales in USED.items()},
        "with_levels": " ".join(Scale.with_levels()),
        "cancel_url": editor(version, f"indicator-{code}" if code else ""),
    }
    return render(request, "standards/indicator_form.html", context, status=422 if posted is not None else 200)


def _used(posted, levels, steps) -> list:
    """The rows that the chosen scale asks for; the others may say anything."""
    scale = posted.get("scale")
    return [levels] if scale in Scale.with_levels() else [steps] if scale == Scale.MEASURED else []


def _initial(request: HttpRequest, version: StandardVersion, row: Indicator | None) -> dict:
    if row is None:
        return {
            "lock": version.version,
            "dimension": request.GET.get("dimension", ""),
            "scale": Scale.RATING,
            "reason_below_full": True,
            "target": 90,
        }
    return {name: getattr(row, name) for name in INDICATOR} | {
        "lock": version.version,
        "dimension": row.dimension.code,
        "weight": row.weight_percent if row.weight else None,
    }


def _levels(row: Indicator | None) -> list[dict]:
    """A new rating begins with the five usual steps."""
    if row is None:
        return [{"level": level, "points": points} for level, points in STEPS.items()]
    return [{name: getattr(one, name) for name in LEVEL} for one in row.levels.all()]


def _steps(row: Indicator | None) -> list[dict]:
    return [{"figure": figure, "points": points} for figure, points in row.break_points] if row else []


def _show(form: IndicatorForm, error: Invalid) -> None:
    """Sentences beside their fields; those about levels and break points, which are no fields of the form, on top."""
    for field, sentences in error.message_dict.items():
        form.add_error(field if field in form.fields else None, sentences)


@require_http_methods(["GET", "POST"])
def remove_indicator(request: HttpRequest, public_id, code: str) -> HttpResponse:
    version = find_draft(request, public_id)
    row = find_in(version.indicators, code)
    if request.method == "POST":
        services.remove_indicator(version=version, actor=request.person, code=code, lock=lock_of(request))
        messages.success(request, _("“%(name)s” is taken out.") % {"name": f"{row.code} {row}"})
        return redirect(editor(version, f"dimension-{row.dimension.code}"))
    return confirm_removal(request, version, f"{row.code} {row}", [])


@require_POST
def move_indicator(request: HttpRequest, public_id, code: str) -> HttpResponse:
    version = find_draft(request, public_id)
    services.move_indicator(
        version=version,
        actor=request.person,
        code=code,
        down=request.POST.get("to") == "down",
        lock=lock_of(request),
    )
    return redirect(editor(version, f"indicator-{code}"))
