"""The builder of a draft: its questions in order, and one form for each."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from feedback import services
from feedback.building import MAX_QUESTIONS
from feedback.content import QuestionContent, content_of
from feedback.enums import QuestionKind
from feedback.forms import QuestionForm
from feedback.models import DraftStep, Questionnaire
from feedback.screens import condition_words
from feedback.services.building import require_draft
from feedback.views.questionnaires import find_questionnaire
from foundation.common.errors import Conflict, Invalid
from foundation.common.receipts import required_version


@dataclass(frozen=True)
class BuilderRow:
    """`condition`: a sentence, empty where the question is always shown."""

    question: QuestionContent
    kind: str
    condition: str


def builder(questionnaire: Questionnaire, code: str = "", moved: str = "") -> str:
    """The builder's address, at the question of the last act. `moved`: the keyboard stays on the button that moved it (without a fragment, as
    browsers put the focus nowhere where an address has one)."""
    url = reverse("feedback:questionnaire_build", args=[questionnaire.public_id])
    if moved:
        return f"{url}?moved={moved}&code={code}"
    return url + (f"#question-{code}" if code else "")


def _draft(request: HttpRequest, public_id) -> Questionnaire:
    questionnaire = find_questionnaire(request, public_id)
    require_draft(questionnaire, request.person)
    return questionnaire


@require_GET
def questionnaire_build(request: HttpRequest, public_id) -> HttpResponse:
    questionnaire = _draft(request, public_id)
    questions = content_of(questionnaire)
    context = {
        "object": questionnaire,
        "rows": _rows(questions),
        "undo": _undo_label(questionnaire.steps.first()),
        "nothing_counts": bool(questions) and not any(one.is_counted for one in questions),
        "is_full": len(questions) >= MAX_QUESTIONS,
        "most": MAX_QUESTIONS,
        "moved": request.GET.get("moved", ""),
        "moved_code": request.GET.get("code", ""),
    }
    return render(request, "feedback/questionnaire_build.html", context)


def _rows(questions: list[QuestionContent]) -> list[BuilderRow]:
    by_code = {one.code: (number, one) for number, one in enumerate(questions, start=1)}
    rows = []
    for one in questions:
        sentence = ""
        if one.condition_code:
            number, source = by_code[one.condition_code]
            answers = " / ".join(condition_words(one, source))
            sentence = _("Shown if question %(place)d was answered with: %(answers)s") % {
                "place": number,
                "answers": answers,
            }
        rows.append(BuilderRow(one, str(QuestionKind(one.kind).label), sentence))
    return rows


def _undo_label(step: DraftStep | None) -> str:
    """What the next undo takes back; empty where there is nothing."""
    if step is None:
        return ""
    return {
        "add": _("Undo: question added"),
        "change": _("Undo: question changed"),
        "remove": _("Undo: question removed"),
        "move": _("Undo: order changed"),
    }[step.act]


@require_http_methods(["GET", "POST"])
def question_edit(request: HttpRequest, public_id, code: str = "") -> HttpResponse:
    """Change the question with the code, or add one."""
    questionnaire = _draft(request, public_id)
    questions = content_of(questionnaire)
    content = next((one for one in questions if one.code == code), None)
    if code and content is None:
        if request.method == "POST":
            raise Conflict(_("This question is not in the draft any more."), url=builder(questionnaire))
        raise Http404
    posted = request.POST if request.method == "POST" else None
    form = QuestionForm(posted, questions=questions, content=content, version=questionnaire.version)
    if posted is not None and form.is_valid():
        try:
            kept = services.save_question(
                questionnaire=questionnaire,
                actor=request.person,
                content=form.content(),
                version=form.cleaned_data["version"],
            )
        except Invalid as error:
            form.add_error(None, error)
        except Conflict as conflict:
            raise Conflict(conflict.message, typed=form.typed(), url=builder(questionnaire)) from None
        else:
            messages.success(request, _("The question is changed.") if code else _("The question is added at the end."))
            return redirect(builder(questionnaire, kept.code))
    context = {
        "form": form,
        "object": questionnaire,
        "question": content,
        "submit_label": _("Save question") if code else _("Add question"),
        "cancel_url": builder(questionnaire, code),
    }
    return render(request, "feedback/question_form.html", context, status=422 if form.is_bound else 200)


@require_POST
def question_move(request: HttpRequest, public_id, code: str) -> HttpResponse:
    questionnaire = _draft(request, public_id)
    down = request.POST.get("direction") == "down"
    version = required_version(request.POST.get("version"))
    try:
        services.move_question(questionnaire=questionnaire, actor=request.person, code=code, down=down, version=version)
    except Invalid as error:
        messages.error(request, " ".join(error.messages))
    return redirect(builder(questionnaire, code, moved="down" if down else "up"))


@require_POST
def question_remove(request: HttpRequest, public_id, code: str) -> HttpResponse:
    questionnaire = _draft(request, public_id)
    version = required_version(request.POST.get("version"))
    try:
        services.remove_question(questionnaire=questionnaire, actor=request.person, code=code, version=version)
    except Invalid as error:
        messages.error(request, " ".join(error.messages))
        return redirect(builder(questionnaire, code))
    messages.success(request, _("The question is removed. “Undo” brings it back."))
    return redirect(builder(questionnaire))


@require_POST
def questionnaire_undo(request: HttpRequest, public_id) -> HttpResponse:
    questionnaire = _draft(request, public_id)
    version = required_version(request.POST.get("version"))
    step = services.undo_step(questionnaire=questionnaire, actor=request.person, version=version)
    messages.success(request, _("Undone."))
    return redirect(builder(questionnaire, step.code if step.act != "add" else ""))
