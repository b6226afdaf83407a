"""A standard and its versions."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _

from foundation.common.fields import PointsField
from foundation.common.models import Entity, Versioned
from foundation.common.texts import localized
from organization.models import Person
from standards.enums import CriticalPolicy, NotApplicablePolicy, VersionState


class Standard(Entity):
    code = models.CharField(_("code"), max_length=30, unique=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)

    def __str__(self) -> str:
        return localized(self, "name")


class StandardVersion(Entity, Versioned):
    """One wording of a standard. From its pilot or approval on it cannot change: what was scored points here for ever.

    `version` rises with every edit of a draft, also of its indicators, so that two editors cannot overwrite each other.
    """

    States = VersionState
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(max_length=10, choices=VersionState, default=VersionState.DRAFT)
    na_policy = models.CharField(
        _("“not applicable”"), max_length=20, choices=NotApplicablePolicy, default=NotApplicablePolicy.LEAVE_DENOMINATOR
    )
    critical_policy = models.CharField(
        _("a triggered critical indicator"), max_length=10, choices=CriticalPolicy, default=CriticalPolicy.ZERO
    )
    critical_cap = PointsField(_("cap"), null=True, blank=True)
    target = PointsField(_("target of the whole"), null=True, blank=True)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    purpose_zh = models.CharField(_("what this version changes and why, in Chinese"), max_length=500, blank=True)
    purpose_en = models.CharField(_("what this version changes and why, in English"), max_length=500, blank=True)
    made_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    submitted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    returned_reason = models.CharField(_("why it was returned"), max_length=500, blank=True)
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)

    class Meta:
        ordering = ["standard", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["standard", "number"], name="version_number_once"),
            models.UniqueConstraint(fields=["standard"], condition=Q(state="in_force"), name="one_version_in_force"),
        ]

    def __str__(self) -> str:
        return gettext("%(standard)s, version %(number)s") % {"standard": self.standard, "number": self.number}

    @property
    def is_frozen(self) -> bool:
        """Its content can never change again, so it may be kept by its id."""
        return self.state in VersionState.frozen()

    @property
    def policy_for_unit(self) -> str:
        """What a confirmed critical event does to a unit's result, in words."""
        return str(CriticalPolicy(self.critical_policy).for_unit)

    def get_absolute_url(self) -> str:
        return reverse("standards:version_detail", kwargs={"public_id": self.public_id})
