"""Until when a cycle can be appealed against, and how many working days each step has."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models import Cycle
from foundation.common import clock
from foundation.common.models import Entity, Versioned
from foundation.workdays.models import CountedDue
from organization.models import Person

DAYS = (MinValueValidator(1), MaxValueValidator(60))


class AppealTerms(Entity):
    """The organization's working days for each step. Insert-only: the latest row counts for what begins after it."""

    window_days = models.PositiveSmallIntegerField(
        _("to appeal, from the gate of feedback on"), default=5, validators=DAYS
    )
    take_up_days = models.PositiveSmallIntegerField(
        _("for the lead to begin the clarification"), default=2, validators=DAYS
    )
    answer_days = models.PositiveSmallIntegerField(_("for both sides to answer"), default=3, validators=DAYS)
    ruling_days = models.PositiveSmallIntegerField(_("for the final ruling"), default=5, validators=DAYS)
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]


class AppealWindow(Entity, Versioned, CountedDue):
    """The window of one cycle. It opens when the cycle comes to the gate of feedback, anew whenever it comes again; a lead can lengthen it."""

    cycle = models.OneToOneField(Cycle, on_delete=models.PROTECT, related_name="appeal_window")
    opened_on = models.DateField(_("open since"))
    due_on = models.DateField(_("open until"))

    class Meta:
        ordering = ["-opened_on"]

    def __str__(self) -> str:
        return self.cycle.code

    @property
    def is_open(self) -> bool:
        return self.due_on >= clock.today()
