"""A workbook that somebody has brought → content, or everything that is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from foundation.common.errors import Invalid
from standards.content import StandardContent
from standards.workbook import shape
from standards.workbook.assembling import Assembly
from standards.workbook.opening import open_sheets
from standards.workbook.tables import Fault, read_settings, read_table

MOST_FAULTS = 100


@dataclass(frozen=True)
class Reading:
    """`content` is None where there are faults; of those at most 100 are kept, `more` tells how many there are besides.

    `places`: {setting: its cell as Sheet!B3}; `notes` are sentences on what was left unread.
    """

    content: StandardContent | None
    faults: tuple[Fault, ...] = ()
    more: int = 0
    notes: tuple[str, ...] = ()
    places: Mapping[str, str] | None = None


def read_workbook(path: Path, *, units: Mapping[str, str]) -> Reading:
    """Read a workbook in either language. `units`: {code or name of a unit in normal form: its code}.

    Raises Invalid for a file that cannot be opened safely, or that is no workbook of a standard.
    """
    sheets, others = open_sheets(path)
    if shape.SETTINGS.name not in sheets:
        raise Invalid(_not_ours())
    settings = read_settings(sheets[shape.SETTINGS.name])
    _require_format(settings[1].values.get("format"))
    tables = {sheet.name: read_table(sheet, sheets.get(sheet.name)) for sheet in shape.TABLES}
    every = [settings[0], *tables.values()]
    content = None
    if all(table.is_whole for table in every):
        content = Assembly(settings, tables, units).content
    faults = [fault for table in every for fault in sorted(table.faults, key=_by_place)]
    notes = [_("The sheet “%(sheet)s” was not read.") % {"sheet": title} for title in others]
    notes += [
        _("The column “%(column)s” of the sheet “%(sheet)s” was not read.") % {"column": name, "sheet": table.title}
        for table in tables.values()
        for name in table.unread
    ]
    return Reading(
        content=None if faults else content,
        faults=tuple(faults[:MOST_FAULTS]),
        more=max(0, len(faults) - MOST_FAULTS),
        notes=tuple(notes[:MOST_FAULTS]),
        places={name: f"{settings[0].title}!{place}" for name, place in settings[1].places.items()},
    )


def _require_format(text: str | None) -> None:
    if not text or not text.startswith(shape.FORMAT.rpartition(" ")[0]):
        raise Invalid(_not_ours())
    if text != shape.FORMAT:
        raise Invalid(
            _(
                "This workbook was made by another release of the portal. Download it anew and copy your changes into it."
            )
        )


def _not_ours() -> str:
    return _(
        "This is no workbook of a standard. Download one from the page of a standard, or an empty one, and fill that in."
    )


def _by_place(fault: Fault) -> tuple[int, int, str]:
    """Rows from above, in a row from the left; what concerns the whole sheet first."""
    letters = fault.cell.rstrip("0123456789")
    return int(fault.cell[len(letters) :] or 0), len(letters), letters
