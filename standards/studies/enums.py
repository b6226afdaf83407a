"""What a study compares, its life and its experts', and where weights come from."""

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from foundation.common.states import State


class StudyLevel(models.TextChoices):
    HIERARCHY = "hierarchy", _("Dimensions, and the indicators of each")
    DIMENSIONS = "dimensions", _("Dimensions only")
    INDICATORS = "indicators", _("Indicators of one dimension")


class StudyState(State):
    COLLECTING = "collecting", _("Experts are comparing")
    CLOSED = "closed", pgettext_lazy("state of a weight study", "Closed")
    ADOPTED = "adopted", _("Adopted")
    CALLED_OFF = "called_off", _("Called off")

    @classmethod
    def tones(cls):
        return {"collecting": "go", "closed": "wait", "adopted": "done", "called_off": "idle"}

    @classmethod
    def transitions(cls):
        # Adopted again after other weights were tried: the last word is the lead's until the version is approved.
        return {
            "collecting": ("closed", "called_off"),
            "closed": ("adopted", "called_off"),
            "adopted": ("adopted",),
        }


class ExpertState(State):
    ASKED = "asked", pgettext_lazy("state of an expert", "Asked")
    SUBMITTED = "submitted", pgettext_lazy("state of an expert", "Submitted")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of an expert", "Does not take part")

    @classmethod
    def tones(cls):
        return {"asked": "wait", "submitted": "done", "withdrawn": "idle"}

    @classmethod
    def transitions(cls):
        return {
            "asked": ("submitted", "withdrawn"),
            "submitted": ("asked", "withdrawn"),
            "withdrawn": ("asked",),
        }


class RandomIndexTable(models.TextChoices):
    """Codes of `standards.weighting.saaty.RANDOM_INDICES`."""

    SAATY_1980 = "saaty_1980", _("Saaty 1980 (0.58, 0.90, 1.12, 1.24 …)")
    SAATY_REVISED = "saaty_revised", _("Saaty, later tables (0.52, 0.89, 1.11, 1.25 …)")


class WeightSource(models.TextChoices):
    HAND = "hand", _("Set by hand")
    EXPERTS = "experts", _("Experts’ comparisons")
    ENTROPY = "entropy", _("Data of past quarters (entropy)")
    PRODUCT = "product", _("Experts and data, multiplied")
    MIXED = "mixed", _("Experts and data, mixed")

    @property
    def needs_study(self) -> bool:
        return self in (WeightSource.EXPERTS, WeightSource.PRODUCT, WeightSource.MIXED)

    @property
    def needs_quarters(self) -> bool:
        return self in (WeightSource.ENTROPY, WeightSource.PRODUCT, WeightSource.MIXED)
