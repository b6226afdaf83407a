"""Recusal 回避: somebody steps back from judging, and says why (R13)."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import RecusalKind
from assessments.models.sheet import ScoreSheet
from foundation.common import clock
from foundation.common.fields import EncryptedTextField
from foundation.common.models import Entity, Versioned
from organization.models import Person, Unit


class Recusal(Entity, Versioned):
    """From one sheet, or in advance from all of a unit or of a person's service, in [since, until).

    The text may name relatives: it is encrypted, and read by who wrote it, leads and supervisors. Never deleted; whoever declared it may
    withdraw it.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="recusals")
    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, null=True, blank=True, related_name="recusals")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    about = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="whose service it is"
    )
    kind = models.CharField(_("reason"), max_length=12, choices=RecusalKind)
    text = EncryptedTextField(blank=True, default="")
    since = models.DateField(_("from"), default=clock.today)
    until = models.DateField(_("until"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("recusal")
        constraints = [
            models.CheckConstraint(
                condition=Q(sheet__isnull=False, unit=None, about=None)
                | Q(sheet=None, unit__isnull=False, about=None)
                | Q(sheet=None, unit=None, about__isnull=False),
                name="recused_from_one_thing",
            ),
            models.UniqueConstraint(
                fields=["person", "sheet"], condition=Q(withdrawn_at=None), name="recused_from_sheet_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.since.isoformat()}"

    def holds_between(self, first: date, last: date) -> bool:
        """Whether it touches the days, which both count."""
        return self.withdrawn_at is None and self.since <= last and (self.until is None or first < self.until)

    @property
    def last_day(self) -> date | None:
        """On which it still holds; None: until it is withdrawn."""
        return self.until and self.until - timedelta(days=1)

    @property
    def is_over(self) -> bool:
        return self.until is not None and self.until <= clock.today()
