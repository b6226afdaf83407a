"""The decisions somebody may see, and one of them: question, evidence, one's own vote, who has voted, and the result afterwards."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from decisions import rules, services
from decisions.enums import Choice, DecisionState
from decisions.forms import VoteForm, WithdrawForm
from decisions.models import Decision, Vote
from decisions.selectors import count_by_state, former_of, seats_of, visible_to, with_progress
from decisions.subjects import evidence_for, objections_to, subjects
from foundation.audit.selectors import timeline_of
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.pages import ordered, paginate
from foundation.common.receipts import parse_key


@require_GET
def decision_list(request: HttpRequest) -> HttpResponse:
    seen = visible_to(request.person)
    tab = request.GET.get("state", "")
    rows = seen.filter(state=tab) if tab in DecisionState.values else seen
    rows = ordered(request, rows, {"opened": "created_at", "due": "due_on", "state": "state"}, "-opened")
    page = paginate(request, rows)
    page.object_list = with_progress(page.object_list)
    context = {
        "page": page,
        "tabs": _tabs(count_by_state(seen), tab),
        "table": {
            "sort": request.GET.get("sort", "-opened"),
            "columns": [
                {"key": "question", "label": _("Question")},
                {"key": "opened", "label": _("Put on"), "sortable": True},
                {"key": "due", "label": _("Votes until"), "sortable": True},
                {"key": "voted", "label": _("Have voted"), "numeric": True},
                {"key": "state", "label": _("State"), "sortable": True},
            ],
        },
        "empty_title": _("No group decision"),
        "empty_text": _("Questions that a group decides, such as the review of a quarter's results, will be listed here."),
    }  # fmt: skip
    return render(request, "decisions/decision_list.html", context)


def _tabs(counts: dict[str, int], tab: str) -> list[dict]:
    """All, and a tab for each state that some are in; an unknown name means all."""
    found = [("?", _("All"), sum(counts.values()), tab not in counts)]
    found += [(f"?state={one.value}", one.label, counts[one], tab == one) for one in DecisionState if one in counts]
    return [dict(zip(("url", "label", "count", "current"), row, strict=True)) for row in found]


def _decision(request: HttpRequest, public_id) -> Decision:
    return get_object_or_404(visible_to(request.person), public_id=public_id)


@require_GET
def decision_detail(request: HttpRequest, public_id) -> HttpResponse:
    return _show(request, _decision(request, public_id))


def _show(request: HttpRequest, decision: Decision, form: VoteForm | None = None) -> HttpResponse:
    person, seats = request.person, seats_of(decision)
    mine = Vote.objects.filter(decision=decision, person=person).order_by("-number").first()
    is_recused = mine is not None and mine.choice == Choice.RECUSE
    may_vote = decision.is_open and not decision.is_overdue and not is_recused and rules.can_vote(person, decision)
    subject = subjects.get(decision.kind)
    tally = decision.tally(len(seats))
    context = {
        "object": decision,
        "reference": subject.reference(decision, person) if subject else None,
        "former": former_of(decision),
        "evidence": evidence_for(decision, person),
        "seats": seats,
        "voted": sum(seat.cast_at is not None for seat in seats),
        "tally": tally,
        "mine": mine,
        "my_choice": Choice(mine.choice).label if mine else "",
        "objection": objections_to(decision, [person]).get(person.pk, "") if may_vote else "",
        "form": (form or VoteForm(initial={"choice": mine.choice, "reason": mine.reason} if mine else None))
        if may_vote
        else None,
        "may_withdraw": decision.is_open and rules.can_withdraw_decision(person, decision),
        "timeline": timeline_of(decision),
    }
    return render(request, "decisions/decision_detail.html", context, status=422 if form else 200)


@require_POST
def vote(request: HttpRequest, public_id) -> HttpResponse:
    decision = _decision(request, public_id)
    require(rules.can_vote, request.person, decision)
    form = VoteForm(request.POST)
    if form.is_valid():
        try:
            answer = services.cast_vote(
                decision=decision,
                actor=request.person,
                key=parse_key(request.POST.get("client_key")),
                **form.cleaned_data,
            )
        except Invalid as error:
            form.add_error(None, error)
        else:
            closed = answer["state"] != DecisionState.OPEN
            messages.success(
                request,
                _("Your vote is counted. It was the last one: the result stands.")
                if closed
                else _("Your vote is counted. You can change it until the voting closes."),
            )
            return redirect(decision)
    return _show(request, decision, form)


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, public_id) -> HttpResponse:
    decision = _decision(request, public_id)
    require(rules.can_withdraw_decision, request.person, decision)
    if not decision.is_open:
        raise Conflict(_("The voting has ended."))
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_decision(decision=decision, actor=request.person, reason=form.cleaned_data["reason"])
        except Invalid as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The question is withdrawn. The members are told."))
            return redirect(decision)
    context = {
        "form": form,
        "heading": _("Withdraw the question “%(question)s”?") % {"question": decision},
        "lead": _("What has been said stays on record; there will be no result."),
        "submit_label": _("Withdraw"),
        "tone": "danger",
        "cancel_url": decision.get_absolute_url(),
    }
    return render(request, "generic/confirm.html", context, status=422 if form.is_bound else 200)
