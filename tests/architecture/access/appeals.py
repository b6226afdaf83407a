"""Appeals of East Branch against Lin's sealed sheet, and the sheet as one about Zhao Lei's work."""

from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.architecture.row import Row
from tests.architecture.world import PNG

SENT = {"liwen": 200, "zhouhang": 200, "qianli": 200, "chenjie": 200, "wudi": 200, "linxiao": 200, "*": 404}
REFERRED = {**SENT, "sunyan": 200}
UNIT_DRAFT = {"chenjie": 200, "wudi": 200, "*": 404}


def only(*who: str, status: int = 302, seen: dict = SENT) -> dict:
    """Those do it, whoever may read it is refused, nobody else knows of it."""
    refused = {name: 403 for name, answer in seen.items() if answer == 200}
    return {**refused, **dict.fromkeys(who, status), "*": 404}


def keyed(**fields) -> dict:
    return {**fields, "client_key": str(uuid4())}


def of(name: str):
    return lambda w: {"public_id": getattr(w, name).public_id}


def appeal_file(world) -> dict:
    return {"public_id": world.appeal_evidence.appeal.public_id, "evidence_id": world.appeal_evidence.public_id}


def ruling_form(world) -> dict:
    appeal = world.referred_appeal
    points = {}
    for point in appeal.points.all():
        points |= {f"outcome-{point.public_id}": "accepted", f"reason-{point.public_id}": "成立"}
    return keyed(**points, reason="成立", version=appeal.version, revision=appeal.sheet.revision.number)


