"""What an article may say: one check for the form, the service and the workbook."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from foundation.common.errors import Invalid
from foundation.common.receipts import payload_digest
from foundation.common.texts import require_storable
from knowledge.enums import SourceKind
from knowledge.models import (
    CONTENT_FIELDS,
    LONGEST_ANSWER,
    LONGEST_KEYWORDS,
    LONGEST_QUESTIONS,
    LONGEST_SOURCE,
    LONGEST_TITLE,
    Category,
    Content,
)
from knowledge.selectors import said_by
from organization.models import Unit
from standards.models import Indicator

TEXTS = {
    "title_zh": (LONGEST_TITLE, True),
    "title_en": (160, False),
    "questions_zh": (LONGEST_QUESTIONS, False),
    "questions_en": (LONGEST_QUESTIONS, False),
    "answer_zh": (LONGEST_ANSWER, True),
    "answer_en": (LONGEST_ANSWER, False),
    "keywords": (LONGEST_KEYWORDS, False),
    "source": (LONGEST_SOURCE, True),
}
MOST_MONTHS, MOST_QUESTIONS, MOST_INDICATORS = 36, 20, 10


def checked_content(said: Mapping) -> dict:
    """{field: value} of `CONTENT_FIELDS` but for the files. Texts without blanks around them and with plain line ends.

    `category` is a Category, `units` Units or public ids, `indicators` codes. Raises Invalid ({field: sentence}).
    """
    found, wrong = {}, {}
    for name, (longest, required) in TEXTS.items():
        text = (said.get(name) or "").replace("\r\n", "\n").replace("\r", "\n").strip()
        require_storable(text)
        if required and not text:
            wrong[name] = _("This is needed.")
        elif len(text) > longest:
            wrong[name] = _("Write up to %(limit)d characters.") % {"limit": longest}
        found[name] = text
    for name in ("questions_zh", "questions_en"):
        lines = [line.strip() for line in found[name].split("\n") if line.strip()]
        if len(lines) > MOST_QUESTIONS:
            wrong[name] = _("Write up to %(limit)d questions.") % {"limit": MOST_QUESTIONS}
        found[name] = "\n".join(dict.fromkeys(lines))
    found["source_kind"] = said.get("source_kind") or ""
    if found["source_kind"] not in SourceKind.values:
        wrong["source_kind"] = _("Choose one.")
    found["category"] = said.get("category")
    if not isinstance(found["category"], Category):
        wrong["category"] = _("Choose a category.")
    found["valid_from"], found["valid_until"] = said.get("valid_from"), said.get("valid_until")
    if found["valid_from"] and found["valid_until"] and found["valid_until"] < found["valid_from"]:
        wrong["valid_until"] = _("The last day lies before the first.")
    found["review_months"] = said.get("review_months") or 0
    if not 1 <= found["review_months"] <= MOST_MONTHS:
        wrong["review_months"] = _("From 1 to %(most)d months.") % {"most": MOST_MONTHS}
    found["units"] = sorted(str(getattr(unit, "public_id", unit)) for unit in said.get("units") or ())
    if Unit.objects.filter(public_id__in=found["units"]).count() != len(found["units"]):
        wrong["units"] = _("There is no such unit.")
    found["indicators"] = list(dict.fromkeys(said.get("indicators") or ()))
    if len(found["indicators"]) > MOST_INDICATORS:
        wrong["indicators"] = _("Name up to %(limit)d indicators.") % {"limit": MOST_INDICATORS}
    elif found["indicators"]:
        known = set(Indicator.objects.filter(code__in=found["indicators"]).values_list("code", flat=True))
        if unknown := [code for code in found["indicators"] if code not in known]:
            wrong["indicators"] = _("No standard has the indicator %(code)s.") % {"code": unknown[0]}
    if wrong:
        raise Invalid(wrong)
    return found


def as_payload(said: Mapping) -> dict:
    """As it can be digested."""
    return {**said, "category": said["category"].pk}


def digest_of(content: Content) -> str:
    """SHA-256 of everything it says."""
    return payload_digest(as_payload(said_by(content)) | {"files": list(content.files)})


def names_of_changed(before: Mapping, after: Mapping) -> list[str]:
    return [name for name in CONTENT_FIELDS if name in after and before.get(name) != after[name]]
