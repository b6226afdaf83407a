"""What the scoring page asks about templates: what to offer, what to keep, what was used. None of it touches the sheet."""

import json
from contextlib import suppress

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments.enums import CommentState
from assessments.models import CommentTemplate
from assessments.rules.comments import can_keep_comments
from assessments.selectors.comments import offered_to
from assessments.services.comment_uses import count_uses
from assessments.services.comments import keep_comment
from foundation.common.errors import Invalid, require
from foundation.common.receipts import parse_key
from organization.models import Person
from standards.models import Standard, StandardVersion

MOST_BYTES = 20_000


def _standard(public_id) -> Standard:
    """Of the version that a sheet is scored by: the page knows no more of it."""
    return get_object_or_404(StandardVersion.objects.select_related("standard"), public_id=public_id).standard


@require_GET
def comment_choices(request: HttpRequest, public_id) -> HttpResponse:
    """For all indicators of a standard, best first."""
    require(can_keep_comments, request.person)
    standard = _standard(public_id)
    return JsonResponse({"templates": choices_for(request.person, standard)})


def choices_for(person: Person, standard: Standard) -> list[dict]:
    """What is offered to the person, best first, as the scripts want it."""
    return [_choice(one) for one in offered_to(person, standard)]


def _choice(comment: CommentTemplate) -> dict:
    return {
        "id": str(comment.public_id),
        "text": comment.text,
        "find": comment.initials,
        "code": comment.code,
        "mine": comment.state != CommentState.SHARED,
    }


@require_POST
def comment_keep(request: HttpRequest, public_id) -> HttpResponse:
    """Keep what was typed at an indicator of the standard: 200 with the template, 422 with what is wrong."""
    require(can_keep_comments, request.person)
    standard = _standard(public_id)
    try:
        made, is_new = keep_comment(
            actor=request.person,
            text=request.POST.get("text", ""),
            standard=standard,
            code=request.POST.get("code", ""),
            key=parse_key(request.POST.get("client_key")),
        )
    except Invalid as refusal:
        return JsonResponse({"messages": refusal.messages}, status=422)
    said = _("Kept as a template of yours.") if is_new else _("You have this template already.")
    return JsonResponse({"template": _choice(made), "message": said})


@require_POST
def comments_used(request: HttpRequest) -> HttpResponse:
    """{"uses": {id: how often}}; whatever is not that counts nothing."""
    require(can_keep_comments, request.person)
    uses = None
    if request.content_type == "application/json" and len(request.body) <= MOST_BYTES:
        with suppress(ValueError, AttributeError, RecursionError):
            uses = json.loads(request.body).get("uses")
    if isinstance(uses, dict):
        count_uses(actor=request.person, uses=uses)
    return HttpResponse(status=204)
