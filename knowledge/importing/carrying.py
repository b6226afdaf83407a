"""Rows on their way from the preview to what is done with them: exactly what was looked at, signed for whoever looked."""

from collections.abc import Iterable

from django.core import signing
from django.utils.translation import gettext as _

from foundation.common.errors import Conflict, Invalid
from knowledge.importing.reading import Line
from organization.models import Person

LONGEST_WAIT = 24 * 3600
# A form is taken up to 5 MB; texts are compressed on their way.
LONGEST = 4 << 20


def carry(lines: Iterable[Line], *, reader: Person) -> str:
    """As one line of text. Raises Invalid where it would be too long to be sent back."""
    values = [[line.number, dict(line.cells), list(line.reasons)] for line in lines]
    text = signing.dumps(values, salt=_salt(reader), compress=True)
    if len(text) > LONGEST:
        raise Invalid(_("There is too much text in it for one time. Bring the articles in two parts."))
    return text


def unpack(text: str, *, reader: Person) -> list[Line]:
    """Raises Conflict where it is old, changed, or made for somebody else."""
    try:
        values = signing.loads(text, salt=_salt(reader), max_age=LONGEST_WAIT)
        return [Line(number, cells, reasons) for number, cells, reasons in values]
    except (signing.BadSignature, TypeError, ValueError):
        raise Conflict(_("What was previewed is too old. Bring the workbook again.")) from None


def _salt(reader: Person) -> str:
    return f"knowledge.importing:{reader.public_id}"
