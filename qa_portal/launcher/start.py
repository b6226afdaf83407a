"""`bin/start`: set-up, then the portal until it is told to stop."""

import signal
import socket
import time
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass

from . import parts
from .commands import step
from .failure import Failure
from .instance import Instance, clear_leftovers
from .options import Options, read_options
from .places import Checkout, Data
from .ports import EVERYWHERE, HOST, listen
from .preparation import manage, prepare_checkout, prepare_data, source_files
from .proof import prove
from .stamps import Stamps, digest_files
from .supervisor import Supervisor
from .tls import Certificate, addresses_of_host, ensure_certificate
from .visitor import Visitor

FIRST_PAGE_PATIENCE = 90  # seconds
SETTLING = 20  # seconds in which a part that dies again and again ends the start instead of being tried for ever


def start(words: list[str], checkout: Checkout) -> int:
    began = time.monotonic()
    options = read_options(words, checkout)
    if options.redis_url:
        expect_broker(options.redis_url)
    data = Data(options.data)
    data.make()
    instance = Instance(data)
    try:
        print("QA Portal", flush=True)
        prepare_checkout(checkout)
        clear_leftovers(data)
        certificate = ensure_certificate(checkout, data) if options.tls else None
        # A check is this machine's own matter.
        host = EVERYWHERE if certificate and not options.check else HOST
        with listen(options.port, host) as listener:
            Portal(options, checkout, data, instance, listener, began, certificate).run()
    finally:
        instance.release()
    return 0


