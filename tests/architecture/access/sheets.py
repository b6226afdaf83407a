"""Lin's sheet about East Branch: not begun, or sealed."""

from datetime import timedelta
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.enums import Method
from assessments.models import FootageRequest, ScoreSheet
from assessments.selectors.facts import digest_of_content
from assessments.services.facts import Confirmation, confirm_facts, present_content
from assessments.services.footage import answer_request, request_footage
from assessments.services.signatures import Signature
from foundation.common import clock
from records.models import RevealLog, ServiceRecord
from tests.architecture.row import Row
from tests.architecture.world import PNG
from tests.assessments.half_days import make_half_day
from tests.assessments.sheet_world import confirm

SEE = {"linxiao": 200, "liwen": 200, "zhouhang": 200, "qianli": 200, "*": 404}
LIN_ONLY = {"linxiao": 200, "liwen": 403, "zhouhang": 403, "qianli": 403, "*": 404}
LIN_GOES_ON = {**LIN_ONLY, "linxiao": 302}


def sheet(world) -> dict:
    return {"public_id": world.sheet.public_id}


def sealed(world) -> dict:
    return {"public_id": world.sealed_sheet.public_id}


def evidence(world) -> dict:
    return {"public_id": world.evidence.public_id}


def marks(world) -> dict:
    return {"m.A1": "5", "m.R1": "5", "m.X1": "0", "version": "1", "client_key": str(uuid4())}


def with_file(world) -> dict:
    return {"file": SimpleUploadedFile("a.png", PNG), "client_key": str(uuid4())}


def callback(world) -> dict:
    """Lin's, not called yet."""
    sheet = world.sheet
    ScoreSheet.objects.filter(pk=sheet.pk).update(method=Method.CALLBACK)
    ServiceRecord.objects.filter(pk=sheet.record_id).update(customer_phone="13812345678")
    return {"public_id": sheet.public_id}


def looked_up(world) -> dict:
    """Its number has been shown to Lin."""
    RevealLog.objects.create(record=world.sheet.record, person=world.sheet.assessor, reason="电话回访")
    return callback(world)


def call(world) -> dict:
    at = f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}"
    return {"outcome": "busy", "at": at, "turn": "1", "client_key": str(uuid4())}


def visit(world) -> dict:
    """Lin's, at East Branch."""
    ScoreSheet.objects.filter(pk=world.sheet.pk).update(method=Method.ON_SITE, visited_at=clock.now(), place="大堂")
    return {"public_id": world.sheet.public_id}


def refusal(world) -> dict:
    present = ScoreSheet.objects.select_related("item", "unit", "standard_version").get(pk=world.sheet.pk)
    return {
        "outcome": "refused", "name": "陈洁", "post": "行长", "refusal": "不认可", "witness": "吴迪",
        "digest": digest_of_content(present_content(present)), "client_key": str(uuid4()),
    }  # fmt: skip


def fact_sheet(world) -> dict:
    """Refused at East Branch; whoever answers for the branch reads it too."""
    visit(world)
    present = ScoreSheet.objects.select_related("item", "unit", "standard_version", "assessor").get(pk=world.sheet.pk)
    return {"public_id": confirm(present).public_id}


def signed_fact_sheet(world) -> dict:
    visit(world)
    present = ScoreSheet.objects.select_related("item", "unit", "standard_version", "assessor").get(pk=world.sheet.pk)
    said = Confirmation("signed", "陈洁", "行长", signature=Signature(PNG, "png"))
    row = confirm_facts(
        sheet=present,
        actor=world.cast.lin,
        confirmation=said,
        digest=digest_of_content(present_content(present)),
        key=uuid4(),
    )
    return {"public_id": row.public_id}


def interview(world) -> dict:
    """Lin's, of yesterday morning."""
    key = f"interview:{clock.today() - timedelta(days=1)}-am"
    return {"public_id": make_half_day(world.plan, world.cast.lin, Method.INTERVIEW, key).public_id}


def interview_note(world) -> dict:
    at = clock.local(clock.at_local(clock.today() - timedelta(days=1), 12))
    return {"number": "1", "outcome": "nobody", "at": f"{at:%Y-%m-%dT%H:%M}", "turn": "1", "client_key": str(uuid4())}


def footage(world) -> dict:
    """Lin's CCTV review of yesterday morning, nothing asked yet."""
    key = f"footage:{clock.today() - timedelta(days=1)}-am"
    return {"public_id": make_half_day(world.plan, world.cast.lin, Method.FOOTAGE, key).public_id}


