"""Sheets about one's own work: read, and said something to. Without the customer, without files, and nobody else's."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from appeals import services
from appeals.enums import Stance
from appeals.forms import WordForm
from appeals.marks import mark_text, present_marks
from appeals.models import StaffSheet
from appeals.selectors import staff_sheets_of, window_of
from appeals.services.staff import may_say
from assessments.selectors.criteria import criteria_of
from foundation.common.errors import Invalid
from foundation.common.pages import paginate
from foundation.common.receipts import parse_key
from foundation.common.texts import localized
from standards.enums import Scale


def _about(request: HttpRequest, public_id) -> StaffSheet:
    return get_object_or_404(staff_sheets_of(request.person), public_id=public_id)


@require_GET
def staff_sheet_list(request: HttpRequest) -> HttpResponse:
    rows = staff_sheets_of(request.person).order_by("-sheet__cycle__start", "-pk")
    page = paginate(request, rows)
    for about in page:
        about.said = Stance(about.stance) if about.stance else None
        about.corrected_since = about.said_revision not in (None, about.sheet.revision_id)
    context = {
        "page": page,
        "empty_title": _("No sheets about your work"),
        "empty_text": _(
            "When the results of a cycle are in feedback, the sealed sheets about what you did stand here: you read them and say what you think."
        ),
        "table": {
            "sort": "",
            "columns": [
                {"key": "sheet", "label": _("Score sheet")},
                {"key": "cycle", "label": _("Cycle")},
                {"key": "total", "label": _("Total"), "numeric": True},
                {"key": "said", "label": _("What you said")},
            ],
        },
    }
    return render(request, "appeals/staff_sheet_list.html", context)


@require_GET
def staff_sheet_detail(request: HttpRequest, public_id) -> HttpResponse:
    return _show(request, _about(request, public_id))


def _show(request: HttpRequest, about: StaffSheet, *, form: WordForm | None = None) -> HttpResponse:
    sheet, words = about.sheet, list(about.words.select_related("revision").order_by("-pk"))
    criteria, marks = criteria_of(sheet.standard_version), present_marks(sheet)
    stances = may_say(about, has_said=bool(words))
    groups = [
        {
            "name": localized(dimension, "name"),
            "rows": [
                {
                    "indicator": one,
                    "mark": mark_text(criteria, one.code, marks.get(one.code)),
                    "text": _rubric(criteria, one.code, marks.get(one.code, {})),
                    "reason": marks.get(one.code, {}).get("reason", ""),
                }
                for one in indicators
            ],
        }
        for dimension, indicators in criteria.groups
    ]
    initial = {"revision": sheet.revision.number}
    if words and stances:
        initial |= {"stance": words[0].stance, "text": words[0].text}
    context = {
        "object": about,
        "sheet": sheet,
        "record": sheet.record,
        "revision": sheet.revision,
        "groups": groups,
        "word": words[0] if words else None,
        "earlier": words[1:],
        "corrected_since": bool(words) and words[0].revision_id != sheet.revision_id,
        "window": window_of(sheet.cycle),
        "form": form or (WordForm(stances=stances, initial=initial) if stances else None),
    }
    return render(request, "appeals/staff_sheet_detail.html", context, status=422 if form else 200)


def _rubric(criteria, code: str, mark: dict) -> str:
    rated = "level" in mark and criteria.indicators[code].scale == Scale.RATING
    level = criteria.levels[code].get(mark["level"]) if rated else None
    return localized(level, "text") if level is not None else ""


@require_POST
def say_word(request: HttpRequest, public_id) -> HttpResponse:
    about = _about(request, public_id)
    form = WordForm(request.POST, stances=list(Stance))
    if form.is_valid():
        given = form.cleaned_data
        try:
            services.say_word(
                about=about,
                stance=given["stance"],
                text=given["text"],
                revision=given["revision"],
                actor=request.person,
                key=parse_key(request.POST.get("client_key")),
            )
        except Invalid as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Kept. You can change it as long as the window is open."))
            return redirect(about)
    return _show(request, about, form=form)
