"""What may be chosen in a cell: written as the reader's word for it, read in either language or by its code."""

import unicodedata
from collections import Counter

from django.utils.translation import gettext_lazy as _, override

from records.enums import Touchpoint
from records.measures import measures
from standards.enums import (
    CriticalPolicy,
    NotApplicablePolicy,
    ProtectionElement,
    Scale,
    ScopeAspect,
    TargetKind,
    TargetSense,
    TargetUnit,
)

LANGUAGES = ("zh-hans", "en")
YES_NO = (("yes", _("yes")), ("no", _("no")))
# Said besides the words of the lists, because people do.
ALSO = {"yes_no": {"y": "yes", "true": "yes", "√": "yes", "n": "no", "false": "no", "×": "no"}}
ENUMS = {
    "scale": Scale,
    "element": ProtectionElement,
    "na_policy": NotApplicablePolicy,
    "critical_policy": CriticalPolicy,
    "kind": TargetKind,
    "sense": TargetSense,
    "unit": TargetUnit,
    "aspect": ScopeAspect,
}
NAMES = (*ENUMS, "measure", "touchpoint", "yes_no")


def choices(name: str) -> list[tuple[str, str]]:
    """(value, label in the reader's language) in their order. Two things of one name are told apart by their codes."""
    if name == "yes_no":
        found = [(value, str(label)) for value, label in YES_NO]
    elif name == "measure":
        found = [(code, str(measure.label)) for code, measure in measures.items()]
    elif name == "touchpoint":
        found = [(value, str(label)) for value, label in Touchpoint.choices if value != Touchpoint.UNKNOWN]
    else:
        found = [(value, str(label)) for value, label in ENUMS[name].choices]
    times = Counter(normal(label) for _value, label in found)
    return [(value, f"{label} ({value})" if times[normal(label)] > 1 else label) for value, label in found]


def label_of(name: str, value: str) -> str:
    """The word for a value; a value that is in no list stays as it is."""
    return dict(choices(name)).get(value, value)


def meanings(name: str) -> dict[str, str]:
    """{what may stand in a cell, in normal form: the value it means}."""
    found = dict(ALSO.get(name, {}))
    for language in LANGUAGES:
        with override(language):
            for value, label in choices(name):
                found |= {normal(value): value, normal(label): value}
    return found


def normal(text: str) -> str:
    """How words are compared: width, case and blanks do not matter."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
