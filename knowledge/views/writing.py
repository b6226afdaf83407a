"""Writing an article: the form, the draft as it will be read, its files, handing it in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import parse_key, required_version
from knowledge import rules
from knowledge.comparing import differences
from knowledge.forms import ContentForm, FileForm, ReturnForm
from knowledge.models import Article, ArticleDraft, ArticleFile
from knowledge.selectors import drafts_visible_to, said_by
from knowledge.services import drafting, files
from knowledge.views.reading import article_or_404, content_context
from organization.choosing import is_looking, unjudged


def draft_or_404(request: HttpRequest, public_id) -> ArticleDraft:
    return get_object_or_404(drafts_visible_to(request.person), article__public_id=public_id)


@require_http_methods(["GET", "POST"])
def article_new(request: HttpRequest) -> HttpResponse:
    require(rules.can_write, request.person)
    bound = request.method == "POST"
    given = {"title_zh": request.GET.get("title", "")[:80], "indicators": request.GET.get("indicators", "")[:60]}
    form = ContentForm(request.POST if bound else None, initial=given)
    if bound and is_looking(request.POST):
        return _form(request, unjudged(form), None)
    if bound and form.is_valid():
        try:
            draft = drafting.begin_article(
                actor=request.person, said=form.said, key=parse_key(request.POST.get("client_key"))
            )
        except Invalid as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Kept as a draft. Look at it as readers will, add files, and hand it in."))
            return redirect(draft)
    return _form(request, form, None)


@require_http_methods(["GET", "POST"])
def draft_edit(request: HttpRequest, public_id) -> HttpResponse:
    """The draft, or the version in force as the beginning of one."""
    article = article_or_404(request, public_id)
    require(rules.can_edit_article, request.person, article)
    draft = drafts_visible_to(request.person).filter(article=article).first()
    if draft is not None and not rules.can_edit_draft(request.person, draft):
        raise Conflict(_("It waits for its review. Take it back to write on."), url=draft.get_absolute_url())
    begun = draft or article.current
    if begun is None:
        raise Conflict(
            _("There is no version to begin from. Write a new article."), url=reverse("knowledge:article_new")
        )
    bound = request.method == "POST"
    form = ContentForm(request.POST if bound else None, article=article, initial=_initial(begun))
    if bound and is_looking(request.POST):
        return _form(request, unjudged(form), article, draft)
    if bound and form.is_valid():
        try:
            draft = drafting.save_draft(
                article=article,
                actor=request.person,
                said=form.said,
                note=form.cleaned_data.get("note", ""),
                version=required_version(request.POST.get("version")),
                key=parse_key(request.POST.get("client_key")),
            )
        except Invalid as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Kept as a draft."))
            return redirect(draft)
    return _form(request, form, article, draft)


def _initial(begun) -> dict:
    said = said_by(begun)
    return {
        **said,
        "category": begun.category.public_id,
        "indicators": "，".join(begun.indicators),
        "note": getattr(begun, "note", "") if isinstance(begun, ArticleDraft) else "",
    }


def _form(request: HttpRequest, form: ContentForm, article: Article | None, draft: ArticleDraft | None = None):
    back = reverse("knowledge:article_list") if article is None else article.get_absolute_url()
    context = {
        "form": form,
        "object": article,
        "heading": _("New article")
        if article is None
        else _("Write on article %(number)s") % {"number": article.number},
        "lead": _("Somebody else reviews it before anybody is told so."),
        "submit_label": _("Keep as a draft"),
        "cancel_url": back,
        "long": True,
        "back_url": back,
        "back_label": _("Knowledge base") if article is None else article.number,
        "version": request.POST.get("version") or (draft.version if draft else 0),
    }
    judged = form.is_bound and not is_looking(request.POST)
    return render(request, "knowledge/article_form.html", context, status=422 if judged else 200)


@require_GET
def draft_detail(request: HttpRequest, public_id) -> HttpResponse:
    return show_draft(request, draft_or_404(request, public_id))


def show_draft(
    request: HttpRequest, draft: ArticleDraft, *, file_form=None, return_form=None, refusal=None
) -> HttpResponse:
    person, current = request.person, draft.article.current
    wrong = file_form or return_form or refusal
    context = {
        "object": draft.article,
        "draft": draft,
        "may_edit": rules.can_edit_draft(person, draft),
        "may_take_back": rules.can_take_back(person, draft),
        "may_review": rules.can_review(person, draft),
        "own": str(person.public_id) in draft.contributors,
        "file_form": file_form or FileForm(),
        "return_form": return_form or ReturnForm(),
        "refusal": refusal,
        "changes": [part for part in differences(current, draft) if not part["is_same"]] if current else [],
        **content_context(draft),
    }
    return render(request, "knowledge/draft_detail.html", context, status=422 if wrong else 200)


@require_POST
def submit(request: HttpRequest, public_id) -> HttpResponse:
    draft = draft_or_404(request, public_id)
    try:
        drafting.submit_draft(draft=draft, actor=request.person, version=required_version(request.POST.get("version")))
    except Invalid as refusal:
        return show_draft(request, draft, refusal=refusal.messages[0])
    messages.success(request, _("Handed in. Those who may approve it are told."))
    return redirect(draft)


@require_POST
def take_back(request: HttpRequest, public_id) -> HttpResponse:
    draft = draft_or_404(request, public_id)
    drafting.take_draft_back(draft=draft, actor=request.person, version=required_version(request.POST.get("version")))
    messages.success(request, _("It is yours to write on again."))
    return redirect(draft)


@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, public_id) -> HttpResponse:
    draft = draft_or_404(request, public_id)
    if request.method == "POST":
        article = drafting.discard_draft(
            draft=draft, actor=request.person, version=required_version(request.POST.get("version"))
        )
        messages.success(request, _("The draft is gone."))
        published = article is not None and article.current_id is not None
        return redirect(article if published else "knowledge:article_list")
    require(rules.can_edit_draft, request.person, draft)
    context = {
        "object": draft.article,
        "version": draft.version,
        "heading": _("Discard the draft of %(number)s?") % {"number": draft.article.number},
        "consequences": [
            _("What was written in it cannot be brought back."),
            _("The version in force stays as it is.")
            if draft.article.current_id
            else _("The article was never published and goes with it."),
        ],
        "submit_label": _("Discard it"),
        "cancel_url": draft.get_absolute_url(),
    }
    return render(request, "knowledge/confirm.html", context)


@require_POST
def file_add(request: HttpRequest, public_id) -> HttpResponse:
    draft = draft_or_404(request, public_id)
    require(rules.can_edit_draft, request.person, draft)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            files.add_file(
                draft=draft,
                actor=request.person,
                source=upload,
                name=upload.name,
                caption=form.cleaned_data["caption"],
                key=parse_key(request.POST.get("client_key")),
            )
        except Invalid as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The file is kept with the draft."))
            return redirect(f"{draft.get_absolute_url()}#files")
    return show_draft(request, draft, file_form=form)


@require_POST
def file_remove(request: HttpRequest, public_id, file_id) -> HttpResponse:
    draft = draft_or_404(request, public_id)
    row = get_object_or_404(ArticleFile, article=draft.article, public_id=file_id)
    files.remove_file(draft=draft, file=row, actor=request.person, key=parse_key(request.POST.get("client_key")))
    messages.success(request, _("Left out of the draft. Versions that show it keep it."))
    return redirect(f"{draft.get_absolute_url()}#files")


@require_POST
def restore(request: HttpRequest, public_id, number: int) -> HttpResponse:
    article = article_or_404(request, public_id)
    draft = drafting.restore_version(
        article=article, number=number, actor=request.person, key=parse_key(request.POST.get("client_key"))
    )
    messages.success(request, _("Taken up as a draft. It is reviewed before it holds again."))
    return redirect(draft)
