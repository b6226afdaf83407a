"""The person's own language, and the two ends of a session."""

import time

from django.conf import settings
from django.contrib.auth import logout
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class PersonalLocaleMiddleware(LocaleMiddleware):
    """The person's choice (kept in the cookie and on the user) before the browser's wish."""

    def process_request(self, request):
        super().process_request(request)
        chosen = request.session.get("language") if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES else None
        if chosen:
            translation.activate(chosen)
            request.LANGUAGE_CODE = translation.get_language()


class SessionLimitsMiddleware:
    """Ends a session after `SESSION_IDLE_SECONDS` without a request, and after `SESSION_COOKIE_AGE` in any case."""

    # Written at most once a minute: a session row per request would cost every page a write.
    RESOLUTION = 60

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            now = int(time.time())
            seen = request.session.get("seen_at", now)
            began = request.session.get("began_at", now)
            if now - seen > settings.SESSION_IDLE_SECONDS or now - began > settings.SESSION_COOKIE_AGE:
                logout(request)
            elif now - seen >= self.RESOLUTION or "seen_at" not in request.session:
                request.session["seen_at"] = now
                request.session.setdefault("began_at", now)
        return self.get_response(request)
