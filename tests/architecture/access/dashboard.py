"""The first screen and the search: for everybody, each with what they may see."""

from tests.architecture.row import Row

EVERYBODY = {"*": 200, "anonymous": 200}


def in_chinese(world) -> dict:
    return {"language": "zh-hans"}


ROWS = [
    Row("dashboard:home", {"*": 200}),
    Row("dashboard:home", {"*": 200}, query="?tab=nothing", variant="unknown tab"),
    Row("dashboard:home", {"*": 405}, method="post"),
    Row("dashboard:search", {"*": 200}, query="?q=East"),
    Row("dashboard:search", {"*": 200}, variant="nothing asked"),
    Row("dashboard:device", {"*": 200}),
    # the same for everybody, kept on the device
    Row("dashboard:worker", EVERYBODY),
    Row("dashboard:manifest", EVERYBODY, in_chinese),
    Row("dashboard:device_shell", EVERYBODY, in_chinese),
    Row("dashboard:device_shell", {"*": 404, "anonymous": 404}, lambda world: {"language": "fr"}, variant="unknown"),
]
