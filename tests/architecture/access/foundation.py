"""Pages that every signed-in person has, and the few that need no sign-in."""

from uuid import uuid4

from foundation.workdays.reading import read_days
from tests.architecture.row import Row

EVERYBODY = {"*": 200}
ADMINISTRATORS = {"fengbo": 200, "*": 403}


def spring(world) -> dict:
    return {
        "source": "国办发明电〔2026〕1号",
        "table": "2027-02-05, off, 春节",
        "edition": 0,
        "client_key": str(uuid4()),
    }


def looked_at(world) -> dict:
    # A part of the notice, and meant so.
    return {**spring(world), "looked": read_days(spring(world)["table"], 2027).digest, "without": "yes"}


def of_2027(world) -> dict:
    return {"year": 2027}


def entry(kind: str):
    return lambda world: {"year": 2027, "kind": kind}


ROWS = [
    Row("health", {"*": 200, "anonymous": 200}),
    Row("set_language", {"*": 302, "anonymous": 302}, method="post", data=lambda w: {"language": "zh-hans"}),
    Row("set_language", {"*": 405, "anonymous": 405}, variant="read"),
    Row("accounts:set_theme", {"*": 302}, method="post", data=lambda w: {"theme": "dark"}),
    Row("accounts:set_theme", {"*": 405, "anonymous": 302}, variant="read"),
    Row("retention:kept", {"fengbo": 200, "qianli": 200, "*": 403}),
    Row("retention:term_set", {"fengbo": 200, "*": 403}, lambda w: {"room": "tickets", "what": "contacts"}),
    Row(
        "retention:term_set",
        {"fengbo": 302, "*": 403},
        lambda w: {"room": "tickets", "what": "contacts"},
        "post",
        lambda w: {"days": "400", "version": "0", "client_key": uuid4()},
    ),
    Row(
        "retention:term_set", {"fengbo": 404, "*": 403}, lambda w: {"room": "tickets", "what": "other"}, variant="none"
    ),
    Row("workdays:this_year", EVERYBODY),
    Row("workdays:year_detail", EVERYBODY, of_2027),
    Row("workdays:year_detail", {"*": 404}, lambda w: {"year": 1900}, variant="no such year"),
    Row("workdays:day_note", EVERYBODY, query="?field=day&side=start&day=2026-10-01"),
    Row("workdays:day_note", {"*": 404}, query="?field=day", variant="of no side"),
    Row("workdays:days_enter", ADMINISTRATORS, entry("public")),
    Row("workdays:days_enter", ADMINISTRATORS, entry("own"), variant="own"),
    Row("workdays:days_enter", {"fengbo": 404, "*": 403}, entry("other"), variant="no such kind"),
    Row("workdays:days_enter", ADMINISTRATORS, entry("public"), method="post", data=spring, variant="look"),
    Row("workdays:days_enter", {"fengbo": 302, "*": 403}, entry("public"), method="post", data=looked_at),
    Row("workdays:days_enter", {"fengbo": 422, "*": 403}, entry("public"), method="post", variant="empty"),
    Row("jobs:progress", {"liwen": 200, "*": 404}, kwargs=lambda w: {"public_id": w.job.public_id}),
]
