"""The order of the rooms, lowest first; `.importlinter` says the same and `test_rooms_are_those_of_the_import_contracts` compares."""

from configparser import ConfigParser
from pathlib import Path

ROOT = Path(__file__).parents[2]

# Strangers stand in one tuple.
ORDER: tuple[tuple[str, ...], ...] = (
    ("foundation.common",),
    ("foundation.accounts",),
    ("foundation.jobs", "foundation.audit"),
    ("foundation.workdays", "foundation.retention"),
    ("foundation.notifications",),
    ("organization",),
    ("decisions",),
    ("records",),
    ("standards",),
    ("sampling",),
    ("assessments", "feedback", "knowledge", "suggestions"),
    ("appeals", "tickets"),
    ("analysis",),
    ("calibration", "selfcheck", "connections"),
    ("rectification",),
    ("publication",),
    ("dashboard",),
    ("demo",),
    ("qa_portal",),
)
FLOOR = {room: floor for floor, rooms in enumerate(ORDER) for room in rooms}


def room_of(module: str) -> str | None:
    """The room that a module lies in; None for what is not the project's."""
    parts = module.split(".")
    name = ".".join(parts[:2]) if parts[0] == "foundation" else parts[0]
    return name if name in FLOOR else None


def may_know(upper: str, lower: str) -> bool:
    return upper == lower or FLOOR[lower] < FLOOR[upper]


def contract(name: str, key: str) -> list[str]:
    reader = ConfigParser()
    reader.read(ROOT / ".importlinter")
    return [line.strip() for line in reader[f"importlinter:contract:{name}"][key].splitlines() if line.strip()]


def sources(*, tests: bool = False) -> list[Path]:
    """The project's Python files, without migrations."""
    tops = [*{room.partition(".")[0] for room in FLOOR}, *(["tests"] if tests else [])]
    return sorted(path for top in tops for path in (ROOT / top).rglob("*.py") if "migrations" not in path.parts)
