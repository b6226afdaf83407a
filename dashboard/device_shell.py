"""What the portal puts on a device so that it opens without a network: which files, in which version, and what it is called there.

None of it belongs to a person: scripts, style sheets, pictures and an empty page in each language. What is a person's is kept by the pages
themselves (static/js/device) and goes when that person signs out.
"""

import hashlib
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _, override

SOURCES = settings.BASE_DIR / "static"
WORKER = SOURCES / "js" / "device" / "worker.js"
KEPT = {".js", ".css", ".svg", ".png", ".woff2"}
# Charts are drawn of what the server counts: without it there is nothing to draw.
LEFT_OUT = ("vendor/echarts/", "vendor/bootstrap/bootstrap.bundle", "js/charts.js")
OF_LIBRARIES = ("django_htmx/htmx-2.min.js",)
ICONS = ((192, "any"), (512, "any"), (512, "maskable"))


def kept_files() -> Iterator[tuple[str, Path]]:
    """(name under the static address, file) of all that a page needs without a network, in a steady order."""
    for path in sorted(SOURCES.rglob("*")):
        name = path.relative_to(SOURCES).as_posix()
        if path.is_file() and path.suffix in KEPT and not name.startswith(LEFT_OUT):
            yield name, path
    for name in OF_LIBRARIES:
        if found := finders.find(name):
            yield name, Path(found)


@lru_cache(maxsize=1)
def _counted() -> tuple[str, list[str]]:
    digest, names = hashlib.sha256(), []
    for name, path in kept_files():
        names.append(name)
        digest.update(name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16], names


def shell_version() -> str:
    """Changes with any file that is kept; read once a process."""
    return _counted()[0]


def worker_source() -> str:
    """The service worker: what it has to know, and the script."""
    version, names = _counted()
    known = {
        "version": version,
        "static": f"/{settings.STATIC_URL.lstrip('/')}",
        "files": names,
        "pages": {
            language: reverse("dashboard:device_shell", args=[language]) for language, _name in settings.LANGUAGES
        },
    }
    return f"self.known = {json.dumps(known)};\n{WORKER.read_text()}"


def manifest_of(language: str) -> dict:
    """The web app manifest in one language."""
    with override(language):
        return {
            "id": "/",
            "name": _("Service Quality Portal"),
            "short_name": _("Service Quality"),
            "description": _("Assess the quality of customer service, with and without a network."),
            "lang": "zh-Hans" if language == "zh-hans" else language,
            "dir": "ltr",
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": "#12507b",
            "icons": [
                {
                    "src": static(f"img/icon-{'maskable-' if purpose == 'maskable' else ''}{size}.png"),
                    "sizes": f"{size}x{size}",
                    "type": "image/png",
                    "purpose": purpose,
                }
                for size, purpose in ICONS
            ]
            + [{"src": static("img/favicon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
            "shortcuts": [
                {"name": _("My score sheets"), "url": reverse("assessments:sheet_list")},
                {"name": _("Waiting to be sent"), "url": reverse("dashboard:device")},
            ],
        }
