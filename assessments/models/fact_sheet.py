"""The fact sheet 检查事实确认书 with which a visit ends (R15)."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.enums import FactSheetOutcome
from assessments.models.sheet import ScoreSheet
from foundation.common import clock
from foundation.common.fields import EncryptedTextField
from foundation.common.models import Entity, StoredFile
from organization.models import Person


class FactSheet(Entity):
    """What was found on a visit, as it was laid before the unit's head there: signed, or refused before a witness. Insert-only.

    `content` is what was read: visit, facts, evidence; no marks. `digest` is over it, and a draft with the same facts has the same: a further
    fact changes it, another level for the same fact does not. `seal` is over the row with the bytes of the signature. A sheet may have several;
    the latest one counts, and only as long as its digest is that of the sheet.
    """

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="fact_sheets")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField(help_text="see services.facts.content_of")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content")
    outcome = models.CharField(max_length=10, choices=FactSheetOutcome)
    name = models.CharField(_("name"), max_length=60)
    post = models.CharField(_("position"), max_length=60)
    objections = EncryptedTextField(_("objections"), blank=True, default="")
    refusal = EncryptedTextField(_("why it was not signed"), blank=True, default="")
    witness = models.CharField(_("witness"), max_length=60, blank=True)
    signature = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_paper = models.BooleanField(default=False, help_text="signed on paper; the signature is a photo or scan of it")
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(default=clock.now)
    device_at = models.DateTimeField(
        null=True, blank=True, help_text="where there was no network: when it was done, by the device's clock"
    )
    seal = models.CharField(max_length=64, help_text="SHA-256 of the row, see services.facts.seal_of")

    class Meta:
        ordering = ["sheet", "number"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="fact_sheet_once"),
            models.CheckConstraint(
                condition=models.Q(outcome="signed", signature__isnull=False)
                | models.Q(outcome="refused", signature=None),
                name="signed_or_refused",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:fact_sheet", args=[self.public_id])

    @property
    def tone(self) -> str:
        return FactSheetOutcome(self.outcome).tone

    @property
    def is_signed(self) -> bool:
        return self.outcome == FactSheetOutcome.SIGNED
