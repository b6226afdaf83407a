"""The manager's page: those whose work is the whole."""

from tests.architecture.row import Row

OVERSIGHT = {"liwen": 200, "zhouhang": 200, "qianli": 200, "*": 403}


def scored(world) -> dict:
    assert world.past_cycle
    return {}


ROWS = [
    Row("dashboard:quarter", OVERSIGHT, scored),
    Row("dashboard:quarter", OVERSIGHT, variant="before the first cycle"),
    Row("dashboard:quarter", OVERSIGHT, scored, query="?cycle=2021Q1&group=branch&dimension=R", variant="chosen"),
    Row(
        "dashboard:quarter",
        {**OVERSIGHT, "liwen": 404, "zhouhang": 404, "qianli": 404},
        scored,
        query="?cycle=1999Q1",
        variant="no such cycle",
    ),
    Row("dashboard:quarter", {"*": 405}, scored, "post"),
    Row("dashboard:quarter_export", OVERSIGHT, scored, query="?cycle=2021Q1"),
    Row("dashboard:quarter_export", {"*": 405}, scored, "post"),
]
