"""The first screen and the search: for everybody, each with what they may see."""

from tests.architecture.row import Row

ROWS = [
    Row("dashboard:home", {"*": 200}),
    Row("dashboard:home", {"*": 200}, query="?tab=nothing", variant="unknown tab"),
    Row("dashboard:home", {"*": 405}, method="post"),
    Row("dashboard:search", {"*": 200}, query="?q=East"),
    Row("dashboard:search", {"*": 200}, variant="nothing asked"),
]
