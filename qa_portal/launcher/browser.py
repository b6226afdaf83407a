"""Chromium for the journeys: the system's own, or Debian's package."""

import os
import shutil

from .commands import clean_environment, run, step
from .failure import Failure
from .places import Checkout

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REMEDY = (
    "Install it (Debian: apt-get install chromium fonts-noto-cjk), name one in QA_PORTAL_CHROMIUM, "
    "or leave the journeys out with -m 'not journey'"
)


def wants_browser(pytest_options: list[str]) -> bool:
    return "not journey" not in " ".join(pytest_options)


def ensure_chromium(checkout: Checkout) -> str:
    """The path of a browser. Root on Debian gets it installed, with fonts that have Chinese; everybody else is told how. Raises Failure."""
    named = os.environ.get("QA_PORTAL_CHROMIUM")
    if named:
        if not os.access(named, os.X_OK):
            raise Failure(f"QA_PORTAL_CHROMIUM names {named}, which cannot be run", "Name a Chromium or unset it")
        return named
    found = _find()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        with step("Installing chromium"):
            environment = clean_environment({"DEBIAN_FRONTEND": "noninteractive"})
            more = {
                "log": checkout.setup_log,
                "what": "Chromium could not be installed",
                "remedy": REMEDY,
                "environment": environment,
            }
            run(["apt-get", "update", "-q"], **more)
            run(["apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium", "fonts-noto-cjk"], **more)
        found = _find()
    if found is None:
        raise Failure("There is no Chromium for the journeys", REMEDY)
    return found


def _find() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name) or _usual_place(name))), None)


def _usual_place(name: str) -> str | None:
    path = f"/usr/bin/{name}"
    return path if os.access(path, os.X_OK) else None
