"""A fact sheet as it is read: on the page, on paper, as PDF. Words of the reader's language; what was found stands as it was written."""

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.utils import formats
from django.utils.translation import get_language, gettext as _

from assessments.models import FactSheet, ScoreSheet
from foundation.common import clock
from foundation.common.contents import PDF
from foundation.common.files import read_bytes
from foundation.common.templatetags.marks import person_name
from foundation.common.texts import localized
from foundation.common.typesetting import typeset

LAYOUT = Path(__file__).parent / "fact_sheet.typ"


@dataclass(frozen=True)
class Fact:
    """`evidence`: its numbers, in words; empty where there is none."""

    code: str
    name: str
    red: bool
    text: str
    evidence: str


@dataclass(frozen=True)
class FactPaper:
    """What is laid before the head. `files`: (number, what it shows) of the evidence that the facts name."""

    title: str
    pairs: list[tuple[str, str]]
    facts: list[Fact]
    files: list[tuple[int, str]]
    digest: str


def paper_of(sheet: ScoreSheet, content: dict, digest: str) -> FactPaper:
    """`sheet` with unit, cycle and assessors loaded."""
    at, place = content["visit"]
    assessors = _(", ").join(person_name(one) for one in sheet.holders)
    chinese = (get_language() or "").startswith("zh")
    return FactPaper(
        title=_("Fact sheet of an on-site visit"),
        pairs=[
            (_("Score sheet"), sheet.number),
            (_("Assessed unit"), localized(sheet.unit, "name")),
            (_("Time of the visit"), _moment(datetime.fromisoformat(at)) if at else "–"),
            (_("Place"), place or "–"),
            (_("Assessors"), assessors),
        ],
        facts=[
            Fact(
                code=fact["code"],
                name=fact["zh"] if chinese or not fact["en"] else fact["en"],
                red=fact["red"],
                text=fact["text"],
                evidence=_(", ").join(str(number) for number in fact["evidence"]),
            )
            for fact in content["facts"]
        ],
        files=[(number, name) for number, _public_id, _digest, name in content["evidence"]],
        digest=digest,
    )


def _moment(when: datetime) -> str:
    return formats.date_format(clock.local(when), "DATETIME_FORMAT")


def pdf_of(row: FactSheet) -> bytes:
    """The confirmed fact sheet as a tagged PDF, with the drawn signature in it. Raises Invalid where the fonts are not installed."""
    paper = paper_of(row.sheet, row.content, row.digest)
    shows = row.signature_id and row.signature.content_type != PDF
    labels = {
        "found": _("Facts found"),
        "none": _("Nothing was found that took marks off."),
        "red": _("Red line"),
        "evidence": _("Evidence"),
        "file": _("Evidence %(number)s"),
        "confirmed": _("Confirmation by the unit"),
        "signature": _("Signature"),
        "on_paper": _("Signed on paper; the paper is kept beside this sheet."),
        "page": _("Page %(page)s of %(pages)s"),
        "digest": _("Digest of the facts"),
    }
    data = {
        "chinese": (get_language() or "").startswith("zh"),
        **asdict(paper),
        "labels": labels,
        "confirmation": confirmation_pairs(row),
        "image": list(read_bytes(row.signature)) if shows else [],
        "signed": row.is_signed,
        "seal": row.seal,
    }
    return typeset(LAYOUT, data)


def confirmation_pairs(row: FactSheet) -> list[tuple[str, str]]:
    """What the head did, as (label, text)."""
    pairs = [
        (_("What the head did"), str(row.get_outcome_display())),
        (_("Name"), row.name),
        (_("Position"), row.post),
        *_times(row),
    ]
    if row.is_signed:
        pairs.append((_("Objections"), row.objections or _("none")))
    else:
        pairs += [(_("Why it was not signed"), row.refusal), (_("Witness"), row.witness)]
    return [*pairs, (_("Recorded by"), person_name(row.recorded_by))]


def _times(row: FactSheet) -> list[tuple[str, str]]:
    if row.device_at is None:
        return [(_("Time"), _moment(row.confirmed_at))]
    on_device = _("%(time)s, without a network, by the clock of the device") % {"time": _moment(row.device_at)}
    return [(_("Time"), on_device), (_("Received"), _moment(row.confirmed_at))]
