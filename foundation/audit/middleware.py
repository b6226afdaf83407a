"""Remembers, for the length of a request, a keyed digest of where it comes from."""

from foundation.audit import context
from foundation.common.crypto import keyed_digest


class AddressMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in ("GET", "HEAD"):
            return self.get_response(request)
        token = context.address.set(keyed_digest(request.META.get("REMOTE_ADDR", "").encode(), purpose="address")[:32])
        try:
            return self.get_response(request)
        finally:
            context.address.reset(token)
