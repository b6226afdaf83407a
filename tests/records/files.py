"""Files to import, and the way in, for the tests of this room."""

import zipfile
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
import xlsxwriter
from django.conf import settings

from foundation.common.files import store_bytes
from foundation.jobs import services as jobs
from records import services
from records.mapping import Mapping
from records.models import ImportRun
from records.reading import Options

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
HEADER = "编号,日期,时间,部门,坐席,业务类型,是否接通,是否解决,接通秒数,通话时长,满意度评分,客户姓名,客户电话,通话内容"
CALL = "T-001,2021-01-05,09:30:00,BR-E,00303,账户查询,是,是,12,0:02:23,5,王芳,13812345678,您好"
MISSED = "T-002,2021-01-05,09:31,BR-W,00303,账户查询,否,,,,,,,"


def data_file(name: str) -> Path:
    """A file of the shared real data; the test is skipped where they are absent."""
    path = DATA / name
    if not path.exists():
        pytest.skip(f"the shared data file {name} is absent")
    return path


def text_of(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join((header, *rows, "")).encode()


def workbook(rows: list[list], name: str = "Sheet1") -> bytes:
    """A small workbook; every text a text."""
    sink = BytesIO()
    book = xlsxwriter.Workbook(sink, {"strings_to_formulas": False})
    sheet = book.add_worksheet(name)
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return sink.getvalue()


def with_part(data: bytes, name: str, change) -> bytes:
    """The workbook with one part changed (`change(bytes) -> bytes`) or added."""
    sink = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry.filename, change(content) if entry.filename == name else content)
        if name not in old.namelist():
            new.writestr(name, change(b""))
    return sink.getvalue()


def started(
    data: bytes, actor, *, name: str = "calls.csv", source: str = "电话平台", mapping: Mapping | None = None, **options
) -> ImportRun:
    """An import that is queued and not yet begun."""
    file = store_bytes(data=data, name=name, actor=actor)
    return services.start_import(
        file=file, source=source, mapping=mapping, actor=actor, key=uuid4(), options=Options(**options)
    )


def imported(data: bytes, actor, **more) -> ImportRun:
    """The same, run by its background job to the end."""
    run = started(data, actor, **more)
    while jobs.run(run.job_id):
        run = ImportRun.objects.get(pk=run.pk)
        if run.state != "running":
            break
    return ImportRun.objects.get(pk=run.pk)


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    """Added, corrected, unchanged, sent back."""
    return run.rows_added, run.rows_corrected, run.rows_unchanged, run.rows_rejected


def signed_in(client, person):
    """The test client, signed in as the person."""
    client.force_login(person.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client
