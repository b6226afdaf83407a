"""Questionnaires for those who make them and those whose service is asked about."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from feedback import rules, services
from feedback.enums import QuestionKind, QuestionnaireState
from feedback.findings import sentence_about
from feedback.forms import QuestionnaireForm
from feedback.models import Questionnaire
from feedback.presets import PRESETS
from feedback.screens import screens_of, sender
from feedback.selectors import annotate_counts, answers_by_unit, batches_of, scope_of, texts_of, visible_to
from feedback.services.reminders import next_reminder_at
from foundation.audit.selectors import timeline_of
from foundation.common.errors import Invalid, NotAllowed, require
from foundation.common.pages import ordered, paginate
from foundation.common.receipts import parse_key

BATCHES_SHOWN = 100
TEXTS_SHOWN = 10
COLUMNS = {"title": "title_zh", "state": "state", "links": "links", "answers": "answers", "created": "created_at"}


def find_questionnaire(request: HttpRequest, public_id) -> Questionnaire:
    return get_object_or_404(visible_to(request.person), public_id=public_id)


@require_GET
def questionnaire_list(request: HttpRequest) -> HttpResponse:
    require(rules.can_see_questionnaires, request.person)
    rows = annotate_counts(visible_to(request.person), scope_of(request.person))
    may_create = rules.can_create_questionnaire(request.person)
    context = {
        "page": paginate(request, ordered(request, rows, COLUMNS, "-created")),
        "table": {
            "sort": request.GET.get("sort", "-created"),
            "columns": [
                {"key": "title", "label": _("Questionnaire"), "sortable": True},
                {"key": "state", "label": _("State"), "sortable": True},
                {"key": "links", "label": _("Links"), "sortable": True, "numeric": True},
                {"key": "answers", "label": _("Answers"), "sortable": True, "numeric": True},
                {"key": "created", "label": _("Created"), "sortable": True},
            ],
        },
        "may_create": may_create,
        "empty_title": _("No questionnaire yet"),
        "empty_text": _(
            "The assessment lead makes one and hands out its links; what customers answer is counted in the result."
        ),
    }
    return render(request, "feedback/questionnaire_list.html", context)


@require_GET
def questionnaire_detail(request: HttpRequest, public_id) -> HttpResponse:
    questionnaire, person = find_questionnaire(request, public_id), request.person
    scope = scope_of(person)
    questions = list(questionnaire.questions.all())
    units = answers_by_unit(questionnaire, scope)
    texts = list(texts_of(questionnaire, scope)[: TEXTS_SHOWN + 1])
    batches = list(batches_of(questionnaire, scope)[:BATCHES_SHOWN])
    for batch in batches:
        batch.next_reminder = next_reminder_at(batch)
    context = {
        "object": questionnaire,
        "questions": questions,
        "counted": {question.kind for question in questions if question.is_counted},
        "units": units,
        "overall": units[-1] if units else None,
        "finding": sentence_about(units[-1] if units else None),
        "texts": texts[:TEXTS_SHOWN],
        "several_texts": len([one for one in questions if one.kind == QuestionKind.TEXT]) > 1,
        "more_texts": len(texts) > TEXTS_SHOWN,
        "batches": [batch for batch in batches if batch.takes_answers],
        "has_drawn": any(batch.is_drawn for batch in batches),
        "past_batches": [batch for batch in batches if not batch.takes_answers],
        "may_edit": rules.can_open_questionnaire(person, questionnaire),
        "may_close": rules.can_close_questionnaire(person, questionnaire),
        "may_invite": rules.can_invite(person, questionnaire),
        "may_copy": rules.can_create_questionnaire(person),
        "may_withdraw": rules.can_create_questionnaire(person),
        "timeline": timeline_of(questionnaire),
    }
    return render(request, "feedback/questionnaire_detail.html", context)


@require_http_methods(["GET", "POST"])
def questionnaire_create(request: HttpRequest) -> HttpResponse:
    require(rules.can_create_questionnaire, request.person)
    code = request.POST.get("preset") or request.GET.get("preset") or "standard"
    preset = PRESETS.get(code) or PRESETS["standard"]
    form = QuestionnaireForm(request.POST or None, preset=preset)
    if request.method == "POST" and form.is_valid():
        try:
            key = parse_key(request.POST.get("client_key"))
            questionnaire = services.create_questionnaire(
                actor=request.person, key=key, preset=code, **form.cleaned_data
            )
        except Invalid as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The draft is made. Look at it as a customer would, then open it."))
            empty = not questionnaire.questions.exists()
            return (
                redirect("feedback:questionnaire_build", questionnaire.public_id) if empty else redirect(questionnaire)
            )
    context = {
        "form": form,
        "preset": preset,
        "preset_code": code if code in PRESETS else "standard",
        "presets": PRESETS,
        "submit_label": _("Make a draft"),
        "cancel_url": reverse("feedback:questionnaire_list"),
    }
    return render(request, "feedback/questionnaire_form.html", context)


@require_http_methods(["GET", "POST"])
def questionnaire_edit(request: HttpRequest, public_id) -> HttpResponse:
    questionnaire = find_questionnaire(request, public_id)
    require(rules.can_create_questionnaire, request.person)
    if questionnaire.state != QuestionnaireState.DRAFT:
        raise NotAllowed(_("Only a draft can be changed."))
    form = QuestionnaireForm(request.POST or None, instance=questionnaire)
    if request.method == "POST" and form.is_valid():
        stored = find_questionnaire(request, public_id)  # the form has written on its own copy
        services.edit_questionnaire(questionnaire=stored, actor=request.person, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(questionnaire)
    context = {"form": form, "questionnaire": questionnaire, "cancel_url": questionnaire.get_absolute_url()}
    return render(request, "feedback/questionnaire_form.html", context)


@require_POST
def questionnaire_copy(request: HttpRequest, public_id) -> HttpResponse:
    source = find_questionnaire(request, public_id)
    key = parse_key(request.POST.get("client_key"))
    copy = services.copy_questionnaire(questionnaire=source, actor=request.person, key=key)
    messages.success(request, _("The copy is a draft of its own: change it, then open it."))
    return redirect(copy)


@require_POST
def questionnaire_open(request: HttpRequest, public_id) -> HttpResponse:
    questionnaire = services.open_questionnaire(
        questionnaire=find_questionnaire(request, public_id), actor=request.person
    )
    messages.success(request, _("“%(title)s” is open. Now make links for the units.") % {"title": questionnaire})
    return redirect(questionnaire)


@require_POST
def questionnaire_close(request: HttpRequest, public_id) -> HttpResponse:
    questionnaire = services.close_questionnaire(
        questionnaire=find_questionnaire(request, public_id), actor=request.person
    )
    messages.success(
        request, _("“%(title)s” is closed. Links that are out take no more answers.") % {"title": questionnaire}
    )
    return redirect(questionnaire)


@require_POST
def ask_after_cases(request: HttpRequest, public_id) -> HttpResponse:
    """The lead says which questionnaire is sent when a case is closed."""
    on = request.POST.get("on") == "1"
    questionnaire = services.ask_after_cases(
        questionnaire=find_questionnaire(request, public_id),
        actor=request.person,
        key=parse_key(request.POST.get("client_key")),
        on=on,
    )
    messages.success(
        request,
        _("From now on it is sent when a case is closed.")
        if on
        else _("It is not sent any more when a case is closed."),
    )
    return redirect(questionnaire)


@require_GET
def questionnaire_preview(request: HttpRequest, public_id) -> HttpResponse:
    """As a customer sees it; nothing can be sent from here."""
    questionnaire = find_questionnaire(request, public_id)
    screens = screens_of(questionnaire.questions.all(), {}, {})
    context = {"questionnaire": questionnaire, "screens": screens, "sender": sender(), "is_preview": True}
    return render(request, "feedback/survey.html", context)
