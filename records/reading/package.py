"""Whether an .xlsx package may be opened at all: size, unpacked size, macros, links to other files."""

import zipfile
import zlib
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

from django.utils.translation import gettext as _

from foundation.common.errors import Invalid

MAX_UNPACKED = 1 << 30
# The reader holds these parts whole, and three times over while it reads them; a sheet it reads in passing.
HELD_PARTS = ("xl/sharedstrings.xml", "xl/styles.xml")
MAX_HELD = 128 << 20
MAX_ENTRIES = 2_000
CHUNK = 1 << 20
MAX_PART = 16 << 20
RELATION = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
BROKEN = (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, KeyError, zlib.error)


def check_names(path: Path) -> None:
    """What the list of parts tells already. Raises Invalid for what is too large, damaged, has macros or links to other files."""
    try:
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
    except BROKEN:
        raise damaged() from None
    _check_names({entry.filename.lower() for entry in entries}, len(entries))
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Invalid(_("The workbook unpacks to more than %(limit)d MB.") % {"limit": MAX_UNPACKED >> 20})
    if any(entry.file_size > MAX_HELD for entry in entries if entry.filename.lower() in HELD_PARTS):
        raise Invalid(
            _("The workbook holds more than %(limit)d MB of texts or formats. Save it as “CSV UTF-8” and import that.")
            % {"limit": MAX_HELD >> 20}
        )


def check_parts(path: Path, but: set[str]) -> None:
    """Unpack every part once, keeping nothing, `but` those that were read to the end elsewhere.

    Reading to the end checks length and checksum, so a part that claims to be small and is not is found before the reader meets it.
    """
    try:
        with zipfile.ZipFile(path) as package:
            for entry in package.infolist():
                if entry.filename not in but:
                    with package.open(entry) as source:
                        while source.read(CHUNK):
                            pass
    except BROKEN:
        raise damaged() from None


def damaged() -> Invalid:
    return Invalid(
        _("The workbook is damaged and cannot be opened. Open it in Excel, save it again and import the new file.")
    )


def _check_names(names: set[str], count: int) -> None:
    if count > MAX_ENTRIES:
        raise Invalid(_("The workbook has too many parts."))
    if any(PurePosixPath(name).name == "vbaproject.bin" for name in names):
        raise Invalid(_("The workbook contains macros. Save it as .xlsx without macros and import that."))
    if any("/externallinks/" in "/" + name for name in names):
        raise Invalid(
            _("The workbook has links to other files. Break the links (Data → Edit Links) and import it again.")
        )
    if "xl/workbook.bin" in names:
        raise Invalid(_("This is an .xlsb workbook. Save it as .xlsx and import that."))
    if "xl/workbook.xml" not in names:
        raise Invalid(_("This is not an Excel workbook. Bring a CSV, TSV, .xlsx or .xls file."))


def visible_sheets(path: Path) -> dict[str, str]:
    """Name of each worksheet that Excel shows → name of its part in the package, in their order."""
    try:
        with zipfile.ZipFile(path) as package:
            links = {
                element.get("Id"): element.get("Target", "")
                for element in ElementTree.fromstring(_small_part(package, "xl/_rels/workbook.xml.rels"))
                if element.get("Type", "").endswith("/worksheet")
            }
            sheets = {}
            for element in ElementTree.fromstring(_small_part(package, "xl/workbook.xml")).iter():
                if element.tag.endswith("}sheet") and element.get("state", "visible") == "visible":
                    target = links.get(next((element.get(name) for name in RELATION if element.get(name)), ""))
                    if target:
                        sheets[element.get("name", "")] = target[1:] if target.startswith("/") else "xl/" + target
            return sheets
    except (*BROKEN, ElementTree.ParseError):
        raise damaged() from None


def _small_part(package: zipfile.ZipFile, name: str) -> bytes:
    if package.getinfo(name).file_size > MAX_PART:
        raise damaged()
    data = package.read(name)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise damaged()
    return data
