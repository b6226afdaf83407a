"""Looking for an answer, reading it, its history, and saying whether it helped."""

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from foundation.audit.selectors import timeline_of
from foundation.audit.services import record_event
from foundation.common.errors import Invalid, require
from foundation.common.pages import is_htmx, paginate
from foundation.common.receipts import parse_key
from foundation.common.serving import serve
from foundation.common.texts import localized, localized_with_language
from knowledge import rules
from knowledge.comparing import differences
from knowledge.exports import list_response
from knowledge.filters import Asked, asked
from knowledge.forms import RatingForm
from knowledge.linking import uses_of
from knowledge.models import Article, ArticleFile, ArticleVersion, Content
from knowledge.ranking import in_order
from knowledge.rendering import excerpt, marked, rendered
from knowledge.selectors import (
    drafts_visible_to,
    files_of,
    for_list,
    for_page,
    in_force,
    units_of,
    versions_of,
    visible_to,
)
from knowledge.services.reading import note_gap, rate_article
from organization.models import Person

PAGE = 20


def article_or_404(request: HttpRequest, public_id) -> Article:
    return get_object_or_404(for_page(visible_to(request.person)), public_id=public_id)


@require_GET
def article_list(request: HttpRequest) -> HttpResponse:
    require(rules.can_read, request.person)
    said = asked(request.person, request.GET)
    page = paginate(request, said.rows if said.keys is None else said.keys, PAGE)
    rows = (
        in_order(for_list(said.rows), page.object_list) if said.keys is not None else list(for_list(page.object_list))
    )
    # What is typed letter by letter finds nothing on its way; only what was sent off counts.
    looked = request.GET.get("page") is None and not said.view and said.category is None and not is_htmx(request)
    if said.words and not said.keys and looked:
        note_gap(said.words)
    context = {
        "asked": said,
        "page": page,
        "rows": [_shown(row, said) for row in rows],
        "categories": _categories(request),
        "tabs": _tabs(request, said),
        "may_write": rules.can_write(request.person),
        "sees_editing": rules.sees_editing(request.person),
        "may_keep_words": rules.can_keep_words(request.person),
    }
    return render(request, "knowledge/article_list.html", context)


def _shown(row: Article, said: Asked) -> dict:
    text, title = row.current, localized(row, "title")
    answer = localized(text, "answer") if text else ""
    return {
        "article": row,
        "title": marked(title, said.terms),
        "excerpt": excerpt(answer, said.terms) if answer else "",
        "draft": getattr(row, "draft", None) if said.view else None,
    }


def _categories(request: HttpRequest) -> list[dict]:
    """Those that have something for the reader, with how much."""
    rows = in_force(visible_to(request.person)).order_by("category__position", "category__pk")
    rows = rows.values("category__public_id", "category__name_zh", "category__name_en").annotate(
        n=Count("pk", distinct=True)
    )
    return list(rows)


def _tabs(request: HttpRequest, said: Asked) -> list[dict]:
    if not rules.sees_editing(request.person):
        return []
    names = (
        ("", _("To be told")), ("mine", _("Mine")), ("review", _("In review")), ("due", _("To look at again")), ("retired", _("Retired")),
    )  # fmt: skip
    return [
        {"label": label, "url": f"?view={name}" if name else "?", "count": None, "current": said.view == name}
        for name, label in names
    ]


@require_GET
def article_export(request: HttpRequest) -> HttpResponseBase:
    require(rules.sees_editing, request.person)
    said = asked(request.person, request.GET)
    rows = for_list(said.rows if said.keys is None else said.rows.filter(pk__in=said.keys))
    used = sorted(name for name in ("q", "category", "view") if request.GET.get(name))
    record_event(actor=request.person, action="knowledge.list.export", query=used)
    return list_response(rows)


def content_context(content: Content) -> dict:
    """What an article, a version and a draft show alike."""
    answer, language = localized_with_language(content, "answer")
    return {
        "content": content,
        "answer": rendered(answer),
        "answer_language": language,
        "questions": localized(content, "questions").splitlines(),
        "files": files_of(content),
        "units": units_of(content),
    }


@require_GET
def article_detail(request: HttpRequest, public_id) -> HttpResponse:
    return show_article(request, article_or_404(request, public_id))


