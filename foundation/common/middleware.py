"""Refusals become pages; pages of people who are signed in are stored nowhere."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from foundation.common.errors import Conflict, Invalid


class RefusalMiddleware:
    """Conflict → 409 with what the person typed, Invalid that no form has caught → 400 with its sentence; a form’s address when opened → a page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET" and "text/html" in request.headers.get("Accept", ""):
            page = render(request, "405.html", status=405)
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_exception(self, request, exception):
        if isinstance(exception, Conflict):
            sent = request.method not in ("GET", "HEAD")
            title = exception.title or (_("Somebody was quicker") if sent else _("This is not possible any more"))
            context = {"title": title, "message": exception.message, "typed": exception.typed, "sent": sent}
            return render(request, "409.html", {**context, "url": exception.url}, status=409)
        if isinstance(exception, Invalid):
            return render(request, "400.html", {"messages_list": exception.messages}, status=400)
        return None


class StorableTextMiddleware:
    """400 for a query or a form with a NUL in it, before any view asks the database: PostgreSQL refuses it, SQLite would keep it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        sent = [request.GET] if request.method in ("GET", "HEAD") else [request.GET, request.POST]
        if any("\0" in name or "\0" in value for query in sent for name, values in query.lists() for value in values):
            sentence = _("The text contains a character that cannot be stored. Remove it and send it again.")
            return render(request, "400.html", {"messages_list": [sentence]}, status=400)
        return None


class PrivateResponseMiddleware:
    """`Cache-Control: no-store` on whatever a signed-in person gets, unless the view has said otherwise."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response
