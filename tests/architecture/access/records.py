"""Service records of East Branch (one on Lin's sheet), and Li Wen's imports."""

from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.architecture.row import Row

SEE = {"liwen": 200, "zhouhang": 200, "qianli": 200, "chenjie": 200, "wudi": 200, "linxiao": 200, "*": 404}
REVEAL = {**SEE, "zhouhang": 403, "qianli": 403}
# Imports are for leads and administrators; the rows of a file for whoever brought it, and leads.
LEAD_ONLY = {"liwen": 302, "fengbo": 403, "*": 404}
IMPORTERS = {"liwen": 200, "fengbo": 200, "*": 403}


def record(world) -> dict:
    assert world.sheet
    return {"pk": world.record.pk}


def open_run(world) -> dict:
    return {"public_id": world.import_run.public_id}


def done_run(world) -> dict:
    return {"public_id": world.done_import.public_id}


def held_run(world) -> dict:
    """With a row that would have changed a record that is being assessed."""
    type(world.done_import).objects.filter(pk=world.done_import.pk).update(rows_held=1)
    return {"public_id": world.done_import.public_id}


def failed_run(world) -> dict:
    return {"public_id": world.failed_import.public_id}


def running_run(world) -> dict:
    run = world.failed_import
    type(run).objects.filter(pk=run.pk).update(state="running", job=None)
    return {"public_id": run.public_id}


def rejected(form: str):
    return lambda world: {**done_run(world), "form": form}


def columns(world) -> dict:
    return {"column_number": "记录号", "column_date": "日期"}


def upload(world) -> dict:
    file = SimpleUploadedFile("b.csv", "编号,日期\n1,2021-04-01\n".encode())
    return {"file": file, "source": "call-centre", "client_key": str(uuid4())}


def keyed(world) -> dict:
    return {"client_key": str(uuid4())}


def failed(world) -> dict:
    return {"public_id": world.failed_import.public_id}


ROWS = [
    Row("records:record_list", {"*": 200}),
    Row("records:record_export", {"*": 200}),
    Row("records:record_detail", SEE, record),
    Row("records:reveal_contact", REVEAL, record, method="post", data=lambda w: {"reason": "回访核实"}),
    Row("records:reveal_contact", {"*": 405}, record, variant="read"),
    Row("records:import_list", IMPORTERS),
    Row("records:import_upload", IMPORTERS),
    Row("records:import_upload", {"liwen": 302, "fengbo": 302, "*": 403}, method="post", data=upload, variant="file"),
    Row("records:import_detail", {"liwen": 302, "fengbo": 200, "*": 404}, open_run, variant="open"),
    Row("records:import_detail", {"liwen": 200, "fengbo": 200, "*": 404}, done_run, variant="done"),
    Row("records:import_columns", {"liwen": 200, "fengbo": 403, "*": 404}, open_run),
    Row("records:import_columns", LEAD_ONLY, open_run, method="post", data=columns),
    Row("records:import_reading", LEAD_ONLY, open_run, method="post", data=lambda w: {"header_row": "1"}),
    Row("records:import_reading", {"*": 405}, open_run, variant="read"),
    Row("records:import_start", LEAD_ONLY, open_run, method="post", data=keyed),
    Row("records:import_start", {"*": 405}, open_run, variant="read"),
    Row("records:import_resume", LEAD_ONLY, failed_run, method="post"),
    Row("records:import_resume", {"liwen": 409, "fengbo": 403, "*": 404}, done_run, method="post", variant="done"),
    Row("records:import_resume", {"*": 405}, failed_run, variant="read"),
    Row("records:import_stop", LEAD_ONLY, running_run, method="post"),
    Row("records:import_stop", LEAD_ONLY, done_run, method="post", variant="done"),
    Row("records:import_stop", {"*": 405}, running_run, variant="read"),
    Row("records:import_discard", LEAD_ONLY, open_run, method="post"),
    Row("records:import_discard", {"liwen": 409, "fengbo": 403, "*": 404}, done_run, method="post", variant="done"),
    Row("records:import_discard", {"*": 405}, open_run, variant="read"),
    Row("records:import_settle_held", LEAD_ONLY, held_run, method="post"),
    Row("records:import_settle_held", {"liwen": 409, "fengbo": 403, "*": 404}, done_run, method="post", variant="done"),
    Row("records:import_settle_held", {"*": 405}, done_run, variant="read"),
    Row("records:import_progress", {"liwen": 200, "fengbo": 200, "*": 404}, done_run),
    Row("records:import_rejected_rows", {"liwen": 200, "fengbo": 403, "*": 404}, done_run),
    Row("records:import_rejected", {"liwen": 200, "fengbo": 403, "*": 404}, rejected("csv"), variant="csv"),
    Row("records:import_rejected", {"liwen": 200, "fengbo": 403, "*": 404}, rejected("xlsx"), variant="xlsx"),
    Row("records:import_rejected", {"fengbo": 403, "*": 404}, rejected("html"), variant="other form"),
]