def show_article(request: HttpRequest, article: Article, form: RatingForm | None = None) -> HttpResponse:
    person = request.person
    draft = drafts_visible_to(person).filter(article=article).first()
    if article.current is None:
        if draft is None:
            raise Http404
        return redirect(draft)
    own = article.all_ratings.filter(person=person).first()
    may_edit = rules.can_edit_article(person, article)
    sees_ratings = may_edit or rules.sees_editing(person)
    said = {"is_helpful": "yes" if own.is_helpful else "no", "remark": own.remark} if own else {}
    context = {
        "object": article,
        "draft": draft,
        "may_edit": may_edit and draft is None,
        "may_confirm": rules.can_confirm(person, article),
        "may_retire": rules.can_retire(person, article),
        "may_rate": rules.can_rate(person, article),
        "may_own": rules.can_change_owner(person, article),
        "rating": own,
        "rating_form": form or RatingForm(initial=said),
        "ratings": article.all_ratings.select_related("person", "version").exclude(remark="")[:10]
        if sees_ratings
        else [],
        "uses": uses_of(article, person),
        **content_context(article.current),
    }
    return render(request, "knowledge/article_detail.html", context, status=422 if form else 200)


@require_POST
def rate(request: HttpRequest, public_id) -> HttpResponse:
    article = article_or_404(request, public_id)
    form = RatingForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            rate_article(
                article=article,
                actor=request.person,
                is_helpful=given["is_helpful"] == "yes",
                remark=given["remark"],
                key=parse_key(request.POST.get("client_key")),
            )
        except Invalid as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Thank you. Whoever sees to the article reads it."))
            return redirect(article)
    require(rules.can_rate, request.person, article)
    return show_article(request, article, form)


@require_GET
def article_history(request: HttpRequest, public_id) -> HttpResponse:
    article = article_or_404(request, public_id)
    draft = drafts_visible_to(request.person).filter(article=article).first()
    context = {
        "object": article,
        "versions": versions_of(article, request.person),
        "draft": draft,
        "may_restore": rules.can_edit_article(request.person, article) and draft is None,
        "timeline": timeline_of(article) if rules.sees_editing(request.person) else [],
    }
    return render(request, "knowledge/article_history.html", context)


def version_or_404(article: Article, reader: Person, number: int) -> ArticleVersion:
    for version in versions_of(article, reader):
        if version.number == number:
            return version
    raise Http404


@require_GET
def article_version(request: HttpRequest, public_id, number: int) -> HttpResponse:
    """An earlier version as it was: what was told then can be read for as long as the article can."""
    article = article_or_404(request, public_id)
    version = version_or_404(article, request.person, number)
    context = {"object": article, "version": version, **content_context(version)}
    return render(request, "knowledge/article_version.html", context)


@require_GET
def article_compare(request: HttpRequest, public_id) -> HttpResponse:
    """`?from=` and `?to=`: numbers of versions, or `draft` for what is being written; without them the last two."""
    article = article_or_404(request, public_id)
    draft = drafts_visible_to(request.person).filter(article=article).first()
    sides: dict[str, Content] = {str(version.number): version for version in versions_of(article, request.person)}
    if draft is not None:
        sides = {"draft": draft, **sides}
    names = list(sides)
    after = request.GET.get("to") if request.GET.get("to") in sides else next(iter(names), "")
    before = (
        request.GET.get("from") if request.GET.get("from") in sides else next((n for n in names if n != after), after)
    )
    if not names:
        raise Http404
    context = {
        "object": article,
        "names": [
            (name, _("Draft") if name == "draft" else _("Version %(number)s") % {"number": name}) for name in names
        ],
        "before": before,
        "after": after,
        "parts": differences(sides[before], sides[after]),
    }
    return render(request, "knowledge/article_compare.html", context)


@require_GET
def file_show(request: HttpRequest, public_id, file_id) -> HttpResponseBase:
    """A file of any version that the reader may read, or of the draft they see."""
    article = article_or_404(request, public_id)
    row = get_object_or_404(ArticleFile.objects.select_related("file"), article=article, public_id=file_id)
    shown = any(str(file_id) in version.files for version in versions_of(article, request.person))
    draft = drafts_visible_to(request.person).filter(article=article).first()
    if not shown and (draft is None or str(file_id) not in draft.files):
        raise Http404
    return serve(row.file, inline=True, request=request)
