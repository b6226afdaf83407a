"""What can be said to `bin/start`."""

import argparse
import os
from dataclasses import dataclass
from pathlib import Path

from .failure import Failure
from .places import Checkout

DEFAULT_PORT = 8000


@dataclass(frozen=True)
class Options:
    port: int
    data: Path
    demo: bool
    check: bool
    tls: bool
    environment: str  # QA_PORTAL_ENV
    redis_url: str  # REDIS_URL, empty: the embedded broker

    @property
    def production(self) -> bool:
        return self.environment == "production"


def read_options(words: list[str], checkout: Checkout) -> Options:
    """The options and the variables that belong to them. Raises Failure where they contradict each other."""
    said = _parser(checkout).parse_args(words)
    options = Options(
        port=said.port,
        data=said.data.expanduser().resolve(),
        demo=not said.no_demo,
        check=said.check,
        tls=said.tls,
        environment=os.environ.get("QA_PORTAL_ENV") or "demo",
        redis_url=os.environ.get("REDIS_URL", ""),
    )
    if options.production and options.demo:
        raise Failure("The demo organization does not belong into production", "Add --no-demo")
    if options.production and options.tls:
        cause = "A certificate that this machine makes for itself is for trials"
        raise Failure(cause, "Put the installation's own certificate on a reverse proxy, and leave out --tls")
    if options.production and os.environ.get("QA_PORTAL_CLOCK"):
        raise Failure("QA_PORTAL_CLOCK sets a trial clock, which production refuses", "Unset QA_PORTAL_CLOCK")
    return options


def _parser(checkout: Checkout) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bin/start",
        description="Starts QA Portal: web, worker, scheduler and broker. "
        "The first start sets everything up; Ctrl-C stops all of it.",
        epilog="DATABASE_URL and REDIS_URL replace the SQLite file and the embedded broker. "
        "QA_PORTAL_ENV=production is for real use; QA_PORTAL_CLOCK=2021-03-01T09:00 sets the clock of a trial.",
    )
    add = parser.add_argument
    add("--port", type=_port, default=DEFAULT_PORT, metavar="N", help="default: 8000; if taken, the next free one")
    add("--data", type=Path, default=checkout.root / "var", metavar="DIR", help="all that is kept (default: var)")
    add("--no-demo", action="store_true", help="begin with an empty portal instead of the demo organization")
    add("--tls", action="store_true", help="HTTPS for a trial in the local network, with a certificate made here")
    add("--check", action="store_true", help="start, prove that everything answers, stop; the exit code tells")
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 1 to 65535")
    return int(text)
