"""An expert's part in a weight study: compare two things at a time, save, submit, take back, or not take part."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foundation.common import clock
from foundation.common.errors import Conflict, Invalid
from foundation.common.receipts import once, parse_key
from standards.models.study import StudyExpert
from standards.studies import services
from standards.studies.contradictions import in_words
from standards.studies.enums import ExpertState
from standards.studies.groups import count_answered, groups_of
from standards.studies.pages import answers_from, script_state, sheets_of
from standards.studies.results import table_of
from standards.studies.rules import takes_comparisons
from standards.studies.selectors import own_part
from standards.weighting.saaty import SCALE, parse_judgement


def _own(request: HttpRequest, public_id) -> StudyExpert:
    return get_object_or_404(own_part(request.person, public_id))


@require_http_methods(["GET", "POST"])
def answer_study(request: HttpRequest, public_id) -> HttpResponse:
    """The questions. Actions: check (shows how consistent the answers are), save, submit. Only the last two keep anything.

    What the page's script saves by itself says so in a header and gets the new version of the row back.
    """
    expert = _own(request, public_id)
    groups = groups_of(expert.study)
    if request.method == "GET":
        return _show_questions(request, expert, expert.draft)
    raw, action = answers_from(groups, request.POST), request.POST.get("action", "save")
    typed = _typed(groups, raw)
    seen = _number(request.POST.get("version"))
    if action == "check":
        return _show_questions(request, expert, typed, checked=True)
    try:
        if action == "submit":
            _submit(request, expert, raw, seen)
            messages.success(
                request, _("Your comparisons are submitted. Until the study is closed you can take them back.")
            )
        else:
            services.save_answers(expert=expert, actor=request.person, answers=raw, seen=seen)
            if request.headers.get("X-Autosave"):
                return JsonResponse({"version": expert.version, "at": f"{clock.local(clock.now()):%H:%M}"})
            messages.success(request, _("Saved. Nobody else sees it."))
    except Conflict as conflict:
        raise Conflict(conflict.message, typed=_in_words(groups, typed)) from None
    except Invalid as error:
        expert.refresh_from_db()
        return _show_questions(request, expert, typed, problems=error.messages, status=422)
    return redirect("standards:study_answer", public_id=public_id)


def _submit(request: HttpRequest, expert: StudyExpert, raw: dict, seen: int | None) -> None:
    """Saved first, so that what is sent back is kept; the receipt is for what was accepted, and a twin of it gets the same."""
    key, actor = parse_key(request.POST.get("client_key")), request.person
    payload = [str(expert.study.public_id), sorted([*place, text] for place, text in raw.items())]
    if expert.state == ExpertState.ASKED:
        try:
            services.save_answers(expert=expert, actor=actor, answers=raw, seen=seen)
        except Conflict:
            expert.refresh_from_db()
            if expert.state != ExpertState.SUBMITTED:
                raise
        else:
            services.check_answers(expert=expert, actor=actor)
    once(
        actor=actor.public_id,
        action="standards.study.submit",
        key=key,
        payload=payload,
        act=lambda: {"submission": str(services.submit_answers(expert=expert, actor=actor).public_id)},
    )


def _in_words(groups, typed: dict) -> list[tuple[str, str]]:
    """What was chosen, to be copied from the page that says that somebody was quicker."""
    return [
        (f"{one} · {other}", in_words(one, other, parse_judgement(typed[group.code][place])))
        for group in groups
        for place, one, other in group.pairs
        if place in typed.get(group.code, {})
    ]


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def _typed(groups, raw) -> dict:
    """What was chosen, as the page shows it again; what is no step of the scale is not shown."""
    steps = {str(step) for step in SCALE}
    found: dict[str, dict[str, str]] = {}
    for (code, place), text in raw.items():
        if text in steps:
            found.setdefault(code, {})[place] = text
    return found


def _show_questions(request, expert: StudyExpert, answers, *, problems=(), checked=False, status=200) -> HttpResponse:
    study = expert.study
    is_open = takes_comparisons(study)
    shown = expert.submission.answers if expert.submission_id else answers
    sheets = sheets_of(study, shown)
    answered, wanted = count_answered(groups_of(study), shown)
    context = {
        "object": study,
        "expert": expert,
        "version": study.standard_version,
        "sheets": sheets,
        "state": script_state(sheets, table_of(study)),
        "answered": answered,
        "wanted": wanted,
        "problems": problems,
        "checked": checked,
        "is_open": is_open,
        "may_answer": is_open and expert.state == ExpertState.ASKED,
    }
    return render(request, "standards/study_answer.html", context, status=status)


@require_POST
def take_back(request: HttpRequest, public_id) -> HttpResponse:
    services.take_back_answers(expert=_own(request, public_id), actor=request.person)
    messages.success(request, _("Your comparisons can be changed again. They count when you have submitted them anew."))
    return redirect("standards:study_answer", public_id=public_id)


@require_POST
def withdraw(request: HttpRequest, public_id) -> HttpResponse:
    services.withdraw_expert(expert=_own(request, public_id), actor=request.person)
    messages.success(request, _("You do not take part. Until the study is closed you can change your mind."))
    return redirect("standards:study_answer", public_id=public_id)


@require_POST
def rejoin(request: HttpRequest, public_id) -> HttpResponse:
    services.rejoin_study(expert=_own(request, public_id), actor=request.person)
    messages.success(request, _("You take part again."))
    return redirect("standards:study_answer", public_id=public_id)
