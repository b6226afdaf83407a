"""Calibration: Lin, Guo and Sun score blind for Li; whoever plans, manages or watches sees that they do."""

from datetime import timedelta
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from foundation.common import clock
from foundation.workdays.calendar import add_workdays
from tests.architecture.row import Row
from tests.calibration import world as calibration

PLACE = dict.fromkeys(("linxiao", "guomin", "sunyan", "chenjie", "liwen", "zhouhang", "qianli"), 200) | {"*": 403}
SEE = dict.fromkeys(("linxiao", "guomin", "sunyan", "liwen", "zhouhang", "qianli"), 200) | {"*": 404}
LEAD_ONLY = {**dict.fromkeys(SEE, 403), "liwen": 200, "*": 404}
LEAD_ACTS = {**LEAD_ONLY, "liwen": 302}
WATCH = {"liwen": 200, "zhouhang": 200, "qianli": 200, "*": 403}
SEEN_TODO = {"liwen": 200, "zhouhang": 200, "qianli": 200, "*": 404}
SCORERS = dict.fromkeys(("linxiao", "guomin", "sunyan", "chenjie", "liwen"), 200) | {"*": 403}
SEEN_ATTEMPT = {**SEEN_TODO, "linxiao": 200}
WITHDRAWN = {"liwen": 302, "linxiao": 403, "zhouhang": 403, "qianli": 403, "*": 404}
OWN = {"linxiao": 200, "*": 404}


def scoring(world) -> dict:
    return {"public_id": world.calibration.public_id}


def compared(world) -> dict:
    return {"public_id": world.compared.public_id}


def discussed(world) -> dict:
    return {"public_id": world.discussed.public_id}


def closed(world) -> dict:
    return {"public_id": world.calibrated.public_id}


def described(world) -> dict:
    from calibration.services.sessions import Described

    sound = SimpleUploadedFile("a.mp3", b"ID3" + b"0" * 64)
    given = {"item": None, "described": Described("来电", sound, "phone"), "version": world.version}
    return {"public_id": calibration.call_session(world.cast, **given).public_id}


def sheet(world) -> dict:
    return {"public_id": world.blind_sheet.public_id}


def handed_in(world) -> dict:
    calibration.hand_in(world.calibration, world.cast.lin)
    return sheet(world)


def one(world, code: str = "A1") -> dict:
    return {**discussed(world), "code": code}


def new_session(world) -> dict:
    return {
        "title": "网点接待",
        "standard_version": world.version.public_id,
        "description": "客户取号后等候二十分钟。",
        "due_on": add_workdays(clock.today(), 5).isoformat(),
        "assessors": [world.cast.lin.public_id, world.cast.guo.public_id],
        "client_key": uuid4(),
    }


def meeting(world) -> dict:
    at = clock.local(clock.now() + timedelta(minutes=1))
    clock_face = f"{at:%Y-%m-%dT%H:%M}"
    return {"held_at": clock_face, "present": [world.cast.lin.public_id], "note": "", "client_key": uuid4()}


def todo(world) -> dict:
    return {"public_id": world.low_agreement.public_id}


def rules(_world) -> dict:
    rule = {
        "sheets_wanted": "2",
        "tolerance": "25",
        "share_wanted": "90",
        "attempts_allowed": "3",
        "valid_months": "12",
    }
    return {"alpha_wanted": "0.7", "fewest_items": "6", "version": "0", "client_key": uuid4(), **rule}


def attempt(world) -> dict:
    return {"public_id": world.attempt.public_id}


def marks(_world) -> dict:
    return {"m.A1": "5", "m.R1": "5", "m.X1": "0", "version": "1", "client_key": str(uuid4())}


def agreed(_world) -> dict:
    return {"m.A1": "5", "reason": "录音第二分钟", "number": "0", "client_key": uuid4()}


