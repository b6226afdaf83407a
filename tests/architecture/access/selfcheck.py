"""Self-checks: East Branch's, asked by Li. Its head and liaison fill it in and keep its log; who plans, manages or watches sees that they do."""

from datetime import timedelta
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from foundation.common import clock
from tests.architecture.row import Row
from tests.architecture.world import PNG

WATCH = {"liwen": 200, "zhouhang": 200, "qianli": 200}
PLACE = {**WATCH, "chenjie": 200, "wudi": 200, "sunyan": 200, "*": 403}
SEE = {**WATCH, "chenjie": 200, "wudi": 200, "*": 404}
LEAD = {**dict.fromkeys(SEE, 403), "liwen": 200, "*": 404}
OWN = {**dict.fromkeys(SEE, 403), "chenjie": 200, "wudi": 200, "*": 404}
OWN_ACTS = {**OWN, "chenjie": 302, "wudi": 302}
WRITE = {"chenjie": 200, "wudi": 200, "sunyan": 200, "*": 403}


def check(world) -> dict:
    return {"public_id": world.self_check.public_id}


def entry(world) -> dict:
    return {"public_id": world.log_entry.public_id}


def file(world) -> dict:
    return {**entry(world), "file_id": world.log_file.public_id}


def asking(world) -> dict:
    from tests.selfcheck.world import make_quarter

    if not hasattr(world, "to_ask"):
        world.to_ask = make_quarter(world.cast, world.version)
    units = [world.cast.east.public_id]
    return {"cycle": "2026Q4", "units": units, "indicators": ["A1"], "workdays_before": "3", "client_key": uuid4()}


def marks(_world) -> dict:
    return {"m.A1": "5", "m.R1": "5", "m.X1": "0", "version": "1", "client_key": str(uuid4())}


def line(world) -> dict:
    assert world.version
    day = clock.today() - timedelta(days=1)
    return {
        "unit": world.cast.east.public_id,
        "kind": "meeting",
        "day": day.isoformat(),
        "indicator": "",
        "found": "晨会：文明用语",
        "done": "",
        "client_key": uuid4(),
    }


def corrected(world) -> dict:
    return {**line(world), "reason": "日期有误", "version": "1"}


def upload(_world) -> dict:
    return {"file": SimpleUploadedFile("a.png", PNG), "caption": "晨会", "strip": "on", "client_key": uuid4()}


ROWS = [
    Row("selfcheck:check_list", PLACE),
    Row("selfcheck:check_list", PLACE, lambda w: w.self_check and {}, variant="with one"),
    Row("selfcheck:check_ask", {"liwen": 200, "*": 403}),
    Row("selfcheck:check_ask", {"liwen": 302, "*": 403}, method="post", data=asking),
    Row("selfcheck:check_ask", {"liwen": 409, "*": 403}, query="?cycle=1999Q1", variant="unknown cycle"),
    Row("selfcheck:check_detail", SEE, check),
    Row("selfcheck:check_withdraw", LEAD, check),
    Row("selfcheck:check_withdraw", {**LEAD, "liwen": 302}, check, "post", lambda w: {"reason": "x"}),
    Row("selfcheck:check_withdraw", {**LEAD, "liwen": 422}, check, "post", variant="no reason"),
    Row("selfcheck:check_export", SEE, check),
    Row("selfcheck:check_fill", OWN, check),
    Row("selfcheck:check_save", OWN_ACTS, check, "post", marks),
    Row("selfcheck:check_save", {"*": 405}, check, variant="read"),
    Row("selfcheck:check_submit", OWN_ACTS, check, "post", marks),
    Row("selfcheck:check_submit", {"*": 405}, check, variant="read"),
    Row("selfcheck:comparison", PLACE),
    Row("selfcheck:comparison", PLACE, lambda w: w.self_check and {}, variant="with one"),
    Row("selfcheck:comparison_export", PLACE),
    Row("selfcheck:log_list", PLACE),
    Row("selfcheck:log_export", PLACE),
    Row("selfcheck:entry_add", WRITE, lambda w: w.version and {}),
    Row("selfcheck:entry_add", {**WRITE, "chenjie": 302, "wudi": 302, "sunyan": 422}, method="post", data=line),
    Row("selfcheck:entry_detail", SEE, entry),
    Row("selfcheck:entry_correct", OWN, entry),
    Row("selfcheck:entry_correct", OWN_ACTS, entry, "post", corrected),
    Row("selfcheck:entry_correct", {**OWN, "chenjie": 422, "wudi": 422}, entry, "post", variant="empty"),
    Row("selfcheck:file_add", OWN_ACTS, entry, "post", upload),
    Row("selfcheck:file_add", {**OWN, "chenjie": 422, "wudi": 422}, entry, "post", variant="no file"),
    Row("selfcheck:file_show", SEE, file),
    Row("selfcheck:file_small", SEE, file),
    Row("selfcheck:file_remove", OWN, file),
    Row("selfcheck:file_remove", OWN_ACTS, file, "post", lambda w: {"reason": "x"}),
]  # fmt: skip
