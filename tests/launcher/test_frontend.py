"""The front-end packages: fetched once, and again when something that is served or read has gone. npm is noted instead of run."""

import pytest

from qa_portal.launcher import frontend
from qa_portal.launcher.failure import Failure
from qa_portal.launcher.places import Checkout


@pytest.fixture
def checkout(tmp_path):
    for name in ("package.json", "package-lock.json"):
        (tmp_path / name).write_text("{}")
    return Checkout(tmp_path)


@pytest.fixture
def fetched(monkeypatch):
    """How often npm was asked; it brings every file that is named."""
    times = []

    def fetch(checkout):
        times.append(1)
        for name in (*frontend.SERVED, *frontend.READ):
            place = checkout.root / "node_modules" / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.touch()

    monkeypatch.setattr(frontend, "fetch_packages", fetch)
    return times


def test_packages_are_fetched_once(checkout, fetched):
    frontend.ensure_frontend(checkout)
    frontend.ensure_frontend(checkout)
    assert len(fetched) == 1
    assert (checkout.vendor / "bootstrap" / "bootstrap.min.css").exists()


def test_fonts_that_have_gone_are_fetched_again(checkout, fetched):
    frontend.ensure_frontend(checkout)
    (checkout.root / "node_modules" / frontend.READ[0]).unlink()
    frontend.ensure_frontend(checkout)
    assert len(fetched) == 2


def test_fonts_are_not_served(checkout, fetched):
    frontend.ensure_frontend(checkout)
    assert not list(checkout.vendor.rglob("*.ttf"))


def test_package_without_its_fonts_is_a_failure(checkout, monkeypatch):
    monkeypatch.setattr(frontend, "fetch_packages", lambda checkout: None)
    monkeypatch.setattr(frontend, "copy_served", lambda checkout: None)
    with pytest.raises(Failure, match="NotoSansSC_400Regular.ttf is missing"):
        frontend.ensure_frontend(checkout)


def test_portal_reads_the_fonts_that_set_up_brings(settings):
    from foundation.common.typesetting import FONTS

    assert {f"{settings.FONTS_DIR.relative_to(settings.BASE_DIR / 'node_modules')}/{name}" for name in FONTS} == set(
        frontend.READ
    )
