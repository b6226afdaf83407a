"""The linters and the contracts: what is true of the source without running a page."""

import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from .commands import clean_environment
from .places import Checkout


@dataclass(frozen=True)
class Check:
    name: str
    command: list[str | Path]
    environment: dict[str, str] = field(default_factory=dict)


def all_checks(checkout: Checkout) -> list[Check]:
    tools, manage = checkout.python.parent, [checkout.python, "manage.py"]
    production = {"QA_PORTAL_ENV": "production", "QA_PORTAL_HOSTS": "portal.example.org"}
    return [
        Check("ruff check", [tools / "ruff", "check", "--output-format", "concise", "."]),
        Check("ruff format", [tools / "ruff", "format", "--check", "."]),
        Check("locked requirements fit together", [checkout.python, "-m", "pip", "check"]),
        Check("import contracts", [tools / "lint-imports", "--no-cache"]),
        Check("migrations are complete", [*manage, "makemigrations", "--check", "--dry-run"]),
        Check("production settings", [*manage, "check", "--deploy", "--fail-level", "WARNING"], production),
        Check("templates", [tools / "djlint", "templates", "--lint", "--quiet"]),
        Check("translations", [*manage, "compile_translations", "--strict"]),
    ]


def run_checks(checkout: Checkout) -> tuple[int, int]:
    """Run all, show what failed says. Returns (passed, failed)."""
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="qa-portal-checks-") as data:
        for check in all_checks(checkout):
            began = time.monotonic()
            environment = clean_environment({"QA_PORTAL_DATA": data, "DJANGO_SETTINGS_MODULE": "qa_portal.settings"})
            for name in ("DATABASE_URL", "TEST_DATABASE_URL", "QA_PORTAL_CLOCK", "QA_PORTAL_ENV"):
                environment.pop(name, None)
            result = subprocess.run(
                [str(word) for word in check.command],
                cwd=checkout.root,
                env=environment | check.environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
            )
            good = result.returncode == 0
            print(f"  {'ok    ' if good else 'FAILED'} {check.name} ({time.monotonic() - began:.1f} s)", flush=True)
            if not good:
                print(result.stdout.rstrip(), flush=True)
            passed, failed = passed + good, failed + (not good)
    return passed, failed
