"""The discussion: its register, the mark agreed for each indicator, and the closing."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from assessments.selectors.criteria import criteria_of
from assessments.sheet_form.reading import mark_in
from assessments.sheet_form.rows import chosen_of, question_of, typed_of
from calibration.comparison import compare, name_of
from calibration.enums import SessionState
from calibration.forms.reference import AgreeForm, MeetingForm
from calibration.models import CalibrationSession
from calibration.rules.sessions import can_decide_reference
from calibration.selectors.agreed import agreed_marks, last_meeting, open_indicators
from calibration.selectors.sessions import scores_of
from calibration.services import reference as services
from calibration.views.sessions import session_or_404
from foundation.common import clock
from foundation.common.errors import Invalid, require
from foundation.common.receipts import parse_key
from organization.enums import Role
from organization.models import Person
from organization.selectors import holders_of, people_in_force


def _to_decide(request: HttpRequest, public_id: UUID) -> CalibrationSession:
    session = session_or_404(request, public_id)
    require(can_decide_reference, request.person, session)
    if request.method == "GET" and session.state != SessionState.DISCUSSING:
        services.refuse_unless_discussed(session)
    return session


@require_http_methods(["GET", "POST"])
def record_meeting(request: HttpRequest, public_id: UUID) -> HttpResponse:
    session = _to_decide(request, public_id)
    scorers = session.sheets.values("assessor")
    people = people_in_force().filter(Q(pk__in=scorers) | Q(pk__in=holders_of(Role.LEAD).values("pk")))
    people = people.exclude(pk=request.person.pk)
    initial = {
        "held_at": clock.now(),
        "present": list(people.filter(pk__in=scorers).values_list("public_id", flat=True)),
    }
    form = MeetingForm(request.POST if request.method == "POST" else None, people=people, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.record_meeting(
                session=session,
                actor=request.person,
                held_at=given["held_at"],
                present=list(given["present"]),
                note=given["note"],
                key=parse_key(request.POST.get("client_key")),
            )
        except Invalid as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The meeting is written down."))
            return redirect(session)
    context = {
        "form": form,
        "heading": _("Who discussed “%(session)s”?") % {"session": session},
        "lead": _("A further entry takes the place of the one before, which is kept."),
        "submit_label": _("Write it down"),
        "cancel_url": session.get_absolute_url(),
        "back_url": session.get_absolute_url(),
        "back_label": session.number,
    }
    return render(request, "generic/form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def agree_mark(request: HttpRequest, public_id: UUID, code: str) -> HttpResponse:
    """The reference mark of one indicator; afterwards on to the next that is open."""
    session = _to_decide(request, public_id)
    criteria = criteria_of(session.standard_version)
    indicator = criteria.indicators.get(code)
    if indicator is None:
        raise Http404
    meeting, before = last_meeting(session), agreed_marks(session).get(code)
    if meeting is None and request.method == "GET":
        messages.info(request, _("Write down the meeting first: a reference mark is agreed by those who were there."))
        return redirect("calibration:meeting_record", public_id=public_id)
    people = Person.objects.none()
    if meeting is not None:
        people = Person.objects.filter(pk__in=meeting.register.values("person")).exclude(pk=request.person.pk)
    initial = {"number": before.number if before else 0, "reason": before.reason if before else ""}
    form = AgreeForm(request.POST if request.method == "POST" else None, people=people, initial=initial)
    mark = mark_in(request.POST, indicator) if request.method == "POST" else (before.mark if before else {})
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.agree_mark(
                session=session,
                indicator=indicator,
                actor=request.person,
                mark=mark,
                reason=form.cleaned_data["reason"],
                dissenters=list(form.cleaned_data.get("dissenters", ())),
                number=form.cleaned_data["number"],
                key=parse_key(request.POST.get("client_key")),
            )
        except Invalid as error:
            told = error.message_dict if hasattr(error, "error_dict") else {}
            problem = told.pop("mark", [""])[0]
            form.add_error(None, Invalid(told) if told else ([] if problem else error))
        else:
            return _onward(session, criteria)
    comparison = compare(criteria, scores_of(session, request.person))
    line = next(line for line in comparison.lines if line.indicator.code == code)
    context = {
        "form": form,
        "session": session,
        "indicator": indicator,
        "line": line,
        "question": question_of(criteria, indicator),
        "chosen": chosen_of(mark),
        "typed": typed_of(mark),
        "problem": problem,
        "before": before,
        "left": len(open_indicators(session, criteria)),
        "heading": name_of(indicator),
        "submit_label": _("Agreed"),
        "cancel_url": session.get_absolute_url(),
    }
    return render(request, "calibration/agree_form.html", context, status=422 if form.is_bound else 200)


def _onward(session: CalibrationSession, criteria) -> HttpResponse:
    missing = open_indicators(session, criteria)
    if missing:
        return redirect(reverse("calibration:reference_agree", args=[session.public_id, missing[0]]))
    return redirect(session)


@require_POST
def adopt_unanimous(request: HttpRequest, public_id: UUID) -> HttpResponse:
    session = _to_decide(request, public_id)
    try:
        count = services.adopt_unanimous(session=session, actor=request.person)
    except Invalid as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(
            request,
            ngettext("%(n)d unanimous mark is adopted.", "%(n)d unanimous marks are adopted.", count) % {"n": count},
        )
    return redirect(session)


@require_POST
def close_session(request: HttpRequest, public_id: UUID) -> HttpResponse:
    session = _to_decide(request, public_id)
    try:
        services.close_session(session=session, actor=request.person)
    except Invalid as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("The reference score of %(number)s is sealed.") % {"number": session.number})
    return redirect(session)
