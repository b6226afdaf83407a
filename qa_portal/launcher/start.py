"""`bin/start`: set-up, then the portal until it is told to stop."""

import argparse
import os
import signal
import socket
import time
import urllib.parse
from pathlib import Path

from . import parts
from .commands import step
from .failure import Failure
from .instance import Instance, clear_leftovers
from .places import Checkout, Data
from .ports import HOST, listen
from .preparation import manage, prepare_checkout, prepare_data, source_files
from .proof import prove
from .stamps import Stamps, digest_files
from .supervisor import Supervisor
from .visitor import Visitor

DEFAULT_PORT = 8000
FIRST_PAGE_PATIENCE = 90  # seconds


def parse(words: list[str], checkout: Checkout) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bin/start",
        description="Starts QA Portal: web, worker, scheduler and broker. The first start sets everything up; Ctrl-C stops all of it.",
        epilog="DATABASE_URL and REDIS_URL replace the SQLite file and the embedded broker. QA_PORTAL_ENV=production is for real use; "
        "QA_PORTAL_CLOCK=2021-03-01T09:00 sets the clock of a trial.",
    )
    parser.add_argument(
        "--port",
        type=_port,
        default=DEFAULT_PORT,
        metavar="N",
        help="port of the web server (default: 8000; the next free one if taken)",
    )
    parser.add_argument(
        "--data",
        type=Path,
        default=checkout.root / "var",
        metavar="DIR",
        help="everything that is kept lies here (default: var)",
    )
    parser.add_argument(
        "--no-demo", action="store_true", help="begin with an empty portal instead of the demo organization"
    )
    parser.add_argument(
        "--check", action="store_true", help="start, prove that everything answers, stop; the exit code tells"
    )
    return parser.parse_args(words)


def start(words: list[str], checkout: Checkout) -> int:
    options = parse(words, checkout)
    began = time.monotonic()
    environment_name = os.environ.get("QA_PORTAL_ENV") or "demo"
    _refuse_contradictions(options, environment_name)
    data = Data(options.data.expanduser().resolve())
    data.make()
    instance = Instance(data)
    try:
        print("QA Portal", flush=True)
        prepare_checkout(checkout)
        clear_leftovers(data)
        with listen(options.port) as listener:
            return _run(options, checkout, data, instance, listener, environment_name, began)
    finally:
        instance.release()


def _run(
    options,
    checkout: Checkout,
    data: Data,
    instance: Instance,
    listener: socket.socket,
    environment_name: str,
    began: float,
) -> int:
    port = listener.getsockname()[1]
    address = f"http://{HOST}:{port}/"
    if port != options.port:
        print(f"  Port {options.port} is taken; using {port}.", flush=True)
    broker = None if os.environ.get("REDIS_URL") else parts.new_broker()
    environment = parts.part_environment(
        checkout,
        data,
        environment=environment_name,
        address=address.rstrip("/"),
        redis_url=broker.url if broker else "",
    )
    demo = prepare_data(checkout, data, environment, demo=not options.no_demo)
    production = environment_name == "production"
    visitor = Visitor(address, production=production)
    stopping = _Stopping()
    with stopping, Supervisor(data) as supervisor:
        if broker:
            _start_broker(supervisor, parts.broker_part(checkout, data, broker, environment), broker)
        else:
            _expect_broker(os.environ["REDIS_URL"])
        supervisor.start(parts.web(checkout, data, environment, listener))
        supervisor.start(parts.worker(checkout, data, environment))
        supervisor.start(parts.beat(checkout, data, environment))
        if not _await_first_page(supervisor, visitor, stopping):
            return 0
        instance.note(address=address, redis_url=environment.get("REDIS_URL", ""))
        print(f"  {address} answers after {time.monotonic() - began:.1f} s. Data: {data.root}", flush=True)
        if options.check:
            _prove(checkout, data, environment, visitor, demo, production, supervisor, stopping)
        else:
            if demo:
                print(_sign_ins(checkout, data, environment), flush=True)
            print("  Ctrl-C stops it.", flush=True)
            supervisor.settled = True
            while not stopping.asked:
                supervisor.look()
                time.sleep(0.2)
        print("  Stopping …", flush=True)
    _expect_nothing_left(data)
    print("  Stopped." if not options.check else "  Everything answered, and stopped.", flush=True)
    return 0


