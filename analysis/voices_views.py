"""Voices of customers: what free texts say, and the texts behind each figure (R27)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from analysis.rules import can_check_themes, can_export_voice_texts, can_keep_themes, can_read_voices
from analysis.voices import exports
from analysis.voices.asked import VoiceForm
from analysis.voices.figures import FREQUENT, RISING, Voices, hides_from, voices_of
from analysis.voices.indexing import list_in_force
from analysis.voices.passages import Choice, chosen, passages_of, rows_of
from analysis.voices.tone import NEEDED, tone_shown
from analysis.voices.words import finding, progress_of
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import require
from foundation.common.exports import workbook_response
from foundation.common.pages import paginate

PAGE, MOST_EXPORTED = 20, 5_000
# What an address may say of texts beside the filter.
CHOICE = ("word", "theme", "loose", "score", "tone", "week")


class _Filter:
    def __init__(self, form: VoiceForm):
        self.form = form


def _seen(request: HttpRequest) -> tuple[VoiceForm, Voices, str]:
    require(can_read_voices, request.person)
    form = VoiceForm(request.GET, person=request.person)
    order = FREQUENT if request.GET.get("order") == FREQUENT else RISING
    found = voices_of(form.asked(), list_in_force(), order=order, hidden=hides_from(request.person))
    return form, found, order


@require_GET
def voices(request: HttpRequest) -> HttpResponse:
    form, found, order = _seen(request)
    tone = found.tone
    context = {
        "filter": _Filter(form),
        "query": form.query,
        "kept": [("order", order)] if order != RISING else [],
        "found": found,
        "order": order,
        "heading": finding(found),
        "progress": progress_of(list_in_force()),
        "may_keep": can_keep_themes(request.person),
        "needed": round(100 * NEEDED),
        "tone_reached": round(100 * tone.accuracy["balanced"]) if tone else None,
        "tone_low": round(100 * tone.accuracy["low"]) if tone else None,
        "tone_high": round(100 * tone.accuracy["high"]) if tone else None,
    }
    return render(request, "analysis/voices.html", context)


@require_GET
def voices_export(request: HttpRequest) -> HttpResponse:
    """What the page shows: keywords, themes and the words of what no theme covers."""
    _form, found, _order = _seen(request)
    record_event(actor=request.person, action="analysis.keywords.export")
    return workbook_response(
        name=f"{_('Voices of customers')} {clock.today()}",
        sheet=_("Voices of customers"),
        headers=exports.headers(),
        rows=exports.rows(found),
    )


def _chosen(request: HttpRequest) -> tuple[VoiceForm, Choice]:
    require(can_read_voices, request.person)
    form = VoiceForm(request.GET, person=request.person)
    choice = chosen(request.GET, form.asked())
    if choice is None:
        raise Http404
    return form, choice


@require_GET
def voice_texts(request: HttpRequest) -> HttpResponse:
    form, choice = _chosen(request)
    page = paginate(request, rows_of(request.person, form.asked(), choice), PAGE)
    _model, tone = tone_shown()
    context = {
        "filter": _Filter(form),
        "query": form.query,
        "choice": choice,
        "kept": [(name, request.GET[name]) for name in CHOICE if request.GET.get(name)],
        "page": page,
        "passages": passages_of(list(page.object_list), choice, tone),
        "may_export": can_export_voice_texts(request.person),
        "may_check": choice.theme is not None and can_check_themes(request.person),
        "hidden": hides_from(request.person),
    }
    return render(request, "analysis/voice_texts.html", context)


@require_GET
def voice_texts_export(request: HttpRequest) -> HttpResponse:
    """The same texts, masked, in a file; who took them is noted."""
    form, choice = _chosen(request)
    require(can_export_voice_texts, request.person)
    rows = list(rows_of(request.person, form.asked(), choice)[:MOST_EXPORTED])
    record_event(actor=request.person, action="analysis.voices.export", target=request.person, count=len(rows))
    return workbook_response(
        name=f"{_('Texts of customers')} {clock.today()}",
        sheet=_("Texts of customers"),
        headers=exports.text_headers(),
        rows=exports.text_rows(passages_of(rows, choice)),
    )
