"""Pages of editions: writing, approving, reading, verifying."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.enums import CycleState
from assessments.gates import what_bars
from assessments.models import Cycle
from foundation.audit.selectors import timeline_of
from foundation.common.errors import Invalid, require
from foundation.common.pages import paginate
from publication import rules, services
from publication.forms import ApprovalForm, EditionForm, ReturnForm
from publication.freezing import body_holds
from publication.models import Publication
from publication.reading import drawn_results, page_body, preview_body, rectification_progress
from publication.selectors import acknowledgement_of, other_editions, to_read, visible_to
from publication.services.editions import figures_have_moved
from publication.verification import steps_of


def _publication(request: HttpRequest, public_id) -> Publication:
    return get_object_or_404(
        visible_to(request.person).select_related("snapshot", "cycle__standard_version"), public_id=public_id
    )


@require_GET
def publication_list(request: HttpRequest) -> HttpResponse:
    context = {
        "page": paginate(request, visible_to(request.person), 20),
        "may_draft": rules.can_write_publications(request.person),
    }
    if context["may_draft"]:
        context["cycles"] = Cycle.objects.filter(state__in=(CycleState.FEEDBACK, CycleState.PUBLISHED))[:4]
    return render(request, "publication/publication_list.html", context)


@require_POST
def draft_publication(request: HttpRequest) -> HttpResponse:
    cycle = get_object_or_404(Cycle, code=request.POST.get("cycle", ""))
    publication = services.draft_publication(cycle=cycle, author=request.person)
    return redirect("publication:publication_edit", publication.public_id)


@require_GET
def publication_detail(request: HttpRequest, public_id) -> HttpResponse:
    """A published edition for everybody; one in the making with what can be done about it."""
    published = to_read(public_id) if request.person is not None else None
    publication = published or _publication(request, public_id)
    if publication.is_published:
        return _show_published(request, publication)
    return _show_in_the_making(request, publication)


def _show_published(request: HttpRequest, publication: Publication) -> HttpResponse:
    holds = body_holds(publication.snapshot)
    context = {
        "object": publication,
        "holds": holds,
        # What was changed after it was frozen is not shown at all.
        "body": page_body(publication.snapshot) if holds else None,
        "results": drawn_results(publication.snapshot) if holds else "",
        "progress": rectification_progress(publication.cycle_id),
        "editions": other_editions(publication),
        "acknowledged": acknowledgement_of(publication, request.person),
    }
    return render(request, "publication/publication_page.html", context)


def _show_in_the_making(request: HttpRequest, publication: Publication, *, status: int = 200, **forms) -> HttpResponse:
    person = request.person
    preview = publication.snapshot is None
    context = {
        "object": publication,
        "body": preview_body(publication) if preview else page_body(publication.snapshot),
        "is_preview": preview,
        "may_discard": rules.can_discard_publication(person, publication),
        "barred": what_bars(publication.cycle),
        "moved": bool(publication.snapshot) and figures_have_moved(publication),
        "may_edit": rules.can_edit_publication(person, publication),
        "may_approve": rules.can_approve_publication(person, publication),
        "may_return": rules.can_return_publication(person, publication),
        "approval_form": ApprovalForm(),
        "return_form": ReturnForm(),
        "timeline": timeline_of(publication),
        **forms,
    }
    return render(request, "publication/publication_detail.html", context, status=status)


@require_http_methods(["GET", "POST"])
def edit_publication(request: HttpRequest, public_id) -> HttpResponse:
    publication = _publication(request, public_id)
    require(rules.can_edit_publication, request.person, publication)
    form = EditionForm(request.POST or None, instance=Publication.objects.get(pk=publication.pk))
    if request.method == "POST" and form.is_valid():
        texts = dict(form.cleaned_data)
        version = texts.pop("version")
        services.edit_publication(publication=publication, actor=request.person, version=version, texts=texts)
        return redirect(publication)
    return render(
        request,
        "publication/publication_form.html",
        {"form": form, "object": publication, "cancel_url": publication.get_absolute_url()},
    )


@require_POST
def propose_publication(request: HttpRequest, public_id) -> HttpResponse:
    publication = _publication(request, public_id)
    require(rules.can_edit_publication, request.person, publication)
    try:
        services.propose_publication(publication=publication, actor=request.person)
    except Invalid as error:
        messages.error(request, " ".join(error.messages))
        return redirect("publication:publication_edit", publication.public_id)
    messages.success(request, _("Frozen and proposed. A manager who is not you decides."))
    return redirect(publication)


@require_POST
def discard_publication(request: HttpRequest, public_id) -> HttpResponse:
    services.discard_publication(publication=_publication(request, public_id), actor=request.person)
    messages.success(request, _("The draft is gone."))
    return redirect("publication:publication_list")


@require_POST
def approve_publication(request: HttpRequest, public_id) -> HttpResponse:
    publication = _publication(request, public_id)
    require(rules.can_approve_publication, request.person, publication)
    form = ApprovalForm(request.POST)
    if not form.is_valid():
        return _show_in_the_making(request, publication, status=422, approval_form=form)
    at_once = form.cleaned_data["publish_at"] is None
    services.approve_publication(
        publication=publication, actor=request.person, publish_at=form.cleaned_data["publish_at"]
    )
    if at_once:
        services.release_publication(publication=publication)
    return redirect(publication)


@require_POST
def return_publication(request: HttpRequest, public_id) -> HttpResponse:
    publication = _publication(request, public_id)
    require(rules.can_return_publication, request.person, publication)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _show_in_the_making(request, publication, status=422, return_form=form)
    services.return_publication(publication=publication, actor=request.person, reason=form.cleaned_data["reason"])
    return redirect(publication)


@require_POST
def acknowledge(request: HttpRequest, public_id) -> HttpResponse:
    publication = _publication(request, public_id)
    services.acknowledge_publication(publication=publication, actor=request.person)
    return redirect(publication)


@require_GET
def verify_publication(request: HttpRequest, public_id) -> HttpResponse:
    """Each step of the check, recomputed for this request, in plain words."""
    publication = _publication(request, public_id)
    if not publication.is_published:
        raise Http404
    steps = steps_of(publication)
    context = {"object": publication, "steps": steps, "holds": all(step["holds"] for step in steps)}
    return render(request, "publication/publication_verify.html", context)


@require_GET
def download(request: HttpRequest, public_id) -> HttpResponse:
    """The frozen text, byte for byte: its SHA-256 is the digest on the page."""
    publication = _publication(request, public_id)
    if not publication.is_published:
        raise Http404
    response = HttpResponse(publication.snapshot.body.encode(), content_type="application/json")
    response["Content-Disposition"] = (
        f'attachment; filename="{publication.cycle.code}-edition-{publication.edition}.json"'
    )
    return response
