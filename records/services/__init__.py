"""What this room does. Views, commands, jobs and rooms above call these and nothing deeper."""

from records.services.checking import check_import, request_check
from records.services.held import release_held_rows, settle_held_rows
from records.services.opening import analyse_again, assign_columns, discard_import, open_import
from records.services.revealing import reveal_contact
from records.services.running import OPERATOR, begin_import, resume_import, run_import, start_import, stop_import
from records.services.uploading import keep_upload, take_file

__all__ = [
    "OPERATOR",
    "analyse_again",
    "assign_columns",
    "begin_import",
    "check_import",
    "discard_import",
    "keep_upload",
    "open_import",
    "release_held_rows",
    "request_check",
    "resume_import",
    "reveal_contact",
    "run_import",
    "settle_held_rows",
    "start_import",
    "stop_import",
    "take_file",
]
