"""Sessions: the list, one session before and after its scores are open, opening and ending."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assessments.selectors.criteria import criteria_of
from assessments.sheet_form.record_panel import record_panel
from calibration.comparison import compare, name_of
from calibration.enums import SessionState
from calibration.filters import SessionFilter
from calibration.forms.sessions import EndScoringForm, OpenSessionForm
from calibration.models import CalibrationSession, Recalibration
from calibration.rules import sessions as rules
from calibration.selectors.agreed import agreed_marks, meetings_of, open_indicators, unanimous_marks
from calibration.selectors.candidates import candidates
from calibration.selectors.items import find_item
from calibration.selectors.sessions import (
    assessors_of,
    counts_by_state,
    missing_in,
    scores_of,
    sheets_of,
    visible_to,
    with_own_sheets,
    with_progress,
)
from calibration.services import sessions as services
from calibration.tabs import tabs_for
from foundation.audit.selectors import timeline_of
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.exports import workbook_response
from foundation.common.pages import ordered, paginate
from foundation.common.receipts import parse_key
from foundation.common.serving import serve
from foundation.common.templatetags.marks import person_name
from foundation.workdays.calendar import add_workdays
from standards.selectors import version_in_force

WORKDAYS_TO_SCORE = 5
SORTS = {"number": "number", "state": "state", "due": "due_on", "handed_in": "handed_in"}


def session_or_404(request: HttpRequest, public_id: UUID) -> CalibrationSession:
    rows = visible_to(request.person).select_related(
        "record__source", "record__unit", "attachment", "ended_by", "closed_by"
    )
    return get_object_or_404(rows, public_id=public_id)


@require_GET
def session_list(request: HttpRequest) -> HttpResponse:
    require(rules.can_see_calibration, request.person)
    filters = SessionFilter(request.GET, queryset=with_progress(visible_to(request.person)))
    rows = ordered(request, with_own_sheets(filters.qs, request.person), SORTS, "-number")
    context = {
        "page": paginate(request, rows),
        "filter": filters,
        "tabs": tabs_for(request.person, "sessions"),
        "may_open": rules.can_open_session(request.person),
        "counts": counts_by_state(visible_to(request.person)),
        "table": {
            "sort": request.GET.get("sort", ""),
            "columns": [
                {"key": "number", "label": _("Session"), "sortable": True},
                {"key": "standard", "label": _("Standard")},
                {"key": "handed_in", "label": _("Handed in"), "sortable": True, "numeric": True},
                {"key": "due", "label": _("Scores until"), "sortable": True},
                {"key": "state", "label": _("State"), "sortable": True},
            ],
        },
    }
    return render(request, "calibration/session_list.html", context)


@require_GET
def session_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    session, person = session_or_404(request, public_id), request.person
    seats = assessors_of(session)
    context = {
        "object": session,
        "seats": seats,
        "handed_in": sum(seat.state == seat.States.SEALED for seat in seats),
        "own": next((seat for seat in seats if seat.assessor_id == person.pk), None),
        "panel": record_panel(session.record),
        "timeline": timeline_of(session),
        "may_end": session.state == SessionState.SCORING and rules.can_end_scoring(person, session),
        "may_decide": session.state == SessionState.DISCUSSING and rules.can_decide_reference(person, session),
    }
    if session.has_open_scores:
        context |= _opened(request, session)
    return render(request, "calibration/session_detail.html", context)


def _opened(request: HttpRequest, session: CalibrationSession) -> dict:
    """What is there to see once the scores are open."""
    criteria, agreed = criteria_of(session.standard_version), agreed_marks(session)
    comparison = compare(criteria, scores_of(session, request.person), agreed)
    missing = open_indicators(session, criteria) if session.state == SessionState.DISCUSSING else []
    meetings = meetings_of(session)
    same = unanimous_marks(session, criteria)
    return {
        "comparison": comparison,
        "only_differing": request.GET.get("show") == "differing",
        "meetings": meetings,
        "meeting": meetings[0] if meetings else None,
        "agreed_count": len(agreed),
        "missing": missing,
        "next_code": missing[0] if missing else "",
        "adoptable": sum(code in same for code in missing),
        "reference": getattr(session, "reference", None),
    }


@require_GET
def session_export(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """The comparison as a workbook; nothing before the scores are open."""
    session = session_or_404(request, public_id)
    if not session.has_open_scores:
        raise Conflict(_("The scores of this session are not open."))
    criteria = criteria_of(session.standard_version)
    comparison = compare(criteria, scores_of(session, request.person), agreed_marks(session))
    people = [person_name(person) for person in comparison.people]
    comments = [_("Comment of %(person)s") % {"person": name} for name in people]
    headers = [_("Indicator"), *people, _("Spread in points"), _("Reference"), _("Why this mark"), *comments]
    rows = [
        [
            name_of(line.indicator),
            *[cell.text for cell in line.cells],
            line.spread,
            line.reference_text,
            line.reason,
            *[cell.reason for cell in line.cells],
        ]
        for line in comparison.lines
    ]
    reference = getattr(session, "reference", None)
    rows.append([_("Total"), *comparison.totals, comparison.spread, reference.total if reference else None])
    return workbook_response(name=session.number, sheet=session.number, headers=headers, rows=rows)


@require_http_methods(["GET", "POST"])
def open_session(request: HttpRequest) -> HttpResponse:
    require(rules.can_open_session, request.person)
    todo = _todo(request)
    version = todo.standard_version if todo else version_in_force()
    initial = {
        "title": _("Again: %(indicator)s") % {"indicator": name_of(todo.indicator)} if todo else "",
        "due_on": add_workdays(clock.today(), WORKDAYS_TO_SCORE),
        "standard_version": getattr(version, "public_id", None),
        "reference": request.GET.get("reference", ""),
    }
    bound = request.method == "POST"
    form = OpenSessionForm(request.POST if bound else None, request.FILES if bound else None, initial=initial)
    if bound and form.is_valid():
        try:
            session = _open(request, form.cleaned_data, todo)
        except Invalid as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The session is open. Its assessors find it in their work list."))
            return redirect(session)
    chosen = {str(value) for value in form["assessors"].value() or []}
    context = {
        "form": form,
        "todo": todo,
        "candidates": [(one, str(one.person.public_id) in chosen) for one in candidates()],
        "cancel_url": reverse("calibration:session_list"),
        "submit_label": _("Open the session"),
    }
    return render(request, "calibration/session_form.html", context, status=422 if form.is_bound else 200)


def _todo(request: HttpRequest) -> Recalibration | None:
    """What the session is opened for, where the page was reached from there."""
    rows = Recalibration.objects.select_related("indicator", "standard_version")
    try:
        wanted = UUID(request.GET["todo"])
    except (KeyError, ValueError):
        return None
    return get_object_or_404(rows, public_id=wanted)


def _open(request: HttpRequest, given: dict, todo: Recalibration | None) -> CalibrationSession:
    reference = given["reference"].strip()
    return services.open_session(
        title=given["title"],
        item=find_item(reference, request.person) if reference else None,
        described=services.Described(given["description"], given["attachment"], given["touchpoint"]),
        standard_version=given["standard_version"],
        assessors=list(given["assessors"]),
        due_on=given["due_on"],
        actor=request.person,
        key=parse_key(request.POST.get("client_key")),
        todo=todo,
    )


@require_GET
def session_attachment(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """For whoever sees the session, and for whoever scores its item to qualify."""
    own = sheets_of(request.person).filter(session__public_id=public_id).first()
    session = own.session if own else session_or_404(request, public_id)
    if session.attachment is None:
        raise Http404
    return serve(session.attachment, inline=True, request=request)


@require_http_methods(["GET", "POST"])
def end_scoring(request: HttpRequest, public_id: UUID) -> HttpResponse:
    session = session_or_404(request, public_id)
    require(rules.can_end_scoring, request.person, session)
    if session.state != SessionState.SCORING and request.method == "GET":
        raise Conflict(_("The scoring has ended in the meantime."))
    form = EndScoringForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.end_scoring(session=session, actor=request.person, reason=form.cleaned_data["reason"])
        except Invalid as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The scores are open.") if session.has_open_scores else _("The session is called off."))  # fmt: skip
            return redirect(session)
    missing, seats = missing_in(session), assessors_of(session)
    enough = len(seats) - len(missing) >= rules.FEWEST_ASSESSORS
    names = _(", ").join(person_name(sheet.assessor) for sheet in missing)
    consequences = [_("Nobody can hand in any more. Missing: %(names)s") % {"names": names}]
    consequences.append(
        _("All who have a place in the session then see all scores.")
        if enough
        else _("With fewer than two scores there is nothing to compare: the session is called off, and what was handed in stays unread.")
    )  # fmt: skip
    context = {
        "form": form,
        "heading": _("End the scoring of “%(session)s”?") % {"session": session},
        "consequences": consequences,
        "submit_label": _("End the scoring") if enough else _("Call it off"),
        "tone": "danger",
        "cancel_url": session.get_absolute_url(),
    }
    return render(request, "generic/confirm.html", context, status=422 if form.is_bound else 200)
