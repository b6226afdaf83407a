"""For those who keep the knowledge base: what was looked for in vain, categories, words that mean the same."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, pgettext
from django.views.decorators.http import require_GET, require_http_methods

from foundation.common.errors import Invalid, require
from foundation.common.pages import ordered, paginate
from foundation.common.receipts import parse_key, required_version
from knowledge import rules
from knowledge.enums import GapState
from knowledge.forms import CategoryForm, GapForm, SynonymsForm
from knowledge.models import Category, Gap, Synonyms
from knowledge.services.reading import settle_gap
from knowledge.services.words import keep_category, keep_synonyms


@require_GET
def gap_list(request: HttpRequest) -> HttpResponse:
    require(rules.sees_editing, request.person)
    view = "settled" if request.GET.get("view") == "settled" else ""
    rows = Gap.objects.filter(state=GapState.SETTLED if view else GapState.OPEN).select_related("settled_by")
    sorts = {"count": "count", "last": "last_on", "words": "words"}
    context = {
        "page": paginate(request, ordered(request, rows, sorts, "-count")),
        "may_settle": rules.can_settle_gap(request.person),
        "tabs": [
            {"label": pgettext("gap", "Open"), "url": "?", "count": None, "current": not view},
            {"label": _("Settled"), "url": "?view=settled", "count": None, "current": bool(view)},
        ],
        "empty_title": _("No gaps"),
        "empty_text": _("What readers look for and do not find is counted here, without who looked for it."),
        "table": {
            "sort": request.GET.get("sort", "-count"),
            "columns": [
                {"key": "words", "label": _("What was looked for"), "sortable": True},
                {"key": "count", "label": _("How often"), "numeric": True, "sortable": True},
                {"key": "last", "label": _("Last"), "sortable": True},
                {"key": "note", "label": _("What is done about it")},
            ],
        },
    }
    return render(request, "knowledge/gap_list.html", context)


@require_http_methods(["GET", "POST"])
def gap_settle(request: HttpRequest, public_id) -> HttpResponse:
    require(rules.can_settle_gap, request.person)
    gap = get_object_or_404(Gap, public_id=public_id)
    form = GapForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            settle_gap(
                gap=gap,
                actor=request.person,
                note=form.cleaned_data["note"],
                version=required_version(request.POST.get("version")),
            )
        except Invalid as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Noted."))
            return redirect("knowledge:gap_list")
    heading = _("“%(words)s” found nothing") % {"words": gap.words}
    return _page(request, form, heading, gap, "knowledge:gap_list", _("Note it"))


def _page(request: HttpRequest, form: Form, heading: str, row, back: str, submit: str) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "version": request.POST.get("version") or (row.version if row else 0),
        "submit_label": submit,
        "cancel_url": reverse(back),
        "tone": "primary",
    }
    return render(request, "knowledge/confirm.html", context, status=422 if form.is_bound else 200)


@require_GET
def category_list(request: HttpRequest) -> HttpResponse:
    require(rules.can_keep_words, request.person)
    context = {
        "page": paginate(request, Category.objects.all()),
        "empty_title": _("No categories yet"),
        "empty_text": _("Every article stands in one. Make the first."),
        "table": {
            "sort": "",
            "columns": [
                {"key": "name", "label": _("Category")},
                {"key": "place", "label": _("Place in the list"), "numeric": True},
            ],
        },
    }
    return render(request, "knowledge/category_list.html", context)


@require_http_methods(["GET", "POST"])
def category_new(request: HttpRequest) -> HttpResponse:
    return _category(request, None)


@require_http_methods(["GET", "POST"])
def category_edit(request: HttpRequest, public_id) -> HttpResponse:
    require(rules.can_keep_words, request.person)
    return _category(request, get_object_or_404(Category, public_id=public_id))


def _category(request: HttpRequest, row: Category | None) -> HttpResponse:
    require(rules.can_keep_words, request.person)
    names = ("name_zh", "name_en", "position", "is_retired")
    form = CategoryForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(row, name) for name in names} if row else None,
    )
    heading = _("Category “%(name)s”") % {"name": row} if row else _("New category")
    return _kept(request, form, heading, row, "category", keep_category)


@require_GET
def synonyms_list(request: HttpRequest) -> HttpResponse:
    require(rules.can_keep_words, request.person)
    context = {
        "page": paginate(request, Synonyms.objects.all()),
        "empty_title": _("No words yet"),
        "empty_text": _("Whoever looks for one of the words in a list finds what has the others."),
        "table": {"sort": "", "columns": [{"key": "words", "label": _("Words that mean the same")}]},
    }
    return render(request, "knowledge/synonyms_list.html", context)


@require_http_methods(["GET", "POST"])
def synonyms_new(request: HttpRequest) -> HttpResponse:
    return _synonyms(request, None)


@require_http_methods(["GET", "POST"])
def synonyms_edit(request: HttpRequest, public_id) -> HttpResponse:
    require(rules.can_keep_words, request.person)
    return _synonyms(request, get_object_or_404(Synonyms, public_id=public_id))


def _synonyms(request: HttpRequest, row: Synonyms | None) -> HttpResponse:
    require(rules.can_keep_words, request.person)
    given = {"words": row.words, "is_retired": row.is_retired} if row else None
    form = SynonymsForm(request.POST if request.method == "POST" else None, initial=given)
    return _kept(request, form, _("Words that mean the same"), row, "synonyms", keep_synonyms)


def _kept(request: HttpRequest, form: Form, heading: str, row, name: str, serve) -> HttpResponse:
    """The form, or what it has kept."""
    back = f"knowledge:{name}_list"
    if request.method == "POST" and form.is_valid():
        version = required_version(request.POST.get("version")) if row else 0
        try:
            serve(
                actor=request.person,
                key=parse_key(request.POST.get("client_key")),
                version=version,
                **{name: row},
                **form.cleaned_data,
            )
        except Invalid as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Kept."))
            return redirect(back)
    return _page(request, form, heading, row, back, _("Keep it so"))
