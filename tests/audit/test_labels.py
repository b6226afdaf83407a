"""Every act that the code records has a name on pages."""

import ast
from functools import cache

import pytest
from django.conf import settings

from foundation.audit.labels import labels

ROOMS = (
    "foundation", "organization", "decisions", "records", "standards", "sampling", "assessments", "feedback", "analysis", "calibration",
    "rectification", "publication", "dashboard",
)  # fmt: skip


@cache
def recording_calls() -> list[tuple[str, ast.Call]]:
    """(file, call) for each `record_event(…)` in the code; a file that does not name it need not be parsed."""
    return [
        (str(path.relative_to(settings.BASE_DIR)), node)
        for room in ROOMS
        for path in sorted((settings.BASE_DIR / room).rglob("*.py"))
        if "record_event" in (text := path.read_text())
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "record_event"
    ]


def recorded_acts() -> list[tuple[str, str]]:
    """(file, act) for each `record_event(action="…")` whose act is written out."""
    found = []
    for path, call in recording_calls():
        act = next((word.value for word in call.keywords if word.arg == "action"), None)
        if isinstance(act, ast.Constant):
            found.append((path, act.value))
    return found


@pytest.mark.parametrize(("path", "act"), recorded_acts())
def test_act_has_a_label(path, act):
    assert act in labels


@pytest.mark.parametrize("act", sorted({act for _path, act in recorded_acts()}))
def test_act_is_named_room_noun_verb(act):
    parts = act.split(".")
    assert len(parts) == 3
    assert all(part.replace("_", "").isalpha() and part.islower() for part in parts)
