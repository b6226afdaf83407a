"""Pages that every signed-in person has, and the few that need no sign-in."""

from tests.architecture.row import Row

EVERYBODY = {"*": 200}

ROWS = [
    Row("health", {"*": 200, "anonymous": 200}),
    Row("set_language", {"*": 302, "anonymous": 302}, method="post", data=lambda w: {"language": "zh-hans"}),
    Row("set_language", {"*": 405, "anonymous": 405}, variant="read"),
    Row("accounts:set_theme", {"*": 302}, method="post", data=lambda w: {"theme": "dark"}),
    Row("accounts:set_theme", {"*": 405, "anonymous": 302}, variant="read"),
    Row("jobs:progress", {"liwen": 200, "*": 404}, kwargs=lambda w: {"public_id": w.job.public_id}),
]
