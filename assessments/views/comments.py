"""Templates for deduction reasons on a page of their own: mine, shared, proposed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.enums import CommentState
from assessments.forms.comments import CommentForm, DeclineForm, where_of
from assessments.models import CommentTemplate
from assessments.rules import comments as rules
from assessments.selectors.comments import (
    comments_visible_to,
    most_used_first,
    name_places,
    own_comments,
    proposed_comments,
    shared_comments,
    with_uses,
)
from assessments.services import comments as services, sharing_comments as sharing
from assessments.views.recusals import add_errors
from foundation.common.errors import Invalid, require
from foundation.common.pages import paginate
from foundation.common.receipts import parse_key, required_version

MINE, SHARED, PROPOSED = "mine", "shared", "proposed"


@require_GET
def comment_list(request: HttpRequest) -> HttpResponse:
    person = request.person
    require(rules.can_keep_comments, person)
    may_share = rules.can_share_comments(person)
    view = request.GET.get("view", MINE)
    if view not in (MINE, SHARED, PROPOSED) or (view == PROPOSED and not may_share):
        view = MINE
    rows = {MINE: own_comments, SHARED: shared_comments, PROPOSED: _waiting}[view](person)
    if words := request.GET.get("q", "").strip()[:100]:
        rows = rows.filter(text__icontains=words) | rows.filter(initials__icontains=words)
    page = paginate(request, most_used_first(with_uses(rows, person)))
    name_places(page)
    for row in page:
        row.acts = _acts(person, row, view)
        row.may_edit = rules.can_edit_comment(person, row)
        row.may_decline = (
            row.state == CommentState.PROPOSED and view == PROPOSED and rules.can_decide_comment(person, row)
        )
    context = {
        "page": page,
        "view": view,
        "words": words,
        "tabs": _tabs(view, may_share),
        "table": {"sort": "", "columns": _columns(view)},
    }
    return render(request, "assessments/comment_list.html", context)


def _waiting(person):
    return comments_visible_to(person).filter(pk__in=proposed_comments().values("pk"))


def _tabs(view: str, may_share: bool) -> list[dict]:
    waiting = proposed_comments().count() if may_share else 0
    names = [(MINE, CommentState.MINE.label, None), (SHARED, CommentState.SHARED.label, None)]
    if may_share:
        names.append((PROPOSED, CommentState.PROPOSED.label, waiting or None))
    return [
        {"label": label, "url": f"?view={name}", "current": name == view, "count": count}
        for name, label, count in names
    ]


def _columns(view: str) -> list[dict]:
    return [
        {"key": "text", "label": _("Text")},
        *([] if view == MINE else [{"key": "author", "label": _("From")}]),
        {"key": "state", "label": _("State")},
        {"key": "used", "label": _("Used"), "numeric": True},
        {"key": "act", "label": _("Action")},
    ]


def _acts(person, row: CommentTemplate, view: str) -> list[dict]:
    """The buttons of a row; each posts its name to `comment_act`. What leads to a page of its own stands in the template."""
    if row.removed_at is not None:
        return [_act("restore", _("Put back"))]
    acts = []
    if view == MINE:
        if row.place is None:
            acts.append(_act("top", _("Put on top"), icon="pin-angle"))
        else:
            acts += [_act("up", _("Up"), icon="arrow-up"), _act("down", _("Down"), icon="arrow-down")]
            acts.append(_act("free", _("Order by use again"), icon="pin-angle-fill"))
        if row.state == CommentState.PROPOSED:
            acts.append(_act("withdraw", _("Take the proposal back")))
        elif rules.can_share_comments(person):
            acts.append(_act("share", _("Share with everybody")))
        else:
            acts.append(_act("propose", _("Propose for everybody")))
        if rules.can_remove_comment(person, row):
            acts.append(_act("remove", _("Take off")))
        return acts
    if rules.can_decide_comment(person, row):
        acts.append(_act("share", _("Share"), tone="primary"))
    if row.state == CommentState.SHARED and rules.can_share_comments(person):
        acts.append(_act("retire", _("Retire")))
    if row.state == CommentState.RETIRED and rules.can_share_comments(person):
        acts.append(_act("reinstate", _("Use again")))
    return acts


def _act(name: str, label: str, **more) -> dict:
    return {"name": name, "label": label, **more}


@require_http_methods(["GET", "POST"])
def comment_new(request: HttpRequest) -> HttpResponse:
    require(rules.can_keep_comments, request.person)
    form = CommentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        key = parse_key(request.POST.get("client_key"))
        try:
            _made, is_new = services.keep_comment(
                actor=request.person, text=form.cleaned_data["text"], key=key, **form.place
            )
        except Invalid as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The template is kept.") if is_new else _("You have this template already."))
            return redirect("assessments:comment_list")
    return _draw_form(request, form, _("New template"), _("Only you are offered it, until it is shared."))


@require_http_methods(["GET", "POST"])
def comment_edit(request: HttpRequest, public_id) -> HttpResponse:
    comment = _comment(request, public_id)
    require(rules.can_edit_comment, request.person, comment)
    back = _home_of(request, comment)
    initial = {"text": comment.text, "where": where_of(comment)}
    form = CommentForm(request.POST if request.method == "POST" else None, initial=initial, present=comment)
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_comment(
                comment=comment,
                actor=request.person,
                text=form.cleaned_data["text"],
                version=required_version(request.POST.get("version")),
                **form.place,
            )
        except Invalid as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The template is changed. Reasons written with it before stay as they are."))
            return redirect(back)
    return _draw_form(request, form, _("Change the template"), "", comment, back)


def _draw_form(
    request, form, heading: str, lead: str, comment: CommentTemplate | None = None, back: str = ""
) -> HttpResponse:
    back = back or reverse("assessments:comment_list")
    context = {
        "form": form,
        "heading": heading,
        "lead": lead,
        "submit_label": _("Keep"),
        "cancel_url": back,
        "back_url": back,
        "back_label": _("Templates"),
        "version": (request.POST.get("version") or comment.version) if comment else "",
    }
    return render(request, "assessments/comment_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def comment_decline(request: HttpRequest, public_id) -> HttpResponse:
    """A proposal is not shared; its author is told why."""
    comment = _comment(request, public_id)
    require(rules.can_decide_comment, request.person, comment)
    back = f"{reverse('assessments:comment_list')}?view={PROPOSED}"
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        version = required_version(request.POST.get("version"))
        try:
            sharing.decline_comment(
                comment=comment, actor=request.person, note=form.cleaned_data["note"], version=version
            )
        except Invalid as error:
            add_errors(form, error)
        else:
            messages.success(request, _("It is not shared. Its author is told why."))
            return redirect(back)
    return _draw_form(request, form, _("Do not share this template"), comment.text, comment, back)


@require_POST
def comment_act(request: HttpRequest, public_id) -> HttpResponse:
    """One of the buttons of a row."""
    comment, person, act = _comment(request, public_id), request.person, request.POST.get("action", "")
    own = {"comment": comment, "actor": person}
    version = required_version(request.POST.get("version"))
    acts = {
        "remove": (services.remove_comment, own, _("Taken off. It can be put back below.")),
        "restore": (services.restore_comment, own, _("Put back.")),
        "propose": (sharing.propose_comment, own, _("Proposed. The leads are told.")),
        "withdraw": (sharing.withdraw_comment, own, _("The proposal is taken back.")),
        "share": (sharing.share_comment, {**own, "version": version}, _("Everybody who scores is offered it now.")),
        "retire": (sharing.retire_comment, own, _("Retired. Reasons written with it stay as they are.")),
        "reinstate": (sharing.reinstate_comment, own, _("Everybody who scores is offered it again.")),
        **{way: (services.arrange_comment, {**own, "way": way}, "") for way in ("top", "up", "down", "free")},
    }
    if act not in acts:
        raise Http404
    back = _home_of(request, comment)
    serve, values, said = acts[act]
    serve(**values)
    if said:
        messages.success(request, said)
    return redirect(back)


def _comment(request: HttpRequest, public_id) -> CommentTemplate:
    return get_object_or_404(comments_visible_to(request.person), public_id=public_id)


def _home_of(request: HttpRequest, comment: CommentTemplate) -> str:
    """The list in which it stood."""
    view = {CommentState.SHARED: SHARED, CommentState.RETIRED: SHARED}.get(comment.state, MINE)
    if comment.state == CommentState.PROPOSED and comment.author_id != request.person.pk:
        view = PROPOSED
    return f"{reverse('assessments:comment_list')}?view={view}"
