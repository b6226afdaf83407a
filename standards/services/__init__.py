"""Making, editing, trying, approving and putting into force."""

from standards.services.editing import (
    change_settings,
    move_dimension,
    move_indicator,
    remove_dimension,
    remove_indicator,
    replace_content,
    save_dimension,
    save_indicator,
    save_scope,
    save_targets,
)
from standards.services.lifecycle import (
    approve_version,
    enforce_due_versions,
    put_in_force,
    retire_version,
    return_version,
    submit_version,
    take_back_version,
)
from standards.services.making import (
    create_empty_standard,
    create_next_version,
    create_standard_from_preset,
    create_version,
    discard_version,
)
from standards.services.pilots import report_pilot, start_pilot

__all__ = [
    "approve_version",
    "change_settings",
    "create_empty_standard",
    "create_next_version",
    "create_standard_from_preset",
    "create_version",
    "discard_version",
    "enforce_due_versions",
    "move_dimension",
    "move_indicator",
    "put_in_force",
    "remove_dimension",
    "remove_indicator",
    "replace_content",
    "report_pilot",
    "retire_version",
    "return_version",
    "take_back_version",
    "save_dimension",
    "save_indicator",
    "save_scope",
    "save_targets",
    "start_pilot",
    "submit_version",
]
