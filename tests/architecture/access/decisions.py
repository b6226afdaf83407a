"""What groups decide: members vote, leads, managers and supervisors look on, nobody else knows of it."""

from uuid import uuid4

from tests.architecture.row import Row

SEEN = {"liwen": 200, "zhouhang": 200, "qianli": 200, "heting": 200, "guomin": 200, "*": 404}
MEMBERS = {"zhouhang": 302, "heting": 302, "guomin": 302, "liwen": 403, "qianli": 403, "*": 404}


def decision(world) -> dict:
    """Put by Li to Zhou, He and Guo."""
    return {"public_id": world.decision.public_id}


def decided(world) -> dict:
    return {"public_id": world.decided.public_id}


ROWS = [
    Row("decisions:decision_list", {"*": 200}),
    Row("decisions:decision_detail", SEEN, kwargs=decision),
    Row("decisions:decision_detail", SEEN, kwargs=decided, variant="closed"),
    Row(
        "decisions:vote",
        MEMBERS,
        kwargs=decision,
        method="post",
        data=lambda w: {"choice": "against", "reason": "样本不足", "client_key": uuid4()},
    ),
    Row(
        "decisions:vote",
        {**MEMBERS, "zhouhang": 422, "heting": 422, "guomin": 422},
        kwargs=decision,
        method="post",
        data=lambda w: {"choice": "against", "reason": "", "client_key": uuid4()},
        variant="no reason",
    ),
    Row(
        "decisions:vote",
        {**MEMBERS, "zhouhang": 409, "heting": 409, "guomin": 409},
        kwargs=decided,
        method="post",
        data=lambda w: {"choice": "for", "reason": "", "client_key": uuid4()},
        variant="closed",
    ),
    Row("decisions:vote", {"*": 405}, kwargs=decision, variant="read"),
    Row(
        "decisions:withdraw",
        {"liwen": 200, "zhouhang": 403, "qianli": 403, "heting": 403, "guomin": 403, "*": 404},
        kwargs=decision,
    ),
    Row(
        "decisions:withdraw",
        {"liwen": 302, "zhouhang": 403, "qianli": 403, "heting": 403, "guomin": 403, "*": 404},
        kwargs=decision,
        method="post",
        data=lambda w: {"reason": "名单有误"},
    ),
    Row(
        "decisions:withdraw",
        {"liwen": 422, "zhouhang": 403, "qianli": 403, "heting": 403, "guomin": 403, "*": 404},
        kwargs=decision,
        method="post",
        variant="empty",
    ),
]
