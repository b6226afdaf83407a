"""Pages of service records and of their import."""

from records.views.columns import import_columns, import_reading, import_start
from records.views.imports import (
    import_detail,
    import_discard,
    import_list,
    import_progress,
    import_resume,
    import_settle_held,
    import_stop,
    import_upload,
)
from records.views.records import record_detail, record_export, record_list, reveal_contact
from records.views.rejected import import_rejected, import_rejected_rows

__all__ = [
    "import_columns",
    "import_detail",
    "import_discard",
    "import_list",
    "import_progress",
    "import_reading",
    "import_rejected",
    "import_rejected_rows",
    "import_resume",
    "import_settle_held",
    "import_start",
    "import_stop",
    "import_upload",
    "record_detail",
    "record_export",
    "record_list",
    "reveal_contact",
]