ROWS = [
    Row("calibration:session_list", PLACE),
    Row("calibration:session_open", {"liwen": 200, "*": 403}),
    Row("calibration:session_open", {"liwen": 302, "*": 403}, method="post", data=new_session),
    Row("calibration:session_open", {"liwen": 422, "*": 403}, method="post", variant="empty"),
    Row("calibration:session_detail", SEE, scoring),
    Row("calibration:session_detail", SEE, compared, variant="scores open"),
    Row("calibration:session_detail", SEE, discussed, variant="discussed"),
    Row("calibration:session_detail", SEE, closed, variant="closed"),
    Row("calibration:session_export", {**dict.fromkeys(SEE, 409), "*": 404}, scoring, variant="blind"),
    Row("calibration:session_export", SEE, compared),
    Row("calibration:session_attachment", SEE, described),
    Row("calibration:session_attachment", {"*": 404}, scoring, variant="none"),
    Row("calibration:session_end", LEAD_ONLY, scoring),
    Row("calibration:session_end", LEAD_ACTS, scoring, "post", lambda w: {"reason": "出差"}),
    Row("calibration:session_end", {**LEAD_ONLY, "liwen": 422}, scoring, "post", variant="no reason"),
    Row("calibration:session_end", {**LEAD_ONLY, "liwen": 409}, compared, "post", lambda w: {"reason": "x"}, variant="late"),
    Row("calibration:meeting_record", LEAD_ONLY, compared),
    Row("calibration:meeting_record", {**LEAD_ONLY, "liwen": 422}, compared, "post", meeting, variant="in the future"),
    Row("calibration:reference_agree", LEAD_ONLY, one),
    Row("calibration:reference_agree", LEAD_ACTS, one, "post", agreed),
    Row("calibration:reference_agree", {**LEAD_ONLY, "liwen": 404}, lambda w: one(w, "ZZ"), variant="unknown"),
    Row("calibration:reference_adopt", LEAD_ACTS, discussed, "post"),
    Row("calibration:reference_adopt", {"*": 405}, discussed, variant="read"),
    Row("calibration:session_close", LEAD_ACTS, discussed, "post"),
    Row("calibration:session_close", {**LEAD_ONLY, "liwen": 409}, closed, "post", variant="again"),
    Row("calibration:session_close", {"*": 405}, discussed, variant="read"),
    Row("calibration:sheet_score", OWN, sheet),
    Row("calibration:sheet_detail", OWN, handed_in),
    Row("calibration:sheet_save", {**OWN, "linxiao": 302}, sheet, "post", marks),
    Row("calibration:sheet_submit", {**OWN, "linxiao": 302}, sheet, "post", marks),
    Row("calibration:sheet_submit", {"*": 405}, sheet, variant="read"),
    Row("calibration:agreement", WATCH),
    Row("calibration:agreement", WATCH, lambda w: w.compared and {}, variant="with scores"),
    Row("calibration:agreement_indicator", WATCH, lambda w: w.compared and {"code": "A1"}),
    Row("calibration:agreement_export", WATCH, lambda w: w.compared and {}),
    Row("calibration:agreement_indicator_export", WATCH, lambda w: w.compared and {"code": "A1"}),
    Row("calibration:my_agreement_export", SCORERS, lambda w: w.compared and {}),
    Row("calibration:my_agreement", SCORERS),
    Row("calibration:my_agreement", SCORERS, lambda w: w.compared and {}, variant="with scores"),
    Row("calibration:todo_list", WATCH),
    Row("calibration:todo_detail", SEEN_TODO, todo),
    Row("calibration:todo_dismiss", {**SEEN_TODO, "zhouhang": 403, "qianli": 403}, todo),
    Row("calibration:todo_dismiss", {**SEEN_TODO, "liwen": 302, "zhouhang": 403, "qianli": 403}, todo, "post", lambda w: {"reason": "x"}),
    Row("calibration:todo_dismiss", {**SEEN_TODO, "liwen": 422, "zhouhang": 403, "qianli": 403}, todo, "post", variant="no reason"),
    Row("calibration:policy_list", WATCH),
    Row("calibration:policy_general", {"zhouhang": 200, "*": 403}),
    Row("calibration:policy_general", {"zhouhang": 302, "*": 403}, method="post", data=rules),
    Row("calibration:policy_edit", {"zhouhang": 200, "*": 403}, lambda w: {"code": w.version.standard.code}),
    Row("calibration:attempt_list", SCORERS | WATCH),
    Row("calibration:attempt_give", {"liwen": 200, "*": 403}),
    Row("calibration:attempt_give", {"liwen": 400, "*": 403}, method="post", variant="nobody chosen"),
    Row("calibration:attempt_detail", SEEN_ATTEMPT, attempt),
    Row("calibration:attempt_withdraw", {**WITHDRAWN, "liwen": 200}, attempt),
    Row("calibration:attempt_withdraw", WITHDRAWN, attempt, "post", lambda w: {"reason": "x"}),
]  # fmt: skip
