"""The indicators of a draft: add, change, move, take out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foundation.common.errors import Invalid
from standards import figures, services
from standards.content import IndicatorContent
from standards.enums import Scale
from standards.forms import BreakPointFormSet, IndicatorForm, LevelFormSet
from standards.forms.indicator import USED, row_problems, units_of_measures
from standards.models import Indicator, StandardVersion
from standards.presets.shape import STEPS
from standards.preview import Preview, preview
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
    scale = posted.get("scale", "") if posted else ""
    levels = LevelFormSet(
        posted, prefix="level", initial=None if posted else _levels(row), form_kwargs={"scale": scale}
    )
    measure = posted.get("measure", "") if posted else row.measure if row else ""
    steps = BreakPointFormSet(
        posted, prefix="step", initial=None if posted else _steps(row), form_kwargs={"measure": measure}
    )
    levels.extra, steps.extra = (0, 0) if posted else (1, 1)
    used = _used(posted, levels, steps) if posted is not None else []
    is_valid = posted is not None and all([form.is_valid(), *(rows.is_valid() for rows in used)])
    is_trial = posted is not None and "preview" in posted
    if is_valid and not is_trial:
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
            _warn_if_flat(request, form.content(levels, steps))
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
        "units": units_of_measures(),
        "starts": _starts(),
        "row_errors": row_problems(*used),
        "preview": _preview(posted, row, steps),
        "is_trial": is_trial,
        "cancel_url": editor(version, f"indicator-{code}" if code else ""),
    }
    status = 200 if posted is None or is_trial else 422
    return render(request, "standards/indicator_form.html", context, status=status)


def _preview(posted, row: Indicator | None, steps) -> Preview | None:
    """By the break points as they stand on the form; None while they cannot be read."""
    if posted is None:
        return preview(row.measure, row.break_points) if row is not None and row.scale == Scale.MEASURED else None
    if posted.get("scale") != Scale.MEASURED or not steps.is_valid():
        return None
    return preview(posted.get("measure", ""), [(one["figure"], one["points"]) for one in steps.rows])


def _warn_if_flat(request: HttpRequest, content: IndicatorContent) -> None:
    if content.scale != Scale.MEASURED:
        return
    found = preview(content.measure, content.break_points)
    if found is not None and found.is_flat:
        messages.warning(
            request,
            _("%(code)s: %(finding)s. Are its break points right?") % {"code": content.code, "finding": found.sentence},
        )


def _starts() -> dict[str, list[dict]]:
    """The levels that a scale begins with."""
    return {
        Scale.RATING.value: [{"level": level, "points": points} for level, points in STEPS.items()],
        Scale.YES_NO.value: [
            {"level": 1, "points": 100, "text_zh": "是", "text_en": "Yes"},
            {"level": 0, "points": 0, "text_zh": "否", "text_en": "No"},
        ],
    }


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
        return _starts()[Scale.RATING]
    return [{name: getattr(one, name) for name in LEVEL} for one in row.levels.all()]


def _steps(row: Indicator | None) -> list[dict]:
    if row is None:
        return []
    return [
        {"figure": f"{figures.written(row.measure, figure).normalize():f}", "points": points}
        for figure, points in row.break_points
    ]


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
