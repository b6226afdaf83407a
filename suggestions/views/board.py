"""The board that all staff read, one suggestion, and the figures."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _, pgettext
from django.views.decorators.http import require_GET

from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import require
from foundation.common.exports import workbook_response
from foundation.common.pages import ordered, paginate
from foundation.common.states import state_of
from foundation.common.templatetags.marks import person_name
from foundation.common.texts import localized
from suggestions import rules
from suggestions.enums import SuggestionState
from suggestions.filters import SuggestionFilter
from suggestions.forms import WordForm
from suggestions.models import Suggestion
from suggestions.selectors import for_list, open_survey, supported_by, to_answer, visible_to
from suggestions.statistics import figures_of, since

SORTS = {"received": "received_on", "voices": "supporters", "state": "state", "due": "due_on"}


def suggestion_or_404(request: HttpRequest, public_id) -> Suggestion:
    return get_object_or_404(for_list(visible_to(request.person)), public_id=public_id)


def _asked_for(request: HttpRequest):
    person, view = request.person, request.GET.get("view", "")
    rows = visible_to(person)
    if view == "mine":
        rows = rows.filter(author=person)
    elif view == "answer":
        rows = rows.filter(pk__in=to_answer(person).order_by().values("pk"))
    elif "state" not in request.GET or not request.GET["state"]:
        rows = rows.exclude(state=SuggestionState.MERGED)
    filters = SuggestionFilter(request.GET, queryset=rows)
    found = filters.qs if filters.is_valid() else rows.none()
    return filters, ordered(request, for_list(found), SORTS, "-received"), view


@require_GET
def suggestion_list(request: HttpRequest) -> HttpResponse:
    require(rules.is_staff, request.person)
    filters, rows, view = _asked_for(request)
    page = paginate(request, rows, 20)
    mine = supported_by(request.person, Suggestion.objects.filter(pk__in=[row.pk for row in page]))
    views = [("", _("All")), ("mine", _("Signed by me"))]
    if rules.sees_statistics(request.person):
        views.append(("answer", _("To be answered")))
    context = {
        "page": page,
        "mine": mine,
        "supportable": {row.pk for row in page if rules.can_support(request.person, row)},
        "filter": filters,
        "tabs": [
            {"label": label, "url": f"?view={name}" if name else "?", "count": None, "current": view == name}
            for name, label in views
        ],
        "survey": open_survey(),
        "sees_statistics": rules.sees_statistics(request.person),
        "empty_title": _("No suggestions yet"),
        "empty_text": _("What staff suggest stands here with its answer, once somebody has looked at it."),
        "table": {
            "sort": request.GET.get("sort", ""),
            "columns": [
                {"key": "voices", "label": _("Voices"), "numeric": True, "sortable": True},
                {"key": "received", "label": _("Suggestion"), "sortable": True},
                {"key": "state", "label": _("State"), "sortable": True},
            ],
        },
    }
    return render(request, "suggestions/suggestion_list.html", context)


@require_GET
def suggestion_detail(request: HttpRequest, public_id) -> HttpResponse:
    return show_suggestion(request, suggestion_or_404(request, public_id))


def show_suggestion(request: HttpRequest, row: Suggestion, form: WordForm | None = None) -> HttpResponse:
    person = request.person
    may_answer = rules.can_answer(person, row)
    is_author = row.author_id == person.pk
    acts = (
        ("decide", _("Answer it"), rules.can_decide), ("finish", _("It is done"), rules.can_finish),
        ("merge", _("Merge with another"), rules.can_merge),
        ("hide", _("Hide words"), rules.can_hide),
    )  # fmt: skip
    context = {
        "object": row,
        "sees_all_of_it": may_answer or rules.sees_all(person) or is_author,
        "may_look": rules.can_look_at(person, row),
        "may_support": rules.can_support(person, row),
        "mine": row.voices.filter(person=person).exists(),
        "acts": [(f"suggestions:suggestion_{name}", label) for name, label, rule in acts if rule(person, row)],
        "words": list(row.words.select_related("person")) if may_answer or is_author or rules.sees_all(person) else [],
        "may_say": rules.can_say(person, row),
        "word_form": form or WordForm(),
        "merged": list(row.merged.all()),
    }
    return render(request, "suggestions/suggestion_detail.html", context, status=422 if form else 200)


@require_GET
def statistics(request: HttpRequest) -> HttpResponse:
    require(rules.sees_statistics, request.person)
    months = 12 if request.GET.get("months") == "12" else 3
    first = since(months, clock.today())
    rows = visible_to(request.person).filter(received_on__gte=first, received_on__lt=clock.today() + timedelta(days=1))
    context = {"found": figures_of(rows), "months": months, "periods": (3, 12)}
    return render(request, "suggestions/statistics.html", context)


@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """What the board shows, in the words that everybody may read."""
    require(rules.sees_statistics, request.person)
    filters, rows, _view = _asked_for(request)
    record_event(
        actor=request.person,
        action="suggestions.list.export",
        query=sorted(name for name in filters.filters if request.GET.get(name)),
    )
    headers = [
        _("Received"), _("In a few words"), _("What was suggested"), pgettext("of a suggestion", "Topic"), _("Unit"), _("State"), _("Voices"),
        _("Signed by"), _("Answer"), _("Answered on"),
    ]  # fmt: skip
    lines = (
        [
            row.received_on, row.title_shown, row.text_shown, row.get_topic_display(), localized(row.unit, "name") if row.unit else "",
            str(state_of(row).label), row.supporters, person_name(row.author) if row.author else "", row.answer, row.answered_on,
        ]
        for row in rows
    )  # fmt: skip
    return workbook_response(
        name=f"{_('Suggestions')} {clock.today()}", sheet=_("Suggestions"), headers=headers, rows=lines
    )
