"""`.venv` with the locked requirements in it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from .commands import clean_environment, run, step
from .failure import Failure
from .places import Checkout
from .stamps import Stamps, digest_files


def ensure_python(checkout: Checkout, *, tests: bool = False) -> None:
    """Make `.venv` and bring the requirements into it; with `tests`, the development ones too. Does nothing when the stamps hold."""
    if not _works(checkout.python):
        _make_venv(checkout)
    wanted = ["requirements"] + (["requirements-dev"] if tests else [])
    stamps = Stamps(checkout.setup)
    for name in wanted:
        lock = checkout.root / f"{name}.txt"
        digest = digest_files([lock], *_identity(checkout))
        if not stamps.holds(name, digest):
            if not lock.exists():
                raise Failure(f"{lock.name} is missing", "Restore it: git checkout -- " + lock.name)
            with step(f"Installing {lock.name}"):
                install(checkout, lock)
            stamps.mark(name, digest)


def install(checkout: Checkout, lock: Path, *more: str) -> None:
    """Install a hash-locked requirements file: with uv where it is on PATH (faster), else, or if that fails, with pip.

    The lock names everything down to the last dependency, so nothing is resolved anew: a release that came out since changes nothing.
    """
    uv = shutil.which("uv")
    if uv and _answers([uv, "--version"]):
        command = [
            uv,
            "pip",
            "install",
            "--quiet",
            "--python",
            checkout.python,
            "--compile-bytecode",
            "--require-hashes",
            "--no-deps",
            *more,
            "-r",
            lock,
        ]
        try:
            run(command, log=checkout.setup_log, what="uv could not install the requirements", folder=checkout.root)
            return
        except Failure:
            pass  # uv reads other settings than pip (indexes, certificates): pip has the last word
    if not _answers([checkout.python, "-m", "pip", "--version"]):
        run(
            [checkout.python, "-m", "ensurepip", "--upgrade"],
            log=checkout.setup_log,
            what="pip cannot be put into .venv",
            remedy=_venv_remedy(),
        )
    command = [
        checkout.python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-input",
        "--progress-bar",
        "off",
        "--require-hashes",
        "--no-deps",
        *more,
        "-r",
        lock,
    ]
    run(command, log=checkout.setup_log, what=f"{lock.name} could not be installed", folder=checkout.root)


def lock_entry(lock: Path, package: str) -> str:
    """The lines of a lock file that pin one package with its hashes. Raises Failure when it is not in there."""
    found = re.search(
        rf"^{re.escape(package)}==[^\n]*(?:\n[ \t]+--hash[^\n]*)+", lock.read_text(encoding="utf-8"), re.MULTILINE
    )
    if not found:
        raise Failure(f"{package} is not in {lock.name}", "Make the lock file anew from its .in file")
    return found.group(0) + "\n"


def _make_venv(checkout: Checkout) -> None:
    folder = checkout.root / ".venv"
    if folder.is_symlink():
        raise Failure(f"{folder} is a link to an environment that does not work", "Remove the link and start again")
    if folder.exists():
        shutil.rmtree(folder, ignore_errors=True)
    with step("Making .venv"):
        if _answers([sys.executable, "-c", "import ensurepip, venv"]):
            run(
                [_base_python(), "-m", "venv", folder],
                log=checkout.setup_log,
                what=".venv could not be made",
                remedy=_venv_remedy(),
            )
        elif (uv := shutil.which("uv")) and _answers([uv, "--version"]):
            command = [uv, "venv", "--quiet", "--seed", "--python", _base_python(), folder]
            run(command, log=checkout.setup_log, what=".venv could not be made", remedy=_venv_remedy())
        else:
            raise Failure("This Python has no ensurepip, so .venv cannot be made", _venv_remedy())
    if not _works(checkout.python):
        raise Failure(
            ".venv was made but its Python does not run",
            "Remove .venv and start again with another Python in QA_PORTAL_PYTHON",
        )


def _base_python() -> str:
    """The interpreter behind a virtual environment, so that removing that environment cannot take ours along."""
    return getattr(sys, "_base_executable", None) or sys.executable


def _venv_remedy() -> str:
    version = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    return f"Install the venv module (Debian, Ubuntu: apt-get install {version}), or uv, and start again"


def _identity(checkout: Checkout) -> tuple[str, ...]:
    """Tells one `.venv` from another that was made later in the same place."""
    status = (checkout.root / ".venv" / "pyvenv.cfg").stat()
    return (str(status.st_ino), str(status.st_mtime_ns))


def _works(python: Path) -> bool:
    return python.exists() and _answers([python, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"])


def _answers(command: list[str | os.PathLike]) -> bool:
    try:
        return (
            subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, env=clean_environment()).returncode
            == 0
        )
    except OSError:
        return False
