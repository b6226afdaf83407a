"""A form leaves it to the server to say what is wrong: in the reader's language, beside the field, with what was typed kept."""

import re

import pytest

from tests.architecture.rooms import ROOT

pytestmark = pytest.mark.once

FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
ASKS = re.compile(r"\brequired\b|\|crispy|_fields\.html")


def forms() -> list[tuple[str, str]]:
    """(template, form) of each form that posts something that may be missing."""
    found = []
    for path in sorted((ROOT / "templates").rglob("*.html")):
        for form in FORM.findall(path.read_text()):
            if 'method="post"' in form and ASKS.search(form):
                found.append((str(path.relative_to(ROOT)), form))
    return found


@pytest.mark.parametrize(("template", "form"), forms(), ids=lambda text: text[:40])
def test_browser_does_not_answer_for_the_server(template, form):
    assert "novalidate" in form.split("csrf_token")[0], template
