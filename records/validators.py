"""What a mapping must be before rows are read with it."""

from datetime import date
from pathlib import PurePath

from django.utils.translation import gettext as _

from foundation.common.errors import Invalid
from organization.models import Unit
from records.analysis import Analysis
from records.dates import ORDERS
from records.enums import Touchpoint
from records.mapping import FACTORS, TABLED, Mapping, open_questions
from records.models import ImportRun

TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xls")


def validate_name(name: str) -> None:
    """Raises Invalid for a file whose name says that it is no table; what it holds is found out by reading it."""
    if PurePath(name).suffix.lower() not in TABLES:
        raise Invalid({"file": _("Only tables are imported: bring a CSV, TSV, TXT, .xlsx or .xls file.")})


def validate_mapping(mapping: Mapping, analysis: Analysis) -> None:
    """Raises Invalid by field: what is still open, what contradicts the file, and what is not one of the choices."""
    problems = open_questions(mapping, analysis)
    codes = _unit_codes(mapping)
    known = {
        "unit": codes | {""},
        "touchpoint": set(Touchpoint.values) | {""},
        "answered": {"yes", "no", ""},
        "resolved": {"yes", "no", ""},
    }
    for code in TABLED:
        if not set(mapping.values.get(code, {}).values()) <= known[code]:
            problems[code] = _("A value is assigned to something that does not exist.")
    if mapping.constants.get("unit", "") not in known["unit"]:
        problems["unit"] = _("There is no unit “%(code)s”.") % {"code": mapping.constants["unit"][:20]}
    if mapping.constants.get("touchpoint", "") not in known["touchpoint"]:
        problems["touchpoint"] = _("Choose one of the touchpoints.")
    if mapping.date_order not in ("", *ORDERS):
        problems["date_order"] = _("Choose one of the orders.")
    if not set(mapping.factors.values()) <= set(FACTORS):
        problems["factors"] = _("Seconds or minutes.")
    if day := mapping.constants.get("date"):
        try:
            date.fromisoformat(day)
        except ValueError:
            problems["date"] = _("Enter a date.")
    if problems:
        raise Invalid(problems)


def validate_checked(mapping: Mapping, run: ImportRun) -> None:
    """Raises Invalid unless it is just this mapping that the last trial run of the import has read."""
    if not (run.check_result or {}).get("read"):
        raise Invalid(_("The rows have not been checked yet. Check them before you import them."))
    if mapping != Mapping.from_json(run.mapping):
        raise Invalid(_("The columns are not the ones that were checked. Check the rows again before you import them."))


def _unit_codes(mapping: Mapping) -> set[str]:
    wanted = {*mapping.values.get("unit", {}).values(), mapping.constants.get("unit", "")}
    return set(Unit.objects.filter(code__in=wanted).values_list("code", flat=True))