def _prove(checkout, data, environment, visitor, demo: bool, production: bool, supervisor, stopping) -> None:
    def look() -> None:
        if stopping.asked:
            raise KeyboardInterrupt
        supervisor.look()

    try:
        prove(checkout, data, environment, visitor, demo=demo, production=production, look=look)
    except Failure:
        look()  # a check that Ctrl-C has cut short is no failure of the portal
        raise


def _refuse_contradictions(options: argparse.Namespace, environment_name: str) -> None:
    if environment_name != "production":
        return
    if not options.no_demo:
        raise Failure("The demo organization does not belong into production", "Add --no-demo")
    if os.environ.get("QA_PORTAL_CLOCK"):
        raise Failure("QA_PORTAL_CLOCK sets a trial clock, which production refuses", "Unset QA_PORTAL_CLOCK")


def _start_broker(supervisor: Supervisor, part: parts.Part, broker: parts.Broker) -> None:
    supervisor.start(part)
    deadline = time.monotonic() + 20
    while not broker.answers():
        supervisor.look()
        if time.monotonic() > deadline:
            raise Failure(
                "The embedded broker does not answer", "Start again, or name a Redis server in REDIS_URL", part.log
            )
        time.sleep(0.05)


def _expect_broker(url: str) -> None:
    """Say at once that the server that was named does not listen: the portal would run, but its background work would limp."""
    place = urllib.parse.urlsplit(url)
    if place.scheme not in ("redis", "rediss"):
        return  # a Unix socket or a cluster: Celery will tell
    try:
        socket.create_connection((place.hostname or HOST, place.port or 6379), timeout=3).close()
    except (OSError, ValueError) as error:
        named = f"{place.hostname}:{place.port or 6379}"  # without the password
        raise Failure(
            f"REDIS_URL names {named}, where nothing answers ({error})",
            "Start that server, or unset REDIS_URL for the embedded broker",
        ) from error


def _await_first_page(supervisor: Supervisor, visitor: Visitor, stopping: "_Stopping") -> bool:
    deadline = time.monotonic() + FIRST_PAGE_PATIENCE
    problem = "no answer"
    while not stopping.asked:
        supervisor.look()
        try:
            answer = visitor.get("/healthz", timeout=2)
            if answer.status == 200:
                return True
            problem = f"status {answer.status}"
        except OSError as error:
            problem = str(error)
        if time.monotonic() > deadline:
            raise Failure(
                f"The web server does not answer ({problem})",
                "Mend the cause and start again",
                supervisor.data.log("web"),
            )
        time.sleep(0.1)
    return False


def _sign_ins(checkout: Checkout, data: Data, environment: dict[str, str]) -> str:
    """The table of demo sign-ins; kept beside the data, so that later starts need not ask for it."""
    stamps, digest = Stamps(data.stamps), digest_files(source_files(checkout, "*.py"))
    text = stamps.text("sign-ins", digest)
    if text is None:
        with step("Reading the demo's sign-ins"):
            text = manage(checkout, data, environment, "demo_sign_ins", what="The demo's sign-ins could not be read")
        stamps.mark("sign-ins", digest, text)
    return text.rstrip()


def _expect_nothing_left(data: Data) -> None:
    left = [file.name for file in data.run.glob("*.pid")]
    if left:
        raise Failure(f"Parts did not stop: {', '.join(left)}", "End their processes by hand", data.log("supervisor"))


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 1 to 65535")
    return int(text)


class _Stopping:
    """While the parts run, a signal sets a flag instead of raising, so that no start of a part is cut in two."""

    SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def __init__(self):
        self.asked = False

    def __enter__(self) -> "_Stopping":
        self.earlier = {number: signal.signal(number, self._note) for number in self.SIGNALS}
        return self

    def __exit__(self, *exc_info) -> None:
        for number, handler in self.earlier.items():
            signal.signal(number, handler)

    def _note(self, number, frame) -> None:
        self.asked = True
