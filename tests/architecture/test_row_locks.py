"""A row is locked without its key (FOR NO KEY UPDATE).

PostgreSQL checks at the end of a transaction that what a new row points to is there, and takes a light lock of it. By then the transaction has the
trail's lock. Whoever had locked that row with its key and waits for the trail would wait for it, and it for them.
"""

import ast

import pytest

from tests.architecture.rooms import ROOT, sources

pytestmark = pytest.mark.once


def locks(path) -> list[ast.Call]:
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    return [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "select_for_update"]


def test_rows_are_locked_without_their_keys():
    found = [(str(path.relative_to(ROOT)), call) for path in sources() for call in locks(path)]
    assert len(found) > 40
    bare = [f"{path}:{call.lineno}" for path, call in found if "no_key" not in {word.arg for word in call.keywords}]
    assert bare == []
