"""A standard on paper: for whoever may read the version."""

from tests.architecture.access.standards import READ, SEEN, draft, version
from tests.architecture.row import Row

ROWS = [
    Row("standards:version_print", READ, kwargs=version),
    Row("standards:version_print", READ, kwargs=version, query="?languages=both", variant="both languages"),
    Row("standards:version_print", SEEN, kwargs=draft, variant="draft"),
    Row("standards:version_pdf", READ, kwargs=version),
    Row("standards:version_pdf", SEEN, kwargs=draft, query="?languages=both", variant="draft"),
]  # fmt: skip
