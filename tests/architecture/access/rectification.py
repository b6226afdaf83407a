"""Findings and tasks of East Branch."""

from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.architecture.row import Row
from tests.architecture.world import PNG

SEE = {"liwen": 200, "zhouhang": 200, "qianli": 200, "chenjie": 200, "wudi": 200, "*": 404}
SEE_TASK = {**SEE, "zhaolei": 200}
NOBODY_ELSE = {"liwen": 403, "zhouhang": 403, "qianli": 403, "chenjie": 403, "wudi": 403, "*": 404}
OWNER_ONLY = {**NOBODY_ELSE, "zhaolei": 302}


def keyed(**fields) -> dict:
    return {**fields, "client_key": str(uuid4())}


def finding(world) -> dict:
    return {"public_id": world.finding.public_id}


def article(world) -> dict:
    return keyed(article=str(world.knowledge.published.public_id))


def task(world) -> dict:
    return {"public_id": world.task.public_id}


def dismissed(world) -> dict:
    from rectification.services import dismiss_finding

    if world.finding.state == "open":
        dismiss_finding(finding=world.finding, reason="不成立", actor=world.cast.li)
    return {"public_id": world.finding.public_id}


def reported(world) -> dict:
    return {"public_id": world.reported_task.public_id}


def closed(world) -> dict:
    return {"public_id": world.closed_task.public_id}


ROWS = [
    Row("rectification:finding_list", {"*": 200}),
    Row(
        "rectification:finding_find",
        {"liwen": 302, "*": 403},
        method="post",
        data=lambda w: {"cycle": w.past_cycle.code},
    ),
    Row("rectification:finding_find", {"*": 405}, variant="read"),
    Row("rectification:finding_detail", SEE, finding),
    Row("rectification:finding_articles", {**NOBODY_ELSE, **dict.fromkeys(("liwen", "chenjie", "wudi"), 200)}, finding),
    Row(
        "rectification:finding_link",
        {**NOBODY_ELSE, **dict.fromkeys(("liwen", "chenjie", "wudi"), 302)},
        finding,
        "post",
        article,
    ),
    Row("rectification:finding_link", {"*": 405}, finding, variant="read"),
    Row("rectification:task_give", {**NOBODY_ELSE, "liwen": 200, "chenjie": 200}, finding),
    Row(
        "rectification:finding_dismiss", {**NOBODY_ELSE, "liwen": 302}, finding, "post", lambda w: {"reason": "不成立"}
    ),
    Row("rectification:finding_take_up", {**NOBODY_ELSE, "liwen": 302}, dismissed, "post"),
    Row("rectification:finding_take_up", {"*": 405}, finding, variant="read"),
    Row("rectification:task_list", {"*": 200}),
    Row("rectification:task_export", {"*": 200}),
    Row("rectification:task_detail", SEE_TASK, task),
    Row("rectification:task_start", OWNER_ONLY, task, "post"),
    Row("rectification:task_start", {"*": 405}, task, variant="read"),
    Row(
        "rectification:task_evidence", OWNER_ONLY, task, "post", lambda w: keyed(file=SimpleUploadedFile("a.png", PNG))
    ),
    Row(
        "rectification:task_evidence_remove",
        OWNER_ONLY,
        lambda w: {**task(w), "evidence_id": w.task_evidence.public_id},
        "post",
    ),
    Row("rectification:task_evidence_file", SEE_TASK, lambda w: {**task(w), "evidence_id": w.task_evidence.public_id}),
    Row(
        "rectification:task_report",
        {**NOBODY_ELSE, "zhaolei": 422},
        task,
        "post",
        lambda w: keyed(text="好了"),
        variant="without evidence",
    ),
    Row(
        "rectification:task_report",
        OWNER_ONLY,
        lambda w: {"public_id": w.task_evidence.task.public_id},
        "post",
        lambda w: keyed(text="好了"),
    ),
    Row(
        "rectification:task_verify",
        {**NOBODY_ELSE, "zhaolei": 403, "liwen": 302, "zhouhang": 302},
        reported,
        "post",
        lambda w: {"decision": "accept", "text": ""},
    ),
    Row(
        "rectification:task_reopen",
        {**NOBODY_ELSE, "zhaolei": 403, "liwen": 302, "zhouhang": 302},
        closed,
        "post",
        lambda w: {"reason": "依旧"},
    ),
]
