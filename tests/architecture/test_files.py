"""A file fits the eye; a module has a name that says what it is."""

import pytest

from tests.architecture.rooms import ROOT, sources

pytestmark = pytest.mark.once

# About 300 lines fit; what passes this becomes a folder. Tests may be twice as long.
LONGEST = 320
NAMELESS = {"utils", "util", "helpers", "helper", "misc", "common_utils", "stuff", "tools"}


def length(path) -> int:
    return len(path.read_text().splitlines())


@pytest.mark.parametrize("path", sources(tests=True), ids=lambda path: str(path.relative_to(ROOT)))
def test_file_is_not_too_long(path):
    is_test = path.parts[len(ROOT.parts)] == "tests"
    assert length(path) <= (2 * LONGEST if is_test else LONGEST)


def test_no_module_is_called_nothing():
    assert [
        str(path.relative_to(ROOT))
        for path in sources(tests=True)
        if path.stem in NAMELESS or path.parent.name in NAMELESS
    ] == []
