"""A new assessor qualifies on reference sheets (R20)."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from calibration.enums import AttemptState
from foundation.common.fields import PointsField
from foundation.common.models import Entity, Versioned
from organization.models import Person
from standards.models import StandardVersion


class Attempt(Entity, Versioned):
    """Reference sheets that somebody scores blind. The rule by which it is judged is kept with it and does not move with the organization's.

    Its sheets are blind sheets on closed sessions that the candidate has no part in. `within`, `compared` and `red_lines_missed` are empty until it
    is judged; their only writer is `services.qualification`.
    """

    States = AttemptState
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="qualification_attempts")
    standard_version = models.ForeignKey(StandardVersion, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=AttemptState, default=AttemptState.RUNNING)
    due_on = models.DateField(_("until"))
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    tolerance = PointsField()
    share_wanted = PointsField()
    valid_months = models.PositiveSmallIntegerField()
    within = models.PositiveIntegerField(null=True, editable=False)
    compared = models.PositiveIntegerField(null=True, editable=False)
    red_lines_missed = models.PositiveIntegerField(null=True, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    reason = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("qualification")
        constraints = [
            models.UniqueConstraint(fields=["person", "standard_version", "number"], name="attempt_once"),
            models.UniqueConstraint(
                fields=["person", "standard_version"],
                condition=models.Q(state=AttemptState.RUNNING),
                name="one_attempt_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.standard_version} · {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("calibration:attempt_detail", kwargs={"public_id": self.public_id})
