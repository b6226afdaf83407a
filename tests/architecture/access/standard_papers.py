"""A standard on paper and as a workbook: out for whoever may read the version, in for leads and into drafts only."""

from django.core.files.uploadedfile import SimpleUploadedFile

from standards.content import StandardContent
from standards.models import StandardVersion
from standards.presets import PRESETS
from standards.workbook import carry, write_workbook
from tests.architecture.access.standards import KEY, LEAD, LEAD_ACTS, READ, SEEN, draft, pilot, version
from tests.architecture.row import Row

FOUR = PRESETS["four-dimensions"]


def uploaded(content: StandardContent) -> dict:
    return {"workbook": SimpleUploadedFile("standard.xlsx", write_workbook(content)), "client_key": KEY}


def workbook(world) -> dict:
    return uploaded(FOUR)


def new_workbook(world) -> dict:
    return uploaded(StandardContent("outlets-2027", "网点标准", ""))


def previewed(world) -> dict:
    """What the preview of the draft sends on."""
    row = StandardVersion.objects.latest("pk")
    return {"carried": carry(FOUR, purpose=str(row.public_id)), "lock": row.version, "client_key": KEY}


ROWS = [
    Row("standards:version_print", READ, kwargs=version),
    Row("standards:version_print", SEEN, kwargs=draft, variant="draft"),
    Row("standards:version_pdf", READ, kwargs=version),
    Row("standards:version_pdf", SEEN, kwargs=draft, query="?languages=both", variant="draft"),
    Row("standards:version_workbook", READ, kwargs=version),
    Row("standards:version_workbook", SEEN, kwargs=draft, variant="draft"),
    Row("standards:version_workbook", {"*": 405}, kwargs=version, method="post"),
    Row("standards:version_workbook_import", LEAD, kwargs=draft),
    Row("standards:version_workbook_import", LEAD, kwargs=draft, method="post", data=workbook),
    Row("standards:version_workbook_import", LEAD | {"liwen": 422}, kwargs=draft, method="post", variant="nothing brought"),
    Row("standards:version_workbook_import", {"liwen": 409, "*": 403}, kwargs=version, variant="in force"),
    Row("standards:version_workbook_import", {"liwen": 409, "*": 403}, kwargs=pilot, method="post", data=workbook, variant="pilot"),
    Row("standards:version_workbook_confirm", LEAD_ACTS, kwargs=draft, method="post", data=previewed),
    Row("standards:version_workbook_confirm", LEAD | {"liwen": 409}, kwargs=draft, method="post", variant="nothing previewed"),
    Row("standards:version_workbook_confirm", {"*": 405}, kwargs=draft, variant="read"),
    Row("standards:standard_workbook", {"liwen": 200, "*": 403}),
    Row("standards:standard_workbook", {"liwen": 302, "*": 403}, method="post", data=new_workbook),
    Row("standards:standard_workbook", {"liwen": 422, "*": 403}, method="post", variant="nothing brought"),
    Row("standards:standard_workbook_empty", {"liwen": 200, "*": 403}),
]  # fmt: skip
