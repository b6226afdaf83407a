"""What the tests of tags and figures share: a fixed Monday, the two languages, a template rendered to one line."""

from datetime import UTC, datetime

import pytest
from django.template import Context, Template
from django.utils.translation import override

from foundation.common import clock

MONDAY = datetime(2026, 11, 23, 2, 42, tzinfo=UTC)  # 10:42 in Shanghai


@pytest.fixture
def monday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    return MONDAY


@pytest.fixture(params=["en", "zh-hans"])
def language(request):
    with override(request.param):
        yield request.param


@pytest.fixture
def english():
    with override("en"):
        yield


@pytest.fixture
def render():
    """`render(source, **context)`: the template's text with all white space squeezed."""

    def to_text(source: str, **context) -> str:
        return " ".join(Template(source).render(Context(context)).split())

    return to_text
