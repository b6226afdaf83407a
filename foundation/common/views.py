"""Error pages."""

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.shortcuts import render


@login_not_required
def bad_request(request, exception=None):
    return render(request, "400.html", status=400)


@login_not_required
def forbidden(request, exception=None):
    return render(request, "403.html", {"message": str(exception or "")}, status=403)


@login_not_required
def not_found(request, exception=None):
    return render(request, "404.html", status=404)


@login_not_required
def server_error(request):
    return render(request, "500.html", status=500)


@login_not_required
def csrf_failure(request, reason=""):
    """The session has ended or the page is old; what was typed is kept to be copied. Never what was typed to sign in: it is secret.

    To a script 401: it keeps what it has, and sends it again under the token of the next session.
    """
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({}, status=401)
    hidden = {"csrfmiddlewaretoken", "client_key"}
    secret = request.path.startswith("/accounts/") or any("password" in name for name in request.POST)
    typed = [] if secret else [(name, value) for name, value in request.POST.items() if name not in hidden and value]
    return render(request, "csrf.html", {"typed": typed}, status=403)
