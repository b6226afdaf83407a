"""How a receiver checks that an event is from the portal."""

import hashlib
import hmac
import time


def is_from_portal(secret: str, header: str, body: bytes, tolerance: int = 300) -> bool:
    """`header` is QA-Signature, `body` the bytes as they came. Remember QA-Event-Id for a day and pass over what you have seen."""
    parts = [part.split("=", 1) for part in header.split(",")]
    sent = next(int(value) for name, value in parts if name == "t")
    expected = hmac.new(secret.encode(), f"{sent}.".encode() + body, hashlib.sha256).hexdigest()
    is_signed = any(hmac.compare_digest(expected, value) for name, value in parts if name == "v1")
    return is_signed and abs(time.time() - sent) <= tolerance
