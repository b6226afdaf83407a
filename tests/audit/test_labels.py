"""Every act that the code records has a name on pages."""

import ast

import pytest
from django.conf import settings

from foundation.audit.labels import labels

ROOMS = (
    "foundation", "organization", "decisions", "records", "standards", "sampling", "assessments", "feedback", "analysis", "calibration",
    "rectification", "publication", "dashboard",
)  # fmt: skip


def recorded_acts() -> list[tuple[str, str]]:
    """(file, act) for each `record_event(action="…")` whose act is written out."""
    found = []
    for room in ROOMS:
        for path in sorted((settings.BASE_DIR / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if (
                    not isinstance(node, ast.Call)
                    or getattr(node.func, "id", getattr(node.func, "attr", "")) != "record_event"
                ):
                    continue
                act = next((word.value for word in node.keywords if word.arg == "action"), None)
                if isinstance(act, ast.Constant):
                    found.append((str(path.relative_to(settings.BASE_DIR)), act.value))
    return found


@pytest.mark.parametrize(("path", "act"), recorded_acts())
def test_act_has_a_label(path, act):
    assert act in labels


@pytest.mark.parametrize("act", sorted({act for _path, act in recorded_acts()}))
def test_act_is_named_room_noun_verb(act):
    parts = act.split(".")
    assert len(parts) == 3
    assert all(part.replace("_", "").isalpha() and part.islower() for part in parts)
