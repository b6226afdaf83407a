"""The person's own notifications."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from foundation.common.pages import paginate
from foundation.notifications.kinds import sentence_for
from foundation.notifications.models import Notification
from foundation.notifications.selectors import notifications_of, unread_count
from foundation.notifications.services import mark_read


@require_GET
def notification_list(request: HttpRequest) -> HttpResponse:
    only_unread = request.GET.get("show") == "unread"
    rows = notifications_of(request.user)
    page = paginate(request, rows.filter(read_at=None) if only_unread else rows)
    for row in page:
        row.sentence = sentence_for(row.kind, row.params)
    unread = unread_count(request.user.pk)
    tabs = [
        {"url": "?", "label": _("All"), "count": None, "current": not only_unread},
        {"url": "?show=unread", "label": _("Unread"), "count": unread, "current": only_unread},
    ]
    return render(
        request,
        "notifications/notification_list.html",
        {"page": page, "tabs": tabs, "unread": unread, "only_unread": only_unread},
    )


@require_POST
def open_notification(request: HttpRequest, public_id) -> HttpResponse:
    """Mark it read and go where it points."""
    row = get_object_or_404(Notification, public_id=public_id, user=request.user)
    mark_read(user=request.user, public_id=public_id)
    safe = url_has_allowed_host_and_scheme(row.url, allowed_hosts=None)
    return redirect(row.url if row.url and safe else "notifications:list")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    mark_read(user=request.user)
    return redirect("notifications:list")
