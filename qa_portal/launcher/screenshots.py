"""`bin/screenshots`: pictures of the main pages as each role, from a demo that is started for them."""

import re
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from .browser import ensure_chromium
from .commands import clean_environment
from .failure import Failure
from .places import Checkout
from .preparation import prepare_checkout

HELP = """Usage: bin/screenshots [--url ADDRESS] [--out FOLDER] [--pages NAME,…] [--roles NAME,…]
                       [--sizes desktop,tablet,phone] [--languages zh,en] [--themes light,dark]
       bin/screenshots --list

Starts the portal with its demo on a folder of its own (or uses ADDRESS, a running demo), signs in as each role and takes the pages
of demo/pages.py: each in the sizes it is used in, in both languages, in the light theme, unless something else is asked for.
The pictures go to the folder qa-portal-screenshots beside other temporary files, or to FOLDER.

  bin/screenshots --pages lead-board --languages zh --sizes tablet --themes dark --out ~/pictures"""


def take_screenshots(words: list[str], checkout: Checkout) -> int:
    if "--help" in words or "-h" in words:
        print(HELP)
        return 0
    prepare_checkout(checkout, tests=True)
    browser = ensure_chromium(checkout)
    command = [str(checkout.python), "-m", "demo.screenshots", "--chromium", browser, *words]
    if "--url" in words or "--list" in words:
        return subprocess.call(command, cwd=checkout.root, env=clean_environment())
    folder = Path(tempfile.mkdtemp(prefix="qa-portal-pictures-"))
    portal = subprocess.Popen(
        [str(checkout.root / "bin" / "start"), "--data", str(folder), "--port", "8790"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=checkout.root,
    )
    try:
        return subprocess.call([*command, "--url", _address(portal)], cwd=checkout.root, env=clean_environment())
    finally:
        portal.send_signal(signal.SIGINT)
        portal.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


def _address(portal: subprocess.Popen) -> str:
    """The address from what the start prints."""
    for line in portal.stdout:
        if found := re.search(r"(http://\S+?)/? answers", line):
            return found.group(1)
    raise Failure("The demo for the pictures did not start", "Try bin/start, which says why")
