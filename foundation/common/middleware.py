"""Refusals become pages; pages of people who are signed in are stored nowhere."""

from django.shortcuts import render

from foundation.common.errors import Conflict, Invalid


class RefusalMiddleware:
    """Conflict → 409 with what the person typed, Invalid that no form has caught → 400 with its sentence."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, Conflict):
            return render(request, "409.html", {"message": exception.message, "typed": exception.typed}, status=409)
        if isinstance(exception, Invalid):
            return render(request, "400.html", {"messages_list": exception.messages}, status=400)
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
