"""The month's survey: taking a code, answering with it, and what came of it once it is closed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from foundation.common.errors import Invalid, require
from foundation.common.pages import paginate
from suggestions import codes, rules
from suggestions.enums import SurveyState
from suggestions.forms import SurveyForm
from suggestions.models import StaffSurvey
from suggestions.services.surveying import answer_survey, take_code as take
from suggestions.statistics import result_of


def _survey(request: HttpRequest, public_id) -> StaffSurvey:
    require(rules.is_staff, request.person)
    return get_object_or_404(StaffSurvey, public_id=public_id)


@require_GET
def survey_list(request: HttpRequest) -> HttpResponse:
    require(rules.is_staff, request.person)
    context = {
        "page": paginate(request, StaffSurvey.objects.all()),
        "empty_title": _("No survey yet"),
        "empty_text": _("On the first of each month all staff are asked the same few questions, without a name."),
        "table": {
            "sort": "",
            "columns": [
                {"key": "month", "label": _("Month")},
                {"key": "until", "label": _("Until")},
                {"key": "state", "label": _("State")},
            ],
        },
    }
    return render(request, "suggestions/survey_list.html", context)


@require_GET
def survey_detail(request: HttpRequest, public_id) -> HttpResponse:
    survey = _survey(request, public_id)
    context = {
        "object": survey,
        "is_open": survey.state == SurveyState.OPEN,
        "has_code": survey.taken.filter(person=request.person).exists(),
        "result": result_of(survey),
    }
    return render(request, "suggestions/survey_detail.html", context)


@require_POST
def take_code(request: HttpRequest, public_id) -> HttpResponse:
    """The code is drawn with the form in one answer; it stands nowhere else."""
    survey = _survey(request, public_id)
    code = codes.shown(take(survey=survey, actor=request.person))
    form = SurveyForm(initial={"code": code})
    return render(request, "suggestions/survey_answer.html", {"object": survey, "form": form, "code": code})


@sensitive_post_parameters()
@require_POST
def answer(request: HttpRequest, public_id) -> HttpResponse:
    """With `begin` it is the empty form, for somebody who has written the code down."""
    survey = _survey(request, public_id)
    if "begin" in request.POST:
        return render(request, "suggestions/survey_answer.html", {"object": survey, "form": SurveyForm()})
    form = SurveyForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            answer_survey(survey=survey, code=given["code"], marks=form.marks, text=given["text"])
        except Invalid as refusal:
            form.add_error(None, refusal)
        else:
            return render(request, "suggestions/survey_thanks.html", {"object": survey})
    return render(request, "suggestions/survey_answer.html", {"object": survey, "form": form}, status=422)