def _asked(world) -> FootageRequest:
    sheet = ScoreSheet.objects.get(**footage(world))
    asked = {"camera": "大堂", "purpose": "评估接待", "ground": "管理办法"}
    return request_footage(sheet=sheet, actor=world.cast.lin, turn=1, key=uuid4(), **asked)


def footage_request(world) -> dict:
    return {"public_id": _asked(world).public_id}


def provided(world) -> dict:
    """The footage can be watched."""
    asked, shown = _asked(world), {"where": "监控室", "shown_by": "孙燕", "kept_until": clock.today()}
    answer_request(asked=asked, actor=world.cast.wu, is_provided=True, key=uuid4(), **shown)
    return {"public_id": asked.sheet.public_id}


def ask(world) -> dict:
    return {"turn": "1", "camera": "大堂", "purpose": "评估", "ground": "办法", "client_key": str(uuid4())}


def viewing(world) -> dict:
    at = f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}"
    return {"turn": "1", "at": at, "place": "监控室", "present": "孙燕", "client_key": str(uuid4())}


def gone(world) -> dict:
    return {"choice": "gone", "reason": "overwritten", "client_key": str(uuid4())}


OF_THE_UNIT = {**SEE, "chenjie": 200, "wudi": 200}

ROWS = [
    Row("assessments:facts_show", {**LIN_ONLY, "linxiao": 200}, visit),
    Row("assessments:facts_confirm", LIN_GOES_ON, visit, "post", refusal),
    Row("assessments:fact_sheet", OF_THE_UNIT, fact_sheet),
    Row("assessments:fact_sheet_pdf", OF_THE_UNIT, fact_sheet),
    Row("assessments:fact_signature", OF_THE_UNIT, signed_fact_sheet),
    Row("assessments:call_reveal", LIN_ONLY, callback, "post", lambda world: {"reason": "电话回访"}),
    Row("assessments:call_note", LIN_GOES_ON, looked_up, "post", call),
    Row("assessments:sheet_score", LIN_ONLY, footage, variant="footage"),
    Row("assessments:sheet_detail", SEE, provided, variant="footage"),
    Row("assessments:footage_ask", {**LIN_GOES_ON, "liwen": 302}, footage, "post", ask),
    Row("assessments:footage_view", LIN_GOES_ON, provided, "post", viewing),
    Row("assessments:footage_request", OF_THE_UNIT, footage_request),
    Row(
        "assessments:footage_answer",
        {**dict.fromkeys(SEE, 403), "*": 404, "chenjie": 302, "wudi": 302},
        footage_request,
        "post",
        gone,
    ),
    Row("assessments:interview_note", LIN_GOES_ON, interview, "post", interview_note),
    Row("assessments:sheet_score", LIN_ONLY, interview, variant="interview"),
    Row("assessments:sheet_detail", SEE, interview, variant="interview"),
    Row("assessments:sheet_list", {"*": 200}),
    Row("assessments:sheet_export", {"*": 200}),
    Row("assessments:sheet_next", {"*": 302}),
    Row("assessments:sheet_detail", SEE, sheet),
    Row("assessments:sheet_detail", SEE, sealed, variant="sealed"),
    Row("assessments:sheet_score", LIN_ONLY, sheet),
    Row("assessments:sheet_save", LIN_GOES_ON, sheet, "post", marks),
    Row("assessments:sheet_submit", LIN_GOES_ON, sheet, "post", marks),
    Row("assessments:sheet_submit", {"*": 405}, sheet, variant="read"),
    Row("assessments:sheet_record", LIN_ONLY, sheet),
    Row("assessments:sheet_take", LIN_ONLY, sheet, "post"),
    Row("assessments:sheet_take", {**LIN_ONLY, "linxiao": 409}, sealed, "post", variant="sealed"),
    Row("assessments:sheet_take", {"*": 405}, sheet, variant="read"),
    Row("assessments:sheet_correct", {**LIN_ONLY, "liwen": 200}, sealed),
    Row("assessments:evidence_add", LIN_GOES_ON, sheet, "post", with_file),
    Row("assessments:evidence_file", SEE, evidence),
    Row("assessments:evidence_thumbnail", SEE, evidence),
    Row("assessments:evidence_remove", LIN_GOES_ON, evidence, "post", lambda world: {"why": "拍错了"}),
    Row("assessments:evidence_restore", LIN_GOES_ON, evidence, "post"),
]