@dataclass
class Portal:
    """One run of the portal on its data folder."""

    options: Options
    checkout: Checkout
    data: Data
    instance: Instance
    listener: socket.socket
    began: float
    certificate: Certificate | None = None

    def __post_init__(self) -> None:
        port = self.listener.getsockname()[1]
        if port != self.options.port:
            print(f"  Port {self.options.port} is taken; using {port}.", flush=True)
        self.address = f"{'https' if self.certificate else 'http'}://{HOST}:{port}/"
        self.elsewhere = [f"https://{one}:{port}/" for one in addresses_of_host()] if self.certificate else []
        self.broker = None if self.options.redis_url else parts.new_broker()
        self.environment: Mapping[str, str] = parts.part_environment(
            self.data,
            environment=self.options.environment,
            # What stands in mails is opened on other devices.
            address=(self.elsewhere or [self.address])[0].rstrip("/"),
            tls=self.certificate is not None,
            redis_url=self.broker.url if self.broker else self.options.redis_url,
        )
        trusted = self.certificate.authority if self.certificate else None
        self.visitor = Visitor(self.address, production=self.options.production, trusted=trusted)
        self.stopping = Stopping()

    def run(self) -> None:
        self.demo = prepare_data(self.checkout, self.data, self.environment, demo=self.options.demo)
        with self.stopping, Supervisor(self.data) as supervisor:
            try:
                self._work(supervisor)
            except Failure:
                if not self.stopping.asked:  # what Ctrl-C has cut short is no failure
                    raise
            if self.options.check and self.stopping.asked:
                raise KeyboardInterrupt
            print("  Stopping …", flush=True)
        self._expect_nothing_left()
        print("  Everything answered, and stopped." if self.options.check else "  Stopped.", flush=True)

    def _work(self, supervisor: Supervisor) -> None:
        """Broker and web first: a person waits for the first page, nobody for the scheduler."""
        if self.broker:
            self._start_broker(supervisor, self.broker)
        supervisor.start(parts.web(self.checkout, self.data, self.environment, self.listener, self.certificate))
        if not self._await_first_page(supervisor):
            return
        self.instance.note(address=self.address, redis_url=self.environment["REDIS_URL"])
        seconds = time.monotonic() - self.began
        print(f"  {self.address} answers after {seconds:.1f} s. Data: {self.data.root}", flush=True)
        if self.certificate and not self.options.check:
            self._tell_tablets(self.certificate)
        supervisor.start(parts.worker(self.checkout, self.data, self.environment))
        supervisor.start(parts.beat(self.checkout, self.data, self.environment))
        if self.options.check:
            self._prove(supervisor)
        else:
            self._serve(supervisor)

    def _start_broker(self, supervisor: Supervisor, broker: parts.Broker) -> None:
        part = parts.broker_part(self.checkout, self.data, broker, self.environment)
        supervisor.start(part)
        deadline = time.monotonic() + 20
        while not broker.answers():
            supervisor.look()
            if time.monotonic() > deadline:
                remedy = "Start again, or name a Redis server in REDIS_URL"
                raise Failure("The embedded broker does not answer", remedy, part.log)
            time.sleep(0.05)

    def _await_first_page(self, supervisor: Supervisor) -> bool:
        """Whether the health page answered; False when a signal came first."""
        deadline, problem = time.monotonic() + FIRST_PAGE_PATIENCE, ""
        while not self.stopping.asked:
            supervisor.look()
            try:
                answer = self.visitor.get("/healthz", timeout=2)
                if answer.status == 200:
                    return True
                problem = f"status {answer.status}"
            except OSError as error:
                problem = str(error)
            if time.monotonic() > deadline:
                cause = f"The web server does not answer ({problem})"
                raise Failure(cause, "Mend the cause and start again", self.data.log("web"))
            time.sleep(0.1)
        return False

    def _tell_tablets(self, certificate: Certificate) -> None:
        """What a tablet needs before it keeps anything: a certificate that it trusts, not one that somebody has clicked away."""
        where = " or ".join(self.elsewhere) or "this machine alone: it has no address in a network"
        print(f"  For tablets in this network: {where}", flush=True)
        print(f"  Install {certificate.authority} there first, as a certificate authority.", flush=True)
        if self.demo:
            print("  Everybody in this network can sign in with the passwords below, as administrator too:", flush=True)
            print("  keep nothing real in it, and use a network of your own.", flush=True)

    def _serve(self, supervisor: Supervisor) -> None:
        if self.demo:
            print(self._sign_ins(), flush=True)
        print("  Ctrl-C stops it.", flush=True)
        settled_at = time.monotonic() + SETTLING
        while not self.stopping.asked:
            supervisor.look()
            supervisor.settled = time.monotonic() > settled_at
            time.sleep(0.2)

    def _prove(self, supervisor: Supervisor) -> None:
        def look() -> None:
            if self.stopping.asked:
                raise KeyboardInterrupt
            supervisor.look()

        prove(self.checkout, self.data, self.environment, self.visitor, demo=self.demo, look=look)

    def _sign_ins(self) -> str:
        """The table of demo sign-ins; kept beside the data, so that later starts need not ask for it."""
        stamps, digest = Stamps(self.data.stamps), digest_files(source_files(self.checkout, "*.py"))
        text = stamps.text("sign-ins", digest)
        if text is None:
            with step("Reading the demo's sign-ins"):
                what = "The demo's sign-ins could not be read"
                text = manage(self.checkout, self.data, self.environment, "demo_sign_ins", what=what)
            stamps.mark("sign-ins", digest, text)
        return text.rstrip()

    def _expect_nothing_left(self) -> None:
        left = [file.name for file in self.data.run.glob("*.pid")]
        if left:
            cause = f"Parts did not stop: {', '.join(left)}"
            raise Failure(cause, "End their processes by hand", self.data.log("supervisor"))


def expect_broker(url: str) -> None:
    """Say at once that nobody listens where REDIS_URL points: the portal would run, but its background work would limp."""
    place = urllib.parse.urlsplit(url)
    if place.scheme not in ("redis", "rediss"):
        return  # a Unix socket or a cluster: Celery will tell
    try:
        socket.create_connection((place.hostname or HOST, place.port or 6379), timeout=3).close()
    except (OSError, ValueError) as error:
        named = f"{place.hostname}:{place.port or 6379}"  # without the password
        remedy = "Start that server, or unset REDIS_URL for the embedded broker"
        raise Failure(f"REDIS_URL names {named}, where nothing answers ({error})", remedy) from error


class Stopping:
    """While the parts run, a signal sets a flag instead of raising, so that no start of a part is cut in two."""

    SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def __init__(self):
        self.asked = False

    def __enter__(self) -> "Stopping":
        self.earlier = {number: signal.signal(number, self._note) for number in self.SIGNALS}
        return self

    def __exit__(self, *exc_info) -> None:
        for number, handler in self.earlier.items():
            signal.signal(number, handler)

    def _note(self, number, frame) -> None:
        self.asked = True
