"""`--tls`: HTTPS for a trial in a local network, where tablets keep nothing of a page that came without."""

import ipaddress
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .commands import clean_environment, run, step
from .places import Checkout, Data
from .ports import HOST
from .stamps import Stamps, digest_files

FRESH = 360 * 24 * 3600  # seconds: made anew before a browser refuses it


@dataclass(frozen=True)
class Certificate:
    """`authority` is installed on the tablets; the other two are the web server's."""

    folder: Path

    @property
    def authority(self) -> Path:
        return self.folder / "authority.pem"

    @property
    def chain(self) -> Path:
        return self.folder / "certificate.pem"

    @property
    def key(self) -> Path:
        return self.folder / "key.pem"

    @property
    def is_fresh(self) -> bool:
        files = (self.authority, self.chain, self.key)
        return all(file.is_file() for file in files) and time.time() - self.chain.stat().st_mtime < FRESH


def ensure_certificate(checkout: Checkout, data: Data) -> Certificate:
    """The one that was made before, as long as it is for the names and addresses that this machine has now."""
    certificate, names = Certificate(data.root / "tls"), names_of_host()
    stamps, wanted = Stamps(data.stamps), digest_files([], "\n".join(names))
    if stamps.holds("certificate", wanted, certificate.chain) and certificate.is_fresh:
        return certificate
    with step("Making a certificate for this machine"):
        run(
            [checkout.python, "-m", "qa_portal.certificate", certificate.folder, *names],
            log=data.log("setup"),
            what="The certificate could not be made",
            environment=clean_environment({}),
            folder=checkout.root,
            umask=0o077,
        )
    stamps.mark("certificate", wanted)
    return certificate


def names_of_host() -> list[str]:
    """What others may call this machine by: names first, then addresses; those of the machine itself always among them."""
    host = socket.gethostname()
    names = {"localhost", host.lower(), socket.getfqdn().lower(), f"{host.split('.')[0].lower()}.local"}
    addresses = {HOST, *addresses_of_host()}
    return sorted(name for name in names if _is_name(name)) + sorted(addresses)


def addresses_of_host() -> list[str]:
    """The addresses under which other machines reach this one; the one towards the network first."""
    found = []
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # sends nothing: only asks which way it would go
        found.append(probe.getsockname()[0])
    with suppress(OSError):
        found += [entry[4][0] for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    return list(dict.fromkeys(address for address in found if _is_reachable(address)))


def _is_reachable(text: str) -> bool:
    address = ipaddress.ip_address(text)
    return not (address.is_loopback or address.is_link_local or address.is_unspecified)


def _is_name(text: str) -> bool:
    parts = text.split(".")
    return len(text) <= 253 and all(
        part and len(part) <= 63 and part.isascii() and part.replace("-", "").isalnum() for part in parts
    )
