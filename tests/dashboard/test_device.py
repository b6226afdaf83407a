"""What a device keeps of the portal: files and pages that are nobody's, in one version, in both languages (R16)."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse

from dashboard import device_shell

MODULE = re.compile(r'(?:from|import) ?\(?"(\.[^"]+)"')


def test_worker_stands_at_the_root_and_keeps_files_that_exist(client):
    answer = client.get("/sw.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"
    known = json.loads(answer.content.decode().partition("self.known = ")[2].partition(";\n")[0])
    assert [name for name in known["files"] if finders.find(name) is None] == []
    assert known["pages"] == {"zh-hans": "/device/shell/zh-hans/", "en": "/device/shell/en/"}


@pytest.mark.parametrize("first", ["js/sheet.js", "js/app.js", "js/device/page.js", "js/components/viewer.js"])
def test_no_script_of_a_kept_page_is_missing(first):
    kept = {name for name, _path in device_shell.kept_files()}
    wanted, seen = [first], set()
    while wanted:
        name = wanted.pop()
        seen.add(name)
        source = (settings.BASE_DIR / "static" / name).read_text()
        for path in MODULE.findall(source):
            found = (settings.BASE_DIR / "static" / name).parent.joinpath(path).resolve()
            found = found.relative_to(settings.BASE_DIR / "static").as_posix()
            if found not in seen:
                wanted.append(found)
    assert seen - kept == set()


def test_version_changes_with_any_file(monkeypatch, tmp_path):
    before = device_shell.shell_version()
    changed: Path = tmp_path / "app.css"
    changed.write_text("body { color: red }")
    kept = dict(device_shell.kept_files())
    monkeypatch.setattr(device_shell, "kept_files", lambda: iter({**kept, "css/app.css": changed}.items()))
    device_shell._counted.cache_clear()
    try:
        assert device_shell.shell_version() != before
    finally:
        device_shell._counted.cache_clear()


@pytest.mark.parametrize(
    ("language", "lang", "name"), [("zh-hans", "zh-Hans", "服务质量评估"), ("en", "en", "Service Quality")]
)
def test_manifest_is_written_in_each_language(client, language, lang, name):
    answer = client.get(reverse("dashboard:manifest", args=[language]))
    assert answer["Content-Type"] == "application/manifest+json"
    found = answer.json()
    assert (found["lang"], found["short_name"], found["display"]) == (lang, name, "standalone")
    assert {icon["sizes"] for icon in found["icons"]} == {"192x192", "512x512", "any"}


def test_kept_page_is_nobody_s(cast, client):
    """The same bytes with and without a session: nothing of a person is in it, and no token."""
    url = reverse("dashboard:device_shell", args=["zh-hans"])
    without = client.get(url).content.decode()
    client.force_login(cast.lin.user)
    within = client.get(url).content.decode()
    assert within == without
    assert "csrfmiddlewaretoken" not in within
    assert 'name="person"' not in within
    assert '<html lang="zh-Hans"' in within


def test_pages_of_a_person_say_whose_they_are_and_those_of_customers_install_nothing(cast, client):
    assert b'rel="manifest"' not in client.get(reverse("account_login")).content
    client.force_login(cast.lin.user)
    page = client.get(reverse("dashboard:device")).content.decode()
    assert f'<meta name="person" content="{cast.lin.public_id}">' in page
    assert f'<link rel="manifest" href="{reverse("dashboard:manifest", args=["en"])}">' in page
