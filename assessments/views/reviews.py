"""The review queue: the list with approval in bulk, one sheet beside its record, and the shares of returned sheets."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_POST

from assessments.enums import Method
from assessments.models import ScoreSheet, SheetReview
from assessments.review_enums import ReviewState
from assessments.review_filters import ReviewFilter
from assessments.review_part import steps_of
from assessments.rules.reviews import barred_from, can_review_sheet, may_review, sees_reviews
from assessments.selectors.callbacks import calls_of_sheet
from assessments.selectors.criteria import criteria_of
from assessments.selectors.evidence import kept
from assessments.selectors.facts import latest_fact_sheet
from assessments.selectors.reviews import (
    at,
    oldest_first,
    returns_by_assessor,
    review_of,
    reviews_visible_to,
    with_sheets,
)
from assessments.services import reviews as services
from assessments.services.fact_corrections import unconfirmed_facts
from assessments.services.marks import score_marks
from assessments.services.revisions import marks_of
from assessments.sheet_form.record_panel import record_panel
from assessments.sheet_form.rows import groups_of
from assessments.views.method_parts import reading_of_method
from assessments.views.scoring import sheet_or_404
from foundation.common.errors import Invalid, require
from foundation.common.pages import ordered, paginate
from foundation.common.receipts import parse_key, required_version

SORTS = {
    "number": "sheet__number",
    "unit": "sheet__unit__code",
    "assessor": "sheet__assessor__sort_key",
    "total": "sheet__revision__total",
    "since": "waiting_since",
    "due": "due_on",
}
USUAL_SORT = {"waiting": "since", "returned": "due", "approved": "-since"}
NAMED = 5


def _view(request: HttpRequest) -> str:
    wanted = request.GET.get("view", "")
    return wanted if wanted in ReviewState.values else ReviewState.WAITING.value


@require_GET
def review_list(request: HttpRequest) -> HttpResponse:
    person, view = request.person, _view(request)
    require(sees_reviews, person)
    found = ReviewFilter(request.GET, queryset=reviews_visible_to(person))
    usual = USUAL_SORT[view]
    rows = ordered(request, with_sheets(at(found.qs, view)), SORTS, usual)
    page = paginate(request, rows)
    is_waiting = view == ReviewState.WAITING
    barred = barred_from(person, [row.sheet for row in page]) if is_waiting and may_review(person) else set()
    for row in page:
        row.is_barred = row.sheet_id in barred
    context = {
        "page": page,
        "view": view,
        "filter": found,
        "tabs": _tabs(view, found),
        "query": found.query,
        "may_decide": is_waiting and may_review(person),
        "cycle": found.form.cleaned_data.get("cycle") if found.is_bound and found.form.is_valid() else None,
        "table": {"sort": request.GET.get("sort", usual), "columns": _columns(view)},
    }
    return render(request, "assessments/review_list.html", context)


def _tabs(view: str, found: ReviewFilter) -> list[dict]:
    more = f"&{found.query}" if found.query else ""
    return [
        {
            "label": state.label,
            "url": f"?view={state.value}{more}",
            "current": state.value == view,
            "count": at(found.qs, state).count() if state != ReviewState.APPROVED else None,
        }
        for state in ReviewState
    ]


def _columns(view: str) -> list[dict]:
    when = {"waiting": _("Waits since"), "returned": _("Returned"), "approved": _("Reviewed")}[view]
    return [
        {"key": "number", "label": _("Score sheet"), "sortable": True},
        {"key": "unit", "label": _("Unit"), "sortable": True},
        {"key": "assessor", "label": _("Assessor"), "sortable": True},
        {"key": "total", "label": _("Total"), "sortable": True, "numeric": True},
        {"key": "since", "label": when, "sortable": view == "waiting"},
        *([{"key": "due", "label": _("Answer due"), "sortable": True}] if view == "returned" else []),
    ]


@require_POST
def approve_many(request: HttpRequest) -> HttpResponse:
    """What is ticked, each in the version in which it was listed; what somebody else has moved on since is left and named."""
    require(may_review, request.person)
    seen: dict[UUID, int] = {}
    for value in request.POST.getlist("ids"):
        name, _colon, version = value.partition(":")
        try:
            seen[UUID(name)] = int(version)
        except ValueError:
            raise Http404 from None
    rows = list(with_sheets(reviews_visible_to(request.person).filter(public_id__in=seen)))
    if len(rows) != len(seen):
        raise Http404
    back = reverse("assessments:review_list") + (f"?{request.GET.urlencode()}" if request.GET else "")
    if not rows:
        messages.error(request, _("Tick the sheets that are approved."))
        return redirect(back)
    done = services.approve_reviews(
        seen=[(row, seen[row.public_id]) for row in sorted(rows, key=lambda one: one.sheet.number)],
        actor=request.person,
        key=parse_key(request.POST.get("client_key")),
    )
    _tell(request, done)
    return redirect(back)


def _tell(request: HttpRequest, done: dict) -> None:
    if n := done["approved"]:
        messages.success(request, ngettext("%(n)d sheet is approved.", "%(n)d sheets are approved.", n) % {"n": n})
    if left := done["left"]:
        text = _("Left as they are, because somebody has moved them on since you opened the list: %(numbers)s.")
        messages.warning(request, text % {"numbers": _named(left)})
    if barred := done["barred"]:
        text = _("Not yours to review, because you had a hand in them or are too close: %(numbers)s.")
        messages.warning(request, text % {"numbers": _named(barred)})


def _named(numbers: list[str]) -> str:
    shown = _(", ").join(numbers[:NAMED])
    more = len(numbers) - NAMED
    return shown if more <= 0 else _("%(names)s and %(n)d more") % {"names": shown, "n": more}


@dataclass
class Given:
    """What somebody typed and was refused."""

    comments: dict[str, str] = field(default_factory=dict)
    note: str = ""
    errors: dict[str, list[str]] = field(default_factory=dict)


@require_GET
def read_sheet(request: HttpRequest, public_id) -> HttpResponse:
    sheet, review = _sheet_and_review(request, public_id)
    return _draw(request, sheet, review)


def _sheet_and_review(request: HttpRequest, public_id) -> tuple[ScoreSheet, SheetReview]:
    require(sees_reviews, request.person)
    sheet = sheet_or_404(request, public_id)
    review = review_of(sheet)
    if review is None:
        raise Http404
    review.sheet = sheet
    return sheet, review


def _draw(request: HttpRequest, sheet: ScoreSheet, review: SheetReview, given: Given | None = None) -> HttpResponse:
    criteria, revision = criteria_of(sheet.standard_version), sheet.revision
    marks, evidence = marks_of(revision), list(kept(sheet, request.person))
    groups = groups_of(sheet.standard_version, criteria, marks, score_marks(criteria, marks), evidence=evidence)
    given = given or Given()
    parts = [
        {
            "group": group,
            "rows": [
                {
                    "row": row,
                    "comment": given.comments.get(row.question.code, ""),
                    "wrong": given.errors.get(row.question.code, [""])[0],
                }
                for row in group.rows
            ],
        }
        for group in groups
    ]
    around = _around(request, review)
    fact_sheet = latest_fact_sheet(sheet) if sheet.method == Method.ON_SITE else None
    is_open = review.state == ReviewState.WAITING
    context = {
        "sheet": sheet,
        "review": review,
        "revision": revision,
        "parts": parts,
        "panel": record_panel(sheet.record),
        "reading": reading_of_method(request, sheet),
        "calls": calls_of_sheet(sheet),
        "fact_sheet": fact_sheet,
        "unconfirmed": unconfirmed_facts(fact_sheet, criteria, marks),
        "sheet_files": [one for one in evidence if one.indicator_id is None],
        "triggered": [criteria.indicators[code] for code in revision.triggered],
        "steps": steps_of(review),
        "may_decide": is_open and can_review_sheet(request.person, sheet),
        "is_open": is_open,
        "note": given.note,
        "note_error": given.errors.get("note", [""])[0],
        "note_limit": services.LONGEST_NOTE,
        "key": uuid4(),
        **around,
    }
    return render(request, "assessments/review_read.html", context, status=422 if given.errors else 200)


def _around(request: HttpRequest, review: SheetReview) -> dict:
    """Where the sheet stands in what is filtered: {"query", "previous", "next": public ids of sheets, "place", "count"}."""
    found = ReviewFilter(_filters(request), queryset=reviews_visible_to(request.person))
    rows = oldest_first(at(found.qs, ReviewState.WAITING))
    names = list(rows.values_list("pk", "sheet__public_id"))
    here = next((number for number, (pk, _name) in enumerate(names) if pk == review.pk), None)
    after = 0 if here is None else here + 1
    return {
        "query": found.query,
        "place": None if here is None else here + 1,
        "count": len(names),
        "previous": names[here - 1][1] if here else None,
        "next": names[after][1] if after < len(names) else None,
    }


def _filters(request: HttpRequest) -> QueryDict:
    """What the list was filtered by: in the URL, or in the form that was sent."""
    return QueryDict(request.POST["query"]) if "query" in request.POST else request.GET


@require_POST
def approve_sheet(request: HttpRequest, public_id) -> HttpResponse:
    sheet, review = _sheet_and_review(request, public_id)
    on = _around(request, review)
    services.approve_review(
        review=review,
        actor=request.person,
        version=required_version(request.POST.get("version")),
        key=parse_key(request.POST.get("client_key")),
        note=request.POST.get("note", ""),
    )
    messages.success(request, _("Sheet %(number)s is approved.") % {"number": sheet.number})
    return _onward(on)


@require_POST
def return_sheet(request: HttpRequest, public_id) -> HttpResponse:
    sheet, review = _sheet_and_review(request, public_id)
    on = _around(request, review)
    comments = {name[2:]: text for name, text in request.POST.items() if name.startswith("c.")}
    note = request.POST.get("note", "")
    try:
        services.return_review(
            review=review,
            actor=request.person,
            comments=comments,
            note=note,
            version=required_version(request.POST.get("version")),
            key=parse_key(request.POST.get("client_key")),
        )
    except Invalid as error:
        errors = error.message_dict if hasattr(error, "error_dict") else {"note": error.messages}
        return _draw(request, sheet, review, Given(comments, note, errors))
    messages.success(request, _("Sheet %(number)s is returned; its assessor is told.") % {"number": sheet.number})
    return _onward(on)


def _onward(around: dict) -> HttpResponse:
    """To the next sheet that waits under the same filters, else back to the queue."""
    query = f"?{around['query']}" if around["query"] else ""
    onward = around["next"] or around["previous"]
    if onward is None:
        return redirect(reverse("assessments:review_list") + query)
    return redirect(reverse("assessments:review_read", args=[onward]) + query)


@require_GET
def review_statistics(request: HttpRequest) -> HttpResponse:
    """How large the share of returned sheets is, assessor by assessor, with its interval."""
    require(sees_reviews, request.person)
    found = ReviewFilter(request.GET, queryset=reviews_visible_to(request.person))
    tallies, overall = returns_by_assessor(found.qs)
    context = {
        "page": paginate(request, tallies),
        "filter": found,
        "overall": overall,
        "high": sum(one.is_high for one in tallies),
        "table": {
            "sort": "",
            "columns": [
                {"key": "assessor", "label": _("Assessor")},
                {"key": "decided", "label": _("Reviewed"), "numeric": True},
                {"key": "returned", "label": _("Returned"), "numeric": True},
                {"key": "share", "label": _("Share returned, 95 % interval"), "numeric": True},
            ],
        },
    }
    return render(request, "assessments/review_statistics.html", context)
