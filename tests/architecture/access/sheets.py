"""Lin's sheet about East Branch: not begun, or sealed."""

from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.enums import Method
from assessments.models import ScoreSheet
from foundation.common import clock
from records.models import ServiceRecord
from tests.architecture.row import Row
from tests.architecture.world import PNG

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


def call(world) -> dict:
    at = f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}"
    return {"outcome": "busy", "at": at, "turn": "1", "client_key": str(uuid4())}


ROWS = [
    Row("assessments:call_reveal", LIN_ONLY, callback, "post", lambda world: {"reason": "电话回访"}),
    Row("assessments:call_note", LIN_GOES_ON, callback, "post", call),
    Row("assessments:sheet_list", {"*": 200}),
    Row("assessments:sheet_export", {"*": 200}),
    Row("assessments:sheet_next", {"*": 302}),
    Row("assessments:sheet_detail", SEE, sheet),
    Row("assessments:sheet_detail", SEE, sealed, variant="sealed"),
    Row("assessments:sheet_score", LIN_ONLY, sheet),
    Row("assessments:sheet_save", LIN_GOES_ON, sheet, "post", marks),
    Row("assessments:sheet_submit", LIN_GOES_ON, sheet, "post", marks),
    Row("assessments:sheet_submit", {"*": 405}, sheet, variant="read"),
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
