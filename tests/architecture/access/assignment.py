"""The board, recusals, items that fall out: leads act, supervisors look on, assessors speak for themselves."""

from datetime import date
from uuid import uuid4

from assessments.models import Assignment, Recusal
from sampling.enums import DrawState
from sampling.models import Draw
from tests.architecture.row import Row

BOARD = {"liwen": 200, "qianli": 200, "*": 403}
# Lin's sheet about East Branch: Lin steps back; the others who see it do not do so for Lin.
LIN = {"linxiao": 200, "liwen": 403, "zhouhang": 403, "qianli": 403, "*": 404}
LIN_OR_LEAD = {**LIN, "liwen": 200}
READERS = {"linxiao": 200, "guomin": 200, "liwen": 200, "qianli": 200, "chenjie": 200, "sunyan": 200, "*": 403}
DECLARERS = {"linxiao": 200, "guomin": 200, "liwen": 200, "chenjie": 200, "sunyan": 200, "*": 403}


def sheet(world) -> dict:
    return {"public_id": world.sheet.public_id}


def recusal(world) -> dict:
    made = Recusal.objects.create(
        person=world.cast.lin, unit=world.cast.west, kind="worked", text="2019 年在该支行工作", since=date(2021, 1, 1)
    )
    return {"public_id": made.public_id}


def ids(world) -> dict:
    return {"ids": [f"{world.sheet.public_id}.{world.sheet.turn}"]}


def to_guo(world) -> dict:
    return {**ids(world), "way": "person", "to": world.cast.guo.public_id, "reason": "均衡", "client_key": str(uuid4())}


def stepping_back(world) -> dict:
    return {"kind": "relative", "text": "家人在该支行工作", "client_key": str(uuid4())}


def falls_out(world) -> dict:
    return {"turn": world.sheet.turn, "reason": "unreadable", "client_key": str(uuid4())}


def in_advance(world) -> dict:
    return {**stepping_back(world), "unit": world.cast.west.public_id}


def assigned(world) -> dict:
    """The draw of Lin's sheet, with how the two met."""
    inputs = {"items": [["call-centre:1", 1]], "team": [], "stand_ins": [], "excluded": {}, "loads": {}, "stays": {}}
    Assignment.objects.create(
        draw=world.sheet.item.draw, number=0, cause="draw", inputs=inputs, result={}, digest="0" * 64
    )
    return {"public_id": world.sheet.item.draw.public_id}


def drawn_sheet(world) -> dict:
    """Its draw has been carried out; there is no reserve list."""
    found = sheet(world)
    Draw.objects.filter(pk=world.draw.pk).update(state=DrawState.DRAWN)
    return found


ROWS = [
    Row("assessments:assignment_proof", BOARD, assigned),
    Row(
        "assessments:assignment_proof",
        {"liwen": 404, "qianli": 404, "*": 403},
        lambda w: {"public_id": w.sheet.item.draw.public_id},
        variant="nothing kept",
    ),
    # the board
    Row("assessments:board", BOARD, lambda w: {} if w.sheet else {}),
    Row("assessments:board_reassign", {"liwen": 200, "*": 403}, method="post", data=ids, variant="asks"),
    Row("assessments:board_reassign", {"liwen": 302, "*": 403}, method="post", data=to_guo),
    Row("assessments:board_reassign", {"liwen": 302, "*": 403}, method="post", variant="nothing ticked"),
    Row(
        "assessments:board_reassign",
        {"liwen": 404, "*": 403},
        method="post",
        data=lambda w: {**to_guo(w), "ids": [f"{w.sheet.public_id}.1", "01900000-0000-7000-8000-000000000000"]},
        variant="one is nobody’s",
    ),
    Row("assessments:board_reassign", {"*": 405}, variant="read"),
    Row("assessments:replacement_list", BOARD, lambda w: {} if w.sheet else {}),
    # from a sheet
    Row("assessments:sheet_recuse", LIN, sheet),
    Row("assessments:sheet_recuse", {**LIN, "linxiao": 302}, sheet, "post", stepping_back),
    Row("assessments:sheet_recuse", {**LIN, "linxiao": 422}, sheet, "post", variant="empty"),
    Row("assessments:sheet_replace", LIN_OR_LEAD, sheet),
    Row(
        "assessments:sheet_replace",
        {**LIN_OR_LEAD, "linxiao": 422, "liwen": 422},
        drawn_sheet,
        "post",
        falls_out,
        variant="no reserve",
    ),
    # in advance
    Row("assessments:recusal_list", READERS, lambda w: {} if recusal(w) else {}),
    Row("assessments:recusal_declare", DECLARERS),
    Row(
        "assessments:recusal_declare",
        {who: 302 if status == 200 else status for who, status in DECLARERS.items()},
        method="post",
        data=in_advance,
    ),
    Row(
        "assessments:recusal_declare",
        {who: 422 if status == 200 else status for who, status in DECLARERS.items()},
        method="post",
        variant="empty",
    ),
    Row("assessments:recusal_withdraw", {"linxiao": 302, "liwen": 403, "qianli": 403, "*": 404}, recusal, "post"),
    Row("assessments:recusal_withdraw", {"*": 405}, recusal, variant="read"),
]
