"""Running one command of set-up: its output goes to a log, its failure becomes a line with the cause."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from .failure import Failure

# What a tool prints when it fails → what the person can do about it. The first that matches wins.
KNOWN_CAUSES = [
    (
        r"OperationalError: .*(connection to server|could not translate host name|could not connect)",
        "Make sure that DATABASE_URL names a PostgreSQL server that answers and a database that exists",
    ),
    (r"permission denied for (schema|table|relation|database)", "Give the user in DATABASE_URL its own database"),
    (r"No space left on device", "Free some disk space and start again"),
    (r"Permission denied|EACCES", "Give your user the right to write in this folder and start again"),
    (
        r"do not match the hashes|EINTEGRITY|THESE PACKAGES DO NOT MATCH",
        "The download was altered or cut short: start again",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|self.signed certificate|unable to get local issuer",
        "Name your network's certificates in SSL_CERT_FILE and start again",
    ),
    (
        r"Temporary failure in name resolution|Name or service not known|Network is unreachable|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT"
        r"|NewConnectionError|ConnectTimeout|dns error|Connection refused|error sending request",
        "The package index was not reached: check the network (HTTPS_PROXY, PIP_INDEX_URL, npm's registry) and start again",
    ),
]


@contextmanager
def step(title: str):
    """Say what is under way and how long it took."""
    print(f"  {title} …", end="", flush=True)
    began = time.monotonic()
    try:
        yield
    except BaseException:
        print(" failed", flush=True)
        raise
    print(f" {time.monotonic() - began:.0f} s", flush=True)


def clean_environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's environment without what would bend another Python, plus `more`."""
    dropped = {
        "PYTHONHOME",
        "PYTHONPATH",
        "PYTHONSTARTUP",
        "VIRTUAL_ENV",
        "__PYVENV_LAUNCHER__",
        "PYTHONDONTWRITEBYTECODE",
    }
    environment = {name: value for name, value in os.environ.items() if name not in dropped}
    if "SSL_CERT_FILE" in environment:
        environment.setdefault("NODE_EXTRA_CA_CERTS", environment["SSL_CERT_FILE"])
    environment.setdefault("PIP_DISABLE_PIP_VERSION_CHECK", "1")
    return environment | dict(more or {})


def run(
    command: Sequence[str | Path],
    *,
    log: Path,
    what: str,
    remedy: str = "",
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    umask: int = -1,
) -> str:
    """Run to the end and return the standard output. Raises Failure with the last telling line when the exit code is not 0."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8") as record:
        record.write(f"\n$ {' '.join(map(str, command))}\n")
        record.flush()
        try:
            result = subprocess.run(
                [str(word) for word in command],
                cwd=folder,
                env=dict(environment) if environment is not None else clean_environment(),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                umask=umask,
            )
        except OSError as error:
            raise Failure(
                f"{what}: {command[0]} does not run ({error.strerror})", remedy or "Start again", log
            ) from error
        record.write(result.stdout + result.stderr)
    if result.returncode:
        output = result.stdout + "\n" + result.stderr
        raise Failure(
            f"{what}: {telling_line(output)}", known_remedy(output) or remedy or "Start again once it is mended", log
        )
    return result.stdout


def telling_line(output: str) -> str:
    """The line of a tool's output that names the cause: the last error line (with what it announces by a colon), else the last line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [
        line
        for line in lines
        if re.match(r"(?i)(npm )?(err(or)?[!:]|fatal|[\w.]*(Error|Exception|Configured|Invalid)\b)", line)
    ]
    chosen = (errors or lines or ["it said nothing"])[-1]
    if chosen.lower().startswith("npm err"):
        chosen = next((line for line in errors if re.search(r"(?i)code|errno|network|not found", line)), chosen)
    if chosen.endswith(":") and chosen != lines[-1]:
        chosen += " " + lines[lines.index(chosen) + 1]
    return re.sub(r"^[\w.]*ImproperlyConfigured: ", "", chosen)[:300]


def known_remedy(output: str) -> str | None:
    return next((remedy for pattern, remedy in KNOWN_CAUSES if re.search(pattern, output)), None)


def warn(text: str) -> None:
    print(f"  {text}", file=sys.stderr, flush=True)