ROWS = [
    Row("appeals:appeal_list", {"*": 200}),
    Row("appeals:appeal_export", {"*": 200}),
    Row("appeals:appeal_detail", UNIT_DRAFT, of("draft_appeal"), variant="draft"),
    Row("appeals:appeal_detail", SENT, of("sent_appeal")),
    Row("appeals:appeal_detail", SENT, of("clarified_appeal"), variant="clarified"),
    Row("appeals:appeal_detail", REFERRED, of("ruled_appeal"), variant="ruled"),
    Row("appeals:evidence_file", UNIT_DRAFT, appeal_file),
    Row("appeals:statistics", {"liwen": 200, "zhouhang": 200, "qianli": 200, "*": 403}),
    Row("appeals:statistics", {"liwen": 200, "*": 403, "zhouhang": 200, "qianli": 200}, variant="ruled", query="?x=1"),
    Row("appeals:statistics_export", {"liwen": 200, "zhouhang": 200, "qianli": 200, "*": 403}),
    # preparing
    Row(
        "appeals:appeal_begin",
        {"liwen": 403, "zhouhang": 403, "qianli": 403, "linxiao": 403, "chenjie": 302, "wudi": 302, "*": 404},
        of("appealed_sheet"),
        "post",
        lambda w: keyed(),
    ),
    Row("appeals:appeal_edit", UNIT_DRAFT, of("draft_appeal")),
    Row(
        "appeals:appeal_edit",
        {"chenjie": 422, "wudi": 422, "*": 404},
        of("draft_appeal"),
        "post",
        lambda w: {"version": w.draft_appeal.version, "value-A1": "5"},
        variant="no reason",
    ),
    Row(
        "appeals:appeal_edit",
        {"chenjie": 302, "wudi": 302, "*": 404},
        of("draft_appeal"),
        "post",
        lambda w: {"version": w.draft_appeal.version, "value-A1": "5", "reason-A1": "全程礼貌"},
    ),
    Row("appeals:appeal_edit", only(), of("sent_appeal"), variant="sent"),
    Row(
        "appeals:evidence_add",
        {"chenjie": 302, "wudi": 302, "*": 404},
        of("draft_appeal"),
        "post",
        lambda w: keyed(file=SimpleUploadedFile("a.png", PNG), indicator="", caption=""),
    ),
    Row("appeals:evidence_remove", {"chenjie": 302, "wudi": 302, "*": 404}, appeal_file, "post"),
    Row("appeals:appeal_discard", UNIT_DRAFT, of("draft_appeal")),
    Row("appeals:appeal_discard", {"chenjie": 302, "wudi": 302, "*": 404}, of("draft_appeal"), "post"),
    Row(
        "appeals:appeal_submit",
        {"chenjie": 302, "wudi": 403, "*": 404},
        of("draft_appeal"),
        "post",
        lambda w: keyed(version=w.draft_appeal.version),
    ),
    Row("appeals:appeal_submit", {"*": 405}, of("draft_appeal"), variant="read"),
    Row("appeals:appeal_withdraw", only("chenjie", status=200), of("sent_appeal")),
    Row("appeals:appeal_withdraw", only("chenjie"), of("sent_appeal"), "post", lambda w: keyed(reason="已沟通")),
    # clarification
    Row("appeals:appeal_clarify", only("liwen", "zhouhang", status=200), of("sent_appeal")),
    Row("appeals:appeal_clarify", only("liwen", "zhouhang"), of("sent_appeal"), "post", lambda w: keyed(text="请说明")),
    Row(
        "appeals:appeal_say",
        only("liwen", "zhouhang"),
        of("clarified_appeal"),
        "post",
        lambda w: keyed(side="lead", text="请补充"),
        variant="lead",
    ),
    Row(
        "appeals:appeal_say",
        only("liwen", "zhouhang", "linxiao"),
        of("clarified_appeal"),
        "post",
        lambda w: keyed(side="assessor", text="维持"),
    ),
    Row("appeals:appeal_refer", only("liwen", "zhouhang", status=200), of("clarified_appeal")),
    Row(
        "appeals:appeal_refer",
        only("liwen", "zhouhang"),
        of("clarified_appeal"),
        "post",
        lambda w: keyed(rulers=[str(w.cast.sun.public_id)]),
    ),
    # ruling
    Row("appeals:appeal_rule", only("sunyan", status=200, seen=REFERRED), of("referred_appeal")),
    Row("appeals:appeal_rule", only("sunyan", seen=REFERRED), of("referred_appeal"), "post", ruling_form),
    Row(
        "appeals:ruling_consent",
        {**only("heting", seen={**REFERRED, "heting": 200}), "sunyan": 409},  # who wrote it has signed it
        of("proposed_appeal"),
        "post",
        lambda w: keyed(ruling=str(w.proposed_appeal.rulings.get().public_id), decision="sign", text=""),
    ),
    Row("appeals:appeal_detail", {**REFERRED, "heting": 200}, of("proposed_appeal"), variant="proposed"),
    Row("appeals:ruling_print", REFERRED, of("ruled_appeal")),
    Row("appeals:ruling_print", {"*": 404}, of("sent_appeal"), variant="not ruled"),
    # windows
    Row("appeals:terms_edit", {"liwen": 200, "*": 403}),
    Row(
        "appeals:terms_edit",
        {"liwen": 302, "*": 403},
        method="post",
        data=lambda w: keyed(window_days=7, take_up_days=2, answer_days=3, ruling_days=5),
    ),
    Row("appeals:window_edit", {"liwen": 200, "*": 403}, lambda w: {"public_id": w.appealed_sheet.cycle.public_id}),
    Row(
        "appeals:window_edit",
        {"liwen": 302, "*": 403},
        lambda w: {"public_id": w.appealed_sheet.cycle.public_id},
        "post",
        lambda w: {"days": 30, "reason": "系统停机", "version": 1},
    ),
    # sheets about one's own work
    Row("appeals:staff_sheet_list", {"*": 200}),
    Row(
        "appeals:staff_sheet_list", {"zhaolei": 200, "*": 200}, variant="with a sheet", data=lambda w: {"x": w.about.pk}
    ),
    Row("appeals:staff_sheet_detail", {"zhaolei": 200, "*": 404}, of("about")),
    Row(
        "appeals:staff_sheet_say",
        {"zhaolei": 302, "*": 404},
        of("about"),
        "post",
        lambda w: keyed(stance="agrees", text="", revision=1),
    ),
]
