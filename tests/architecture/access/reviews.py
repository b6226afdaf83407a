"""The review of Lin's sealed sheet about East Branch: leads and managers decide, supervisors read, Lin answers."""

from uuid import uuid4

from assessments.models import ReviewStep, SheetReview
from tests.architecture.row import Row

READERS = {"liwen": 200, "zhouhang": 200, "qianli": 200, "*": 403}
DECIDERS = {"liwen": 302, "zhouhang": 302, "*": 403}


def begun(world, state="waiting") -> SheetReview:
    sheet = world.sealed_sheet
    review, _new = SheetReview.objects.get_or_create(sheet=sheet, defaults={"cause": "all"})
    ReviewStep.objects.create(review=review, act="called", revision=sheet.revision)
    if state != "waiting":
        SheetReview.objects.filter(pk=review.pk).update(
            state=state, decided_by=world.cast.li, decided_at=sheet.created_at
        )
        ReviewStep.objects.create(review=review, act=state, revision=sheet.revision, person=world.cast.li)
    return review


def waiting(world) -> dict:
    return {"public_id": begun(world).sheet.public_id}


def returned(world) -> dict:
    return {"public_id": begun(world, "returned").sheet.public_id}


def without(world) -> dict:
    return {"public_id": world.sealed_sheet.public_id}


def cycle(world) -> dict:
    return {"public_id": world.sealed_sheet.cycle.public_id}


def decision(world) -> dict:
    return {"version": "1", "client_key": str(uuid4())}


ROWS = [
    Row("assessments:review_list", READERS, lambda w: {} if begun(w) else {}),
    Row("assessments:review_statistics", READERS),
    Row("assessments:review_approve_many", DECIDERS, method="post", variant="nothing ticked"),
    Row(
        "assessments:review_approve_many",
        DECIDERS,
        method="post",
        data=lambda w: {"ids": f"{begun(w).public_id}:1", "client_key": str(uuid4())},
    ),
    Row("assessments:review_approve_many", {"*": 405}, variant="read"),
    Row("assessments:review_rule", READERS, cycle),
    Row(
        "assessments:review_rule",
        {"liwen": 302, "*": 403},
        cycle,
        "post",
        lambda w: {"way": "all", "reason": "新组建的团队", "client_key": str(uuid4())},
    ),
    Row("assessments:review_rule", {"liwen": 422, "*": 403}, cycle, "post", decision, variant="empty"),
    Row("assessments:review_read", READERS, waiting),
    Row(
        "assessments:review_read",
        {"liwen": 404, "zhouhang": 404, "qianli": 404, "*": 403},
        without,
        variant="not called",
    ),
    Row("assessments:review_approve", DECIDERS, waiting, "post", decision),
    Row("assessments:review_approve", {"*": 405}, waiting, variant="read"),
    Row("assessments:review_return", DECIDERS, waiting, "post", lambda w: {**decision(w), "note": "请重听录音"}),
    Row(
        "assessments:review_return",
        {"liwen": 422, "zhouhang": 422, "*": 403},
        waiting,
        "post",
        decision,
        variant="without a word",
    ),
    Row(
        "assessments:review_take_up",
        {"liwen": 200, "zhouhang": 200, "qianli": 403, "linxiao": 403, "*": 404},
        without,
    ),
    Row(
        "assessments:review_take_up",
        {"liwen": 302, "zhouhang": 302, "qianli": 403, "linxiao": 403, "*": 404},
        without,
        "post",
        lambda w: {"reason": "客户投诉"},
    ),
    Row(
        "assessments:review_answer",
        {"linxiao": 200, "liwen": 302, "zhouhang": 302, "qianli": 302, "*": 404},
        returned,
    ),
    Row(
        "assessments:review_answer",
        {"linxiao": 302, "liwen": 403, "zhouhang": 403, "qianli": 403, "*": 404},
        returned,
        "post",
        lambda w: {"reason": "已复听，无误", "version": "1"},
    ),
]
