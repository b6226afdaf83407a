"""Sending an event to a receiver: where the portal may send at all, what proves that it is from the portal, and how long it waits.

The name is resolved once, each address is looked at, and the connection goes to just that address: a name that points elsewhere a moment later
leads nowhere. Redirects are answers like any other and are not followed. No proxy of the environment is used.
"""

import contextlib
import hmac
import http.client
import ipaddress
import json
import socket
import ssl
import time
from dataclasses import dataclass
from hashlib import sha256
from threading import Timer
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from connections.enums import Failure

PATIENCE = 10  # seconds for each step
AT_MOST = 20  # seconds for the whole, however slowly a receiver dribbles
READ_AT_MOST = 4096
NAT64 = ipaddress.ip_network("64:ff9b::/96")
# All that is given to the world in IPv6; what lies beside it leads by old or local ways to who knows where.
WORLD6 = ipaddress.ip_network("2000::/3")
LONGEST_URL = 300


class NotSent(Exception):
    """Why, as a `Failure`, and the status where there was an answer."""

    def __init__(self, failure: str, status: int | None = None):
        self.failure, self.status = failure, status
        super().__init__(failure)


@dataclass(frozen=True)
class Secrets:
    """The secret, and the one before it as long as both hold."""

    present: str
    earlier: str = ""


def signature(secret: str, seconds: int, body: bytes) -> str:
    """HMAC-SHA256 (hex) over `<seconds>.<body>`: with the time inside, nobody can send an old event again as a new one."""
    return hmac.new(secret.encode(), f"{seconds}.".encode() + body, sha256).hexdigest()


def signed_header(secrets: Secrets, seconds: int, body: bytes) -> str:
    """`t=…,v1=…`, with a second `v1` while two secrets hold."""
    known = filter(None, (secrets.present, secrets.earlier))
    return ",".join([f"t={seconds}", *(f"v1={signature(secret, seconds, body)}" for secret in known)])


def bytes_of(content: dict) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def is_within(address: str) -> bool:
    """Whether it lies in a network that the installation has named (`QA_PORTAL_WEBHOOK_NETWORKS`)."""
    found = _plain(ipaddress.ip_address(address))
    return any(found in network for network in settings.WEBHOOK_NETWORKS if network.version == found.version)


def may_send_to(address: str) -> bool:
    """Out into the world, or into a named network. Never else into what only this machine or its neighbours can reach."""
    found = _plain(ipaddress.ip_address(address))
    if is_within(address):
        return True
    return found.is_global and not found.is_multicast and (found.version == 4 or found in WORLD6)


def _plain(address):
    """The IPv4 address behind its disguises in IPv6."""
    if address.version == 4:
        return address
    if address in NAT64:
        return ipaddress.ip_address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None) or address


def addresses_of(url: SplitResult) -> list[str]:
    """The addresses behind the name. Raises NotSent where there is none, or one to which nothing is sent; plain http only within."""
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        found = [entry[4][0] for entry in socket.getaddrinfo(url.hostname, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        raise NotSent(Failure.NAME) from None
    found = [address.partition("%")[0] for address in dict.fromkeys(found)]
    if not all(map(may_send_to, found)) or (url.scheme != "https" and not all(map(is_within, found))):
        raise NotSent(Failure.ADDRESS)
    return found


def send(*, url: str, event: str, event_id: str, content: dict, secrets: Secrets) -> int:
    """Post it; returns the status of an answer from 200 to 299. Raises NotSent."""
    parts, body = urlsplit(url), bytes_of(content)
    address = addresses_of(parts)[0]
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "QA-Portal",
        "QA-Event": event,
        "QA-Event-Id": event_id,
        "QA-Signature": signed_header(secrets, int(time.time()), body),
    }
    connection = _Pinned(parts, address)
    # A timeout of the socket is for one step only; who answers a byte at a time is cut off.
    clock = Timer(AT_MOST, connection.cut)
    clock.daemon = True
    clock.start()
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, body=body, headers=headers)
        answer = connection.getresponse()
        answer.read(READ_AT_MOST)
        status = answer.status
    except ssl.SSLError:
        raise NotSent(Failure.TIME if connection.was_cut else Failure.TLS) from None
    except TimeoutError:
        raise NotSent(Failure.TIME) from None
    except (OSError, http.client.HTTPException, ValueError):
        raise NotSent(Failure.TIME if connection.was_cut else Failure.REACH) from None
    finally:
        clock.cancel()
        connection.close()
    if not 200 <= status < 300:
        raise NotSent(Failure.STATUS, status)
    return status


class _Pinned(http.client.HTTPConnection):
    """To one address that was looked at, under the name of the URL."""

    def __init__(self, url: SplitResult, address: str):
        self._is_tls = url.scheme == "https"
        super().__init__(url.hostname, url.port or (443 if self._is_tls else 80), timeout=PATIENCE)
        self.default_port = 443 if self._is_tls else 80
        self._address, self.was_cut = address, False

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._is_tls:
            # Handed over before the handshake, which `cut` must reach as well.
            self.sock = ssl.create_default_context().wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()
        if self.was_cut:
            raise TimeoutError

    def cut(self) -> None:
        self.was_cut = True
        with contextlib.suppress(OSError, AttributeError):
            socket.socket.shutdown(self.sock, socket.SHUT_RDWR)
