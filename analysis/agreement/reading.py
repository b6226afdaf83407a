"""A coefficient of agreement in plain words."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from analysis.agreement.outcome import Coefficient, Reason

# Krippendorff 2004, “Content Analysis”, 2nd edition, p. 241: rely on what reaches 0.800; 0.667 is the least for tentative conclusions.
RELIABLE = 0.800
TENTATIVE = 0.667


class Band(StrEnum):
    """Krippendorff's bands. They were made for alpha; kappa and ICC are read by the same ones here."""

    RELIABLE = "reliable"
    TENTATIVE = "tentative"
    LOW = "low"


@dataclass(frozen=True)
class Reading:
    """`band` None: there is no coefficient. `is_sure`: the whole interval lies in the band. `tone` as of pills."""

    band: Band | None
    is_sure: bool
    label: str
    sentence: str
    tone: str


def band_of(value: float) -> Band:
    if value >= RELIABLE:
        return Band.RELIABLE
    return Band.TENTATIVE if value >= TENTATIVE else Band.LOW


def read(coefficient: Coefficient) -> Reading:
    """What a coefficient allows, by Krippendorff's bands, and whether its interval leaves that open."""
    if coefficient.value is None:
        return Reading(None, False, _("cannot be told"), explain(coefficient.reason), "idle")
    band = band_of(coefficient.value)
    labels = {Band.RELIABLE: _("reliable"), Band.TENTATIVE: _("tentative"), Band.LOW: _("too low")}
    tones = {Band.RELIABLE: "done", Band.TENTATIVE: "wait", Band.LOW: "late"}
    ends = (coefficient.low, coefficient.high)
    is_sure = None not in ends and all(band_of(end) == band for end in ends)
    return Reading(
        band,
        is_sure,
        labels[band],
        f"{_sentence(band, coefficient.value)} {_certainty(coefficient, is_sure)}".strip(),
        tones[band],
    )


def _sentence(band: Band, value: float) -> str:
    if value <= 0:
        return _("The assessors agree no better than chance would let them.")
    return {
        Band.RELIABLE: _("Reliable: it reaches 0.800, Krippendorff's limit for conclusions that may be relied on."),
        Band.TENTATIVE: _(
            "Tentative: between 0.667 and 0.800; by Krippendorff's limits it carries cautious conclusions only."
        ),
        Band.LOW: _("Too low: under 0.667, below which Krippendorff advises against any conclusion."),
    }[band]


def _certainty(coefficient: Coefficient, is_sure: bool) -> str:
    if coefficient.low is None:
        return explain(coefficient.interval_reason) if coefficient.interval_reason else ""
    if is_sure:
        return _("Its whole interval lies in this range.")
    return _("Its interval reaches beyond this range: more items would tell.")


def explain(reason: Reason) -> str:
    """Why there is no coefficient, or no interval."""
    return {
        Reason.NOTHING_SHARED: _("No item has been rated by two assessors."),
        Reason.ONE_ASSESSOR: _("One assessor alone cannot agree with anybody."),
        Reason.TOO_FEW_ITEMS: _("There are too few items to tell."),
        Reason.NO_VARIATION: _(
            "All ratings are the same: whether that is agreement or habit cannot be told from them."
        ),
        Reason.NO_SPREAD: _(
            "The items do not differ in how well they are agreed on, so that no interval follows from them."
        ),
        Reason.ONE_ITEM_DECIDES: _("One item alone makes the difference; no interval follows from the others."),
        Reason.UNDEFINED: _("The formula has no answer for these ratings."),
    }[reason]
