"""The trail as a page, for those who watch."""

from types import SimpleNamespace

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _, pgettext
from django.views.decorators.http import require_GET

from foundation.audit.forms import EventFilter
from foundation.audit.readers import can_read_audit_trail, kept_back_from, scope_of, visible_to
from foundation.audit.selectors import described, filtered
from foundation.common import clock
from foundation.common.errors import require
from foundation.common.exports import workbook_response
from foundation.common.pages import paginate

CHUNK = 500


def _events(request: HttpRequest):
    """The filters and the events that they leave, newest first."""
    require(can_read_audit_trail, request.person)
    form = EventFilter(request.GET, scope=scope_of(request.person))
    form.is_valid()  # a filter that cannot be read says so and leaves nothing out
    return form, filtered(visible_to(request.person), form.cleaned_data).order_by("-number")


@require_GET
def event_list(request: HttpRequest) -> HttpResponse:
    form, events = _events(request)
    page = paginate(request, events)
    page.object_list = described(list(page.object_list))
    context = {
        "page": page,
        "filter": SimpleNamespace(form=form),
        "whole": "" in scope_of(request.person),
        "kept_back": kept_back_from(request.person) if "" in scope_of(request.person) else [],
        "target": form.cleaned_data.get("target"),
        "table": {
            "columns": [
                {"key": "number", "label": _("No."), "numeric": True},
                {"key": "at", "label": _("When")},
                {"key": "who", "label": _("Who")},
                {"key": "what", "label": pgettext("audit", "What")},
                {"key": "about", "label": pgettext("audit", "About")},
                {"key": "proof", "label": _("Details")},
            ]
        },
    }
    return render(request, "audit/event_list.html", context)


@require_GET
def event_export(request: HttpRequest) -> HttpResponseBase:
    """The events that the list shows under the same filters, with their digests."""
    _form, events = _events(request)
    headers = [
        _("No."),
        _("When"),
        _("Who"),
        _("Staff number"),
        pgettext("audit", "What"),
        _("Act"),
        pgettext("audit", "About"),
        _("Id"),
        _("Details"),
        pgettext("audit", "Place"),
        _("Digest"),
    ]
    return workbook_response(
        name=f"{_('Audit trail')} {clock.today()}", sheet=_("Audit trail"), headers=headers, rows=_rows(events)
    )


def _rows(events):
    waiting = []
    for event in events.iterator(chunk_size=CHUNK):
        waiting.append(event)
        if len(waiting) == CHUNK:
            yield from map(_row, described(waiting, whole=True))
            waiting = []
    yield from map(_row, described(waiting, whole=True))


def _row(event) -> list:
    details = "\n".join(_("%(label)s: %(text)s") % {"label": label, "text": text} for label, text in event.noted)
    return [
        event.number, event.at, event.who, event.actor_label, event.what, event.action, event.about or event.about_kind, event.target,
        details, event.address, event.digest,
    ]  # fmt: skip
